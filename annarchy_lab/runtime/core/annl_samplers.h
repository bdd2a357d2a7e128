/* annl_samplers.h: what a draw of Gamma, Binomial and DiscreteUniform is (docs/exactness.md, section 2).
 *
 * In: uniform and standard normal numbers in double, and the arguments of the distribution.  Out: the steps from which
 * the loops over one element (samplers.cpp) and over a block (samplers_body.h) are made, so that both give the same
 * bits.  Like annl_math.h it includes no system header and branches on nothing but the outcome of a draw.
 * Not here: which draw of an element is which number, see samplers.h.
 */
#ifndef ANNL_SAMPLERS_H
#define ANNL_SAMPLERS_H
#include "annl_math.h"

/* ---- Gamma: Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000) ----------------
   d (1 + c x)^3 with a normal x, accepted with the ratio of the densities.  Below shape 1 the method draws shape + 1
   and multiplies by u^(1 / shape). */

/* each attempt is accepted with more than 88 %, whatever the shape: that 127 fail has a probability below 1e-116 */
#define ANNL_GAMMA_ATTEMPTS 127

struct annl_gamma_law {
  double d, c;
};
ANNL_INLINE annl_gamma_law annl_gamma_law_of(double shape) {
  const double d = (shape < 1.0 ? shape + 1.0 : shape) - 0.33333333333333331;
  return {d, 1.0 / annl_sqrt(9.0 * d)};
}
/* whether there is anything to draw; shape 0 gives 0, infinity infinity, all others NaN */
ANNL_INLINE bool annl_gamma_is_random(double shape) {
  return (shape > 0.0) & (shape < annl_f64_of(0x7ff0000000000000ull));
}
ANNL_INLINE double annl_gamma_certain(double shape) {
  return shape >= 0.0 ? shape : annl_f64_of(0x7ff8000000000000ull);
}
ANNL_INLINE double annl_gamma_cube(const annl_gamma_law &law, double x) {
  const double t = 1.0 + law.c * x;
  return t * t * t;
}
/* accepts without a logarithm in more than 9 of 10 attempts, and never wrongly */
ANNL_INLINE bool annl_gamma_squeeze(double cube, double x, double u) {
  const double square = x * x;
  return (cube > 0.0) & (u < 1.0 - 0.0331 * (square * square));
}
ANNL_INLINE bool annl_gamma_accept(const annl_gamma_law &law, double cube, double x, double u) {
  return (cube > 0.0) && annl_log(u) < 0.5 * x * x + law.d * (1.0 - cube + annl_log(cube));
}
ANNL_INLINE double annl_gamma_boost(double shape, double u) { return annl_exp(annl_log(u) / shape); }

/* ---- Binomial: inversion of the distribution function, summed from 0 on --------------------------------------------
   Of the rarer outcome (p <= 1/2), and of so many trials at a time that (1 - p)^n is at least exp(-512): then nothing
   underflows, and the sum ends before ANNL_BINOMIAL_TERMS terms. */

#define ANNL_BINOMIAL_TERMS 1024

struct annl_binomial_law {
  double p, log_q;   /* of the rarer outcome, and the logarithm of the other's probability */
  bool is_reversed;  /* the rarer outcome is a failure */
};
ANNL_INLINE annl_binomial_law annl_binomial_law_of(double p) {
  const bool is_reversed = p > 0.5;
  const double rarer = is_reversed ? 1.0 - p : p;
  return {rarer, annl_log1p(-rarer), is_reversed};
}
/* trials that are drawn together; 0 < p <= 1/2 */
ANNL_INLINE annl_i32 annl_binomial_chunk(const annl_binomial_law &law, annl_i32 n) {
  const double most = -512.0 / law.log_q;
  return most < (double)n ? (annl_i32)most : n;
}

/* the sum of the probabilities of 0 ... k successes in n trials */
struct annl_binomial_sum {
  double ratio, term, sum;
  annl_i32 n, k;
};
ANNL_INLINE annl_binomial_sum annl_binomial_sum_of(const annl_binomial_law &law, annl_i32 n) {
  const double none = annl_exp((double)n * law.log_q);
  return {law.p / (1.0 - law.p), none, none, n, 0};
}
/* takes in one success more; false where that changes nothing: the tail is lost in rounding, or k is n */
ANNL_INLINE bool annl_binomial_next(annl_binomial_sum &at) {
  at.term = at.term * (at.ratio * (double)(at.n - at.k) / (double)(at.k + 1));
  const double next = at.sum + at.term;
  if (next == at.sum) return false;
  at.sum = next;
  at.k++;
  return true;
}

/* ---- DiscreteUniform ------------------------------------------------------------------------------------------------
   least + floor(width u): width has at most 33 bits and 1 - u at least 2^-53, so width u stays below width.  Where
   `most` is below `least`, `least`. */
ANNL_INLINE double annl_discrete_width(annl_i32 least, annl_i32 most) {
  return most < least ? 1.0 : (double)most - (double)least + 1.0;
}
ANNL_INLINE annl_i32 annl_discrete_of(annl_i32 least, double width, double u) {
  return (annl_i32)((double)least + annl_floor(width * u));
}

#endif
