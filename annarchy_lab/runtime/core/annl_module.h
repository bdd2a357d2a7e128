/* annl_module.h: what printed modules use besides annl_math.h.  Pasted after annl_abi.h; includes nothing.
 *
 * Expects `real` (float or double) and ANNL_FINGERPRINT to be defined by the text above it.
 */
#ifndef ANNL_MODULE_H
#define ANNL_MODULE_H

#define ANNL_EXPORT extern "C" __attribute__((visibility("default")))

/* The variables that every printed function may use; unused ones cost nothing.  What a loop reads of the clock stands
   in front of it: a load that a store of the loop may change keeps GCC from vectorising. */
#define ANNL_FRAME(ctx)                                              \
  [[maybe_unused]] const annl_clock *const clock = (ctx)->clock;     \
  [[maybe_unused]] const annl_core *const core = (ctx)->core;        \
  [[maybe_unused]] const annl_i64 elapsed = clock->elapsed;          \
  [[maybe_unused]] const double t = clock->t, dt = clock->dt, step_ms = clock->step_ms;

/* The core has each block function for both real types. */
#define ANNL_CORE(source) annl_pick<real>(core->source##_f64, core->source##_f32)
template <class R, class F64, class F32>
ANNL_INLINE constexpr auto annl_pick(F64 f64, F32 f32) {
  if constexpr (sizeof(R) == 8) {
    (void)f32;
    return f64;
  } else {
    (void)f64;
    return f32;
  }
}

constexpr annl_i32 ANNL_REAL = sizeof(real) == 8 ? ANNL_F64 : ANNL_F32;

/* Whether what decays ends in this step: one run in 64, also of what does not run in each step (decision 0049). */
ANNL_INLINE bool annl_settles(const annl_clock *clock) {
  return (double)(clock->step & 63) * clock->step_ms < clock->dt;
}

/* Time of a number of steps, below 2^52 and never negative.  Before AVX-512 no vector of 64-bit integers becomes one of
   doubles: the bits of 2^52 are put around the number, and 2^52 is taken off again. */
ANNL_INLINE double annl_since(annl_i64 steps, double step_ms) {
  const double power = 4503599627370496.0;
  const annl_u64 positive = (annl_u64)(steps > 0 ? steps : 0);
  return (annl_f64_of(annl_bits_of(power) | positive) - power) * step_ms;
}

/* `value`, which depends on an age in steps alone, from a table of the values of the first `n` ages. */
#define ANNL_AGED(table, n, age, value) (ANNL_RARELY((annl_u64)(age) >= (n)) ? (value) : (table)[age])

/* Folds in which NaN wins, whichever side it is on. */
ANNL_INLINE real annl_fold_max(real a, real b) { return (b > a) | (b != b) ? b : a; }
ANNL_INLINE real annl_fold_min(real a, real b) { return (b < a) | (b != b) ? b : a; }

/* Sixteen lanes to one value, by halves: docs/exactness.md, section 3. */
ANNL_INLINE real annl_join_sum(real *lanes) {
  for (int half = 8; half > 0; half /= 2)
    for (int lane = 0; lane < half; ++lane) lanes[lane] = lanes[lane] + lanes[lane + half];
  return lanes[0];
}
ANNL_INLINE real annl_join_max(real *lanes) {
  for (int half = 8; half > 0; half /= 2)
    for (int lane = 0; lane < half; ++lane) lanes[lane] = annl_fold_max(lanes[lane], lanes[lane + half]);
  return lanes[0];
}
ANNL_INLINE real annl_join_min(real *lanes) {
  for (int half = 8; half > 0; half /= 2)
    for (int lane = 0; lane < half; ++lane) lanes[lane] = annl_fold_min(lanes[lane], lanes[lane + half]);
  return lanes[0];
}

#endif
