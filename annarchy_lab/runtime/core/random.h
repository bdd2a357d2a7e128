/* random.h: random numbers of the core, as the ABI hands them to modules (struct annl_core).
 *
 * A number is a pure function of seed, stream, element, draw and rng_step: see annl_random.h.
 */
#ifndef ANNL_CORE_RANDOM_H
#define ANNL_CORE_RANDOM_H
#include "annl_types.h"

/* the 256 elements from 256 * block on; Uniform in (0, 1), Normal with mean 0 and standard deviation 1 */
void annl_uniform_f64(double *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
void annl_normal_f64(double *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
void annl_uniform_f32(float *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);
void annl_normal_f32(float *out256, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step);

/* of the elements first to last - 1 of a block those that marks[0], marks[1], ... ask for; others stay as they are */
void annl_uniform_marked_f64(double *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step);
void annl_uniform_marked_f32(float *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step);

/* one element, equal to what the block functions give for it */
double annl_uniform_f64_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
double annl_normal_f64_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
float annl_uniform_f32_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);
float annl_normal_f32_at(annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 draw, annl_u64 rng_step);

/* draws first_draw, first_draw + 1, ... of one element: many numbers in one place, as gaps between Poisson events */
void annl_uniform_draws_f64(double *out, annl_i64 n, annl_u64 seed, annl_u64 stream, annl_u64 element,
                            annl_u32 first_draw, annl_u64 rng_step);

#endif
