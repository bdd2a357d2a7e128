/* core_math.h: the functions of the equation language over arrays, and the rarer ones of the C library.
 *
 * For the reference backend, which calls them as its ufuncs, and for tests: the text is that of the modules.
 */
#ifndef ANNL_CORE_MATH_H
#define ANNL_CORE_MATH_H
#include "annl_math.h"

/* the functions of one argument that annl_math.h defines for float and double */
#define ANNL_MAP_FUNCTIONS(X) \
  X(exp) X(expm1) X(log) X(log1p) X(sin) X(cos) X(tanh) X(sqrt) X(floor) X(ceil) X(round) X(pos) X(neg) X(abs) \
  X(flush)

#define ANNL_MAP_ID(name) ANNL_MAP_##name,
enum annl_map_function { ANNL_MAP_FUNCTIONS(ANNL_MAP_ID) ANNL_MAP_COUNT };
#undef ANNL_MAP_ID

/* the names of annl_map_function and of annl_libm in their order */
extern const char *const annl_map_names[ANNL_MAP_COUNT];
extern const char *const annl_libm_names[ANNL_LIBM_COUNT];

/* out[i] = function(x[i]); `out` may be `x`, but must not overlap it otherwise */
void annl_map_f64(int function, const double *x, double *out, annl_i64 n);
void annl_map_f32(int function, const float *x, float *out, annl_i64 n);
/* out[i] = x[i] to the power y[i] */
void annl_pow_map_f64(const double *x, const double *y, double *out, annl_i64 n);
void annl_pow_map_f32(const float *x, const float *y, float *out, annl_i64 n);

/* The rarer functions, by enum annl_libm, as modules get them (annl_core.libm).  In float32 a module converts the
   argument to double and rounds the result, which hides nearly all differences between C libraries. */
extern double (*const annl_libm_table[ANNL_LIBM_COUNT])(double);
/* null where there is no such function */
double (*annl_libm1(int function))(double);

#endif
