#include "core_math.h"

#include <cmath>

#include "kernels.h"

#define ANNL_MAP_NAME(name) #name,
const char *const annl_map_names[ANNL_MAP_COUNT] = {ANNL_MAP_FUNCTIONS(ANNL_MAP_NAME)};
#undef ANNL_MAP_NAME

const char *const annl_libm_names[ANNL_LIBM_COUNT] = {"log10", "tan",  "asin",  "acos",  "atan",
                                                      "sinh",  "cosh", "asinh", "acosh", "atanh"};

double (*const annl_libm_table[ANNL_LIBM_COUNT])(double) = {std::log10, std::tan,  std::asin,  std::acos,  std::atan,
                                                            std::sinh,  std::cosh, std::asinh, std::acosh, std::atanh};

double (*annl_libm1(int function))(double) {
  return function < 0 || function >= ANNL_LIBM_COUNT ? nullptr : annl_libm_table[function];
}

void annl_map_f64(int function, const double *x, double *out, annl_i64 n) {
  annl::kernels().map_f64(function, x, out, n);
}

void annl_map_f32(int function, const float *x, float *out, annl_i64 n) {
  annl::kernels().map_f32(function, x, out, n);
}

void annl_pow_map_f64(const double *x, const double *y, double *out, annl_i64 n) {
  annl::kernels().pow_f64(x, y, out, n);
}

void annl_pow_map_f32(const float *x, const float *y, float *out, annl_i64 n) {
  annl::kernels().pow_f32(x, y, out, n);
}
