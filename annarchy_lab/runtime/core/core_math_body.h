/* core_math_body.h: arrays through the functions of annl_math.h.  Included once per instruction set, inside its
 * namespace.  `out` may be `x`, but must not overlap it otherwise. */

#define ANNL_MAP_CASE(name)                                      \
  case ANNL_MAP_##name:                                          \
    for (annl_i64 i = 0; i < n; i++) out[i] = annl_##name(x[i]); \
    break;

void map_f64(int function, const double *x, double *out, annl_i64 n) {
  switch (function) { ANNL_MAP_FUNCTIONS(ANNL_MAP_CASE) }
}

void map_f32(int function, const float *x, float *out, annl_i64 n) {
  switch (function) { ANNL_MAP_FUNCTIONS(ANNL_MAP_CASE) }
}

void pow_f64(const double *x, const double *y, double *out, annl_i64 n) {
  for (annl_i64 i = 0; i < n; i++) out[i] = annl_pow(x[i], y[i]);
}

void pow_f32(const float *x, const float *y, float *out, annl_i64 n) {
  for (annl_i64 i = 0; i < n; i++) out[i] = annl_pow(x[i], y[i]);
}
