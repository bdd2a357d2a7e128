/* samplers.h: distributions that are no expression over one uniform or normal number, as the ABI hands them to modules.
 *
 * A number is a pure function of the arguments, seed, stream, element and rng_step; the arguments are the same for all
 * elements.  Always drawn from uniform and normal numbers of float64:
 *   Gamma            draw 0: uniform, used below shape 1; attempt a = 0, 1, ...: draw 1 + 2a normal, 2 + 2a uniform
 *   Binomial         draw c: uniform, for the c-th chunk of trials
 *   DiscreteUniform  draw 0: uniform
 */
#ifndef ANNL_CORE_SAMPLERS_H
#define ANNL_CORE_SAMPLERS_H
#include "annl_types.h"

/* the elements 256 * block + first ... 256 * block + last - 1, in out256[first ... last - 1] */
void annl_gamma_f64(double *out256, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step);
void annl_gamma_f32(float *out256, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                    annl_u64 stream, annl_u64 block, annl_u64 rng_step);
void annl_binomial(annl_i32 *out256, annl_i64 first, annl_i64 last, annl_i32 n, double p, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step);
void annl_discrete(annl_i32 *out256, annl_i64 first, annl_i64 last, annl_i32 least, annl_i32 most, annl_u64 seed,
                   annl_u64 stream, annl_u64 block, annl_u64 rng_step);

/* one element, equal to what the block functions give for it */
double annl_gamma_f64_at(double shape, double scale, annl_u64 seed, annl_u64 stream, annl_u64 element,
                         annl_u64 rng_step);
float annl_gamma_f32_at(double shape, double scale, annl_u64 seed, annl_u64 stream, annl_u64 element,
                        annl_u64 rng_step);
annl_i32 annl_binomial_at(annl_i32 n, double p, annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u64 rng_step);
annl_i32 annl_discrete_at(annl_i32 least, annl_i32 most, annl_u64 seed, annl_u64 stream, annl_u64 element,
                          annl_u64 rng_step);

/* an accepted Gamma of scale 1 from attempt `attempt` on: for elements whose first attempts failed */
double annl_gamma_from(annl_i32 attempt, double shape, annl_u64 seed, annl_u64 stream, annl_u64 element,
                       annl_u64 rng_step);

#endif
