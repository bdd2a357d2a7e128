#include "random.h"

#include "annl_random.h"
#include "kernels.h"

namespace {

/* the words of the call that an element's number comes from; n is the groups in a block */
annl_words words_of(annl_u64 n, annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step) {
  const annl_u64 group = element / 256 * n + element % n;
  const annl_random_key key = annl_random_key_of(seed, stream, draw, rng_step);
  return annl_random_words(key, (annl_u32)group, (annl_u32)(group >> 32));
}

}  // namespace

void annl_uniform_f64(double *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw,
                      annl_u64 rng_step) {
  annl::kernels().uniform_f64(out256, seed, stream, block, draw, rng_step);
}

void annl_normal_f64(double *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  annl::kernels().normal_f64(out256, seed, stream, block, draw, rng_step);
}

void annl_uniform_f32(float *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  annl::kernels().uniform_f32(out256, seed, stream, block, draw, rng_step);
}

void annl_normal_f32(float *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  annl::kernels().normal_f32(out256, seed, stream, block, draw, rng_step);
}

void annl_uniform_marked_f64(double *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  annl::kernels().uniform_marked_f64(out256, marks, first, last, seed, stream, block, rng_step);
}

void annl_uniform_marked_f32(float *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  annl::kernels().uniform_marked_f32(out256, marks, first, last, seed, stream, block, rng_step);
}

double annl_uniform_f64_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step) {
  const annl_words w = words_of(128, seed, stream, element, draw, rng_step);
  return element % 256 < 128 ? annl_uniform_of(w.x0, w.x1) : annl_uniform_of(w.x2, w.x3);
}

double annl_normal_f64_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step) {
  const annl_words w = words_of(128, seed, stream, element, draw, rng_step);
  double sine_part, cosine_part;
  annl_normal_pair(w.x0, w.x1, w.x2, w.x3, sine_part, cosine_part);
  return element % 256 < 128 ? sine_part : cosine_part;
}

float annl_uniform_f32_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step) {
  const annl_words w = words_of(64, seed, stream, element, draw, rng_step);
  const annl_u32 words[4] = {w.x0, w.x1, w.x2, w.x3};
  return annl_uniform_of(words[element % 256 / 64]);
}

float annl_normal_f32_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step) {
  const annl_words w = words_of(64, seed, stream, element, draw, rng_step);
  const annl_u64 value = element % 256 / 64;
  float sine_part, cosine_part;
  annl_normal_pair(value < 2 ? w.x0 : w.x2, value < 2 ? w.x1 : w.x3, sine_part, cosine_part);
  return value % 2 == 0 ? sine_part : cosine_part;
}

void annl_uniform_draws_f64(double *out, annl_i64 n, annl_u64 seed, annl_u64 stream, annl_u64 element,
                            annl_u32 first_draw, annl_u64 rng_step) {
  annl::kernels().uniform_draws(out, n, seed, stream, element, first_draw, rng_step);
}
