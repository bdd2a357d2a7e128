#include "samplers.h"

#include "annl_samplers.h"
#include "kernels.h"
#include "random.h"

double annl_gamma_from(annl_i32 attempt, double shape, annl_u64 seed, annl_u64 stream, annl_u64 element,
                       annl_u64 rng_step) {
  const annl_gamma_law law = annl_gamma_law_of(shape);
  for (; attempt < ANNL_GAMMA_ATTEMPTS; attempt++) {
    const annl_u32 draw = 1 + 2 * (annl_u32)attempt;
    const double x = annl_normal_f64_at(seed, stream, element, draw, rng_step);
    const double u = annl_uniform_f64_at(seed, stream, element, draw + 1, rng_step);
    const double cube = annl_gamma_cube(law, x);
    if (annl_gamma_squeeze(cube, x, u) || annl_gamma_accept(law, cube, x, u)) return law.d * cube;
  }
  return law.d;
}

double annl_gamma_f64_at(double shape, double scale, annl_u64 seed, annl_u64 stream, annl_u64 element,
                         annl_u64 rng_step) {
  if (!annl_gamma_is_random(shape)) return annl_gamma_certain(shape) * scale;
  const double drawn = annl_gamma_from(0, shape, seed, stream, element, rng_step);
  if (shape >= 1.0) return drawn * scale;
  return drawn * annl_gamma_boost(shape, annl_uniform_f64_at(seed, stream, element, 0, rng_step)) * scale;
}

float annl_gamma_f32_at(double shape, double scale, annl_u64 seed, annl_u64 stream, annl_u64 element,
                        annl_u64 rng_step) {
  return (float)annl_gamma_f64_at(shape, scale, seed, stream, element, rng_step);
}

annl_i32 annl_binomial_at(annl_i32 n, double p, annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u64 rng_step) {
  if (n <= 0 || !(p > 0.0)) return 0;
  if (p >= 1.0) return n;
  const annl_binomial_law law = annl_binomial_law_of(p);
  const annl_i32 most = annl_binomial_chunk(law, n);
  annl_i32 count = 0;
  annl_u32 draw = 0;
  for (annl_i32 left = n; left > 0; left -= most) {
    const double u = annl_uniform_f64_at(seed, stream, element, draw++, rng_step);
    annl_binomial_sum at = annl_binomial_sum_of(law, left < most ? left : most);
    while (u > at.sum && annl_binomial_next(at)) {
    }
    count += at.k;
  }
  return law.is_reversed ? n - count : count;
}

annl_i32 annl_discrete_at(annl_i32 least, annl_i32 most, annl_u64 seed, annl_u64 stream, annl_u64 element,
                          annl_u64 rng_step) {
  const double u = annl_uniform_f64_at(seed, stream, element, 0, rng_step);
  return annl_discrete_of(least, annl_discrete_width(least, most), u);
}

void annl_gamma_f64(double *out256, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  annl::kernels().gamma_f64(out256, first, last, shape, scale, seed, stream, block, rng_step);
}

void annl_gamma_f32(float *out256, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  annl::kernels().gamma_f32(out256, first, last, shape, scale, seed, stream, block, rng_step);
}

void annl_binomial(annl_i32 *out256, annl_i64 first, annl_i64 last, annl_i32 n, double p, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  annl::kernels().binomial(out256, first, last, n, p, seed, stream, block, rng_step);
}

void annl_discrete(annl_i32 *out256, annl_i64 first, annl_i64 last, annl_i32 least, annl_i32 most, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  annl::kernels().discrete(out256, first, last, least, most, seed, stream, block, rng_step);
}
