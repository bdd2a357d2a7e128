/* kernels.h: the loops of the core that exist once per instruction set, and which of them run.
 *
 * Every variant is the same text (random_body.h, gaps_body.h, samplers_body.h, core_math_body.h) and gives the same
 * bits; they differ in speed.
 * The best one the processor has is chosen when the library is loaded.
 */
#ifndef ANNL_CORE_KERNELS_H
#define ANNL_CORE_KERNELS_H
#include "annl_types.h"

/* whether the compiler can build code for another instruction set than the file's own */
#if defined(__x86_64__) && defined(__GNUC__)
#define ANNL_HAS_X86_VARIANTS 1
#else
#define ANNL_HAS_X86_VARIANTS 0
#endif

namespace annl {

struct Kernels {
  void (*uniform_f64)(double *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*normal_f64)(double *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*uniform_f32)(float *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*normal_f32)(float *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
  void (*uniform_marked_f64)(double *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*uniform_marked_f32)(float *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*uniform_draws)(double *out, annl_i64 n, annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 first_draw,
                        annl_u64 rng_step);
  void (*gaps)(annl_i32 *out, double *thinning, annl_i64 first, annl_i64 n, double log_none, annl_u64 seed,
               annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*first_gaps)(annl_i32 *out, double *thinning, annl_i64 n, annl_i64 n_steps, double log_none, annl_u64 seed,
                     annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*gamma_f64)(double *out, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*gamma_f32)(float *out, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*binomial)(annl_i32 *out, annl_i64 first, annl_i64 last, annl_i32 n, double p, annl_u64 seed, annl_u64 stream,
                   annl_u64 block, annl_u64 rng_step);
  void (*discrete)(annl_i32 *out, annl_i64 first, annl_i64 last, annl_i32 least, annl_i32 most, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step);
  void (*map_f64)(int function, const double *x, double *out, annl_i64 n);
  void (*map_f32)(int function, const float *x, float *out, annl_i64 n);
  void (*pow_f64)(const double *x, const double *y, double *out, annl_i64 n);
  void (*pow_f32)(const float *x, const float *y, float *out, annl_i64 n);
};

extern const Kernels kernels_baseline;
#if ANNL_HAS_X86_VARIANTS
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
#endif

/* those that run now */
const Kernels &kernels() noexcept;

}  // namespace annl

enum annl_isa_level { ANNL_ISA_BASELINE, ANNL_ISA_AVX2, ANNL_ISA_AVX512 };

/* the level that runs now */
int annl_isa() noexcept;
/* Chooses a level, for tests: at most what the processor has.  Returns the level that runs from now on. */
int annl_force_isa(int level) noexcept;

#endif
