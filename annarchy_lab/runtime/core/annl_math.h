/* annl_math.h: the functions of the equation language, one text for every backend.
 *
 * In: float or double (overloads).  Out: the same bits on every platform that rounds each operation as IEEE 754
 * does and contracts none of them (-ffp-contract=off, --fmad=false).  At most 2 ulp from the true value, and
 * right for infinities, NaN, signed zeros and subnormal results.  No branch, so that a loop over any of them is
 * vectorised; the exception is sin and cos of arguments beyond 2^24, which one call per vector looks for.
 *
 * The file is a list of sections.  `// [annl:exp] needs: scale exp_tail` opens one and names the sections it
 * calls; `// [annl:end]` closes it.  Every section stands after those it needs, so a module is given the
 * transitive closure of what it calls, in the order of this file, and nothing else.
 *
 * Not here: the rarer functions, which come from the C library through `annl_core.libm` (enum annl_libm).
 *
 * Polynomials are minimax fits (Remez exchange in 200-bit arithmetic, then rounded).  Constants named _HI are
 * cut to so few bits that their product with the integer they meet is exact; _LO holds what was cut off.
 */
#ifndef ANNL_MATH_H
#define ANNL_MATH_H
#include "annl_types.h" /* cut when pasted: annl_types.h is pasted before */

// [annl:libm] needs:
enum annl_libm {
  ANNL_LIBM_LOG10,
  ANNL_LIBM_TAN,
  ANNL_LIBM_ASIN,
  ANNL_LIBM_ACOS,
  ANNL_LIBM_ATAN,
  ANNL_LIBM_SINH,
  ANNL_LIBM_COSH,
  ANNL_LIBM_ASINH,
  ANNL_LIBM_ACOSH,
  ANNL_LIBM_ATANH,
  ANNL_LIBM_COUNT
};
// [annl:end]

/* ---- comparisons ---------------------------------------------------------------------------------- */

// [annl:ite] needs:
/* condition ? a : b, with both formed first and no branch: behind `?:` a compiler may move a long expression into
   one arm, and then it does not vectorise the loop */
ANNL_INLINE double annl_ite(bool condition, double a, double b) {
  const annl_u64 mask = 0 - (annl_u64)condition;
  return annl_f64_of((annl_bits_of(a) & mask) | (annl_bits_of(b) & ~mask));
}
ANNL_INLINE float annl_ite(bool condition, float a, float b) {
  const annl_u32 mask = 0 - (annl_u32)condition;
  return annl_f32_of((annl_bits_of(a) & mask) | (annl_bits_of(b) & ~mask));
}
ANNL_INLINE annl_i32 annl_ite(bool condition, annl_i32 a, annl_i32 b) {
  const annl_u32 mask = 0 - (annl_u32)condition;
  return (annl_i32)(((annl_u32)a & mask) | ((annl_u32)b & ~mask));
}
// [annl:end]

// [annl:pos] needs:
/* NaN and -0 give +0 */
ANNL_INLINE double annl_pos(double x) { return x > 0.0 ? x : 0.0; }
ANNL_INLINE float annl_pos(float x) { return x > 0.0f ? x : 0.0f; }
ANNL_INLINE annl_i32 annl_pos(annl_i32 x) { return x > 0 ? x : 0; }
// [annl:end]

// [annl:neg] needs:
/* NaN and -0 give +0 */
ANNL_INLINE double annl_neg(double x) { return x < 0.0 ? x : 0.0; }
ANNL_INLINE float annl_neg(float x) { return x < 0.0f ? x : 0.0f; }
ANNL_INLINE annl_i32 annl_neg(annl_i32 x) { return x < 0 ? x : 0; }
// [annl:end]

// [annl:clip] needs:
/* the lower bound is looked at first; NaN stays NaN, a bound that is NaN binds nothing; in two steps, so that no
   compiler makes a branch of it */
ANNL_INLINE double annl_clip(double x, double lo, double hi) {
  const double below = x > hi ? hi : x;
  return x < lo ? lo : below;
}
ANNL_INLINE float annl_clip(float x, float lo, float hi) {
  const float below = x > hi ? hi : x;
  return x < lo ? lo : below;
}
ANNL_INLINE annl_i32 annl_clip(annl_i32 x, annl_i32 lo, annl_i32 hi) {
  const annl_i32 below = x > hi ? hi : x;
  return x < lo ? lo : below;
}
// [annl:end]

// [annl:isnan] needs:
ANNL_INLINE bool annl_isnan(double x) { return x != x; }
ANNL_INLINE bool annl_isnan(float x) { return x != x; }
// [annl:end]

// [annl:isfinite] needs:
ANNL_INLINE bool annl_isfinite(double x) { return (annl_bits_of(x) << 1) < 0xffe0000000000000ull; }
ANNL_INLINE bool annl_isfinite(float x) { return (annl_bits_of(x) << 1) < 0xff000000u; }
// [annl:end]

// [annl:abs] needs:
ANNL_INLINE double annl_abs(double x) { return annl_f64_of(annl_bits_of(x) & 0x7fffffffffffffffull); }
ANNL_INLINE float annl_abs(float x) { return annl_f32_of(annl_bits_of(x) & 0x7fffffffu); }
/* the most negative number stays itself */
ANNL_INLINE annl_i32 annl_abs(annl_i32 x) { return x < 0 ? (annl_i32)(0u - (annl_u32)x) : x; }
// [annl:end]

// [annl:flush] needs:
/* what is too small for a normal number gives +0: it decays no further by itself, and many processors are slow with it */
ANNL_INLINE double annl_flush(double x) { return (annl_bits_of(x) & 0x7ff0000000000000ull) != 0 ? x : 0.0; }
ANNL_INLINE float annl_flush(float x) { return (annl_bits_of(x) & 0x7f800000u) != 0 ? x : 0.0f; }
/* ... in the steps in which it is asked for: where that is a constant, nothing is left of it in all others */
template <class Real>
ANNL_INLINE Real annl_settled(bool settles, Real x) { return settles ? annl_flush(x) : x; }
// [annl:end]

// [annl:copysign] needs:
ANNL_INLINE double annl_copysign(double x, double sign) {
  const annl_u64 top = 0x8000000000000000ull;
  return annl_f64_of((annl_bits_of(x) & ~top) | (annl_bits_of(sign) & top));
}
ANNL_INLINE float annl_copysign(float x, float sign) {
  const annl_u32 top = 0x80000000u;
  return annl_f32_of((annl_bits_of(x) & ~top) | (annl_bits_of(sign) & top));
}
// [annl:end]

// [annl:upper] needs:
/* the upper 26 bits: the product of two such numbers is exact */
ANNL_INLINE double annl_upper(double x) { return annl_f64_of(annl_bits_of(x) & 0xfffffffff8000000ull); }
// [annl:end]

/* ---- whole numbers -------------------------------------------------------------------------------- */

// [annl:nearest] needs: abs copysign
/* to the nearest whole number, ties to even: adding 2^52 (2^23) leaves no room for a fraction */
ANNL_INLINE double annl_nearest(double x) {
  const double a = annl_abs(x), big = 4503599627370496.0;
  return annl_copysign(a < big ? (a + big) - big : a, x);
}
ANNL_INLINE float annl_nearest(float x) {
  const float a = annl_abs(x), big = 8388608.0f;
  return annl_copysign(a < big ? (a + big) - big : a, x);
}
// [annl:end]

// [annl:floor] needs: nearest copysign
ANNL_INLINE double annl_floor(double x) {
  const double n = annl_nearest(x);
  return annl_copysign(n > x ? n - 1.0 : n, x);
}
ANNL_INLINE float annl_floor(float x) {
  const float n = annl_nearest(x);
  return annl_copysign(n > x ? n - 1.0f : n, x);
}
// [annl:end]

// [annl:ceil] needs: nearest copysign
ANNL_INLINE double annl_ceil(double x) {
  const double n = annl_nearest(x);
  return annl_copysign(n < x ? n + 1.0 : n, x);
}
ANNL_INLINE float annl_ceil(float x) {
  const float n = annl_nearest(x);
  return annl_copysign(n < x ? n + 1.0f : n, x);
}
// [annl:end]

// [annl:round] needs: nearest abs copysign
/* half away from zero: 2.5 -> 3, -2.5 -> -3 */
ANNL_INLINE double annl_round(double x) {
  const double a = annl_abs(x), n = annl_nearest(a);
  return annl_copysign(a - n == 0.5 ? n + 1.0 : n, x);
}
ANNL_INLINE float annl_round(float x) {
  const float a = annl_abs(x), n = annl_nearest(a);
  return annl_copysign(a - n == 0.5f ? n + 1.0f : n, x);
}
// [annl:end]

// [annl:to_i32] needs:
/* truncates, saturates; NaN gives 0.  The largest integer is reached by an addition: behind the bare conversion
   GCC 12 makes (double)annl_to_i32(x) a trunc(x), which for -0.5 is a zero of the wrong sign. */
ANNL_INLINE annl_i32 annl_to_i32(double x) {
  x = x == x ? x : 0.0;
  x = x < -2147483648.0 ? -2147483648.0 : x;
  const bool is_largest = x >= 2147483647.0;
  return (annl_i32)(x > 2147483646.0 ? 2147483646.0 : x) + (annl_i32)is_largest;
}
ANNL_INLINE annl_i32 annl_to_i32(float x) { return annl_to_i32((double)x); }
// [annl:end]

// [annl:modulo] needs:
/* C's remainder: the sign is a's.  modulo(a, 0) = 0 and modulo(INT_MIN, -1) = 0: both divide by 1 instead.
   The quotient is formed in double, which no processor lacks and which rounds to no wrong whole number:
   a / b is at least 1 / |b| away from the next one, its rounding error is below 2^-22 / |b|. */
ANNL_INLINE annl_i32 annl_modulo(annl_i32 a, annl_i32 b) {
  const annl_i32 divisor = ((b == 0) | (b == -1)) ? 1 : b;
  const annl_i32 quotient = (annl_i32)((double)a / (double)divisor);
  return (annl_i32)((annl_u32)a - (annl_u32)quotient * (annl_u32)divisor);
}
// [annl:end]

// [annl:powi] needs:
/* ((x * x) * x) * ...: n factors from left to right; n < 1 gives 1 */
ANNL_INLINE double annl_powi(double x, annl_i32 n) {
  double product = n < 1 ? 1.0 : x;
  for (annl_i32 i = 1; i < n; i++) product *= x;
  return product;
}
ANNL_INLINE float annl_powi(float x, annl_i32 n) {
  float product = n < 1 ? 1.0f : x;
  for (annl_i32 i = 1; i < n; i++) product *= x;
  return product;
}
// [annl:end]

// [annl:sqrt] needs:
ANNL_INLINE double annl_sqrt(double x) { return ANNL_SQRT(x); }
ANNL_INLINE float annl_sqrt(float x) { return ANNL_SQRTF(x); }
// [annl:end]

/* ---- exponential and its family ------------------------------------------------------------------- */

// [annl:scale] needs:
/* y * 2^k in two factors, so that neither overflows before the product does and a subnormal result is rounded
   once.  biased = k + 2048 (float: k + 256). */
ANNL_INLINE double annl_scale(double y, annl_u64 biased) {
  const annl_u64 half = biased >> 1;
  return y * annl_f64_of((half - 1) << 52) * annl_f64_of((biased - half - 1) << 52);
}
ANNL_INLINE float annl_scale(float y, annl_u32 biased) {
  const annl_u32 half = biased >> 1;
  return y * annl_f32_of((half - 1) << 23) * annl_f32_of((biased - half - 1) << 23);
}
// [annl:end]

// [annl:exp_tail] needs:
/* exp(r) - 1 - r for |r| <= ln(2) / 2 */
ANNL_INLINE double annl_exp_tail(double r) {
  const double z = r * r;
  const double even = 0.5 + z * (0.0416666666666667 + z * (0.001388888888886666 + z * (2.4801587360873567e-05 +
                      z * (2.7557242510008704e-07 + z * 2.0924515921565004e-09))));
  const double odd = 0.16666666666666677 + z * (0.008333333333321579 + z * (0.0001984126988626629 +
                     z * (2.7557244061778925e-06 + z * 2.510909049060508e-08)));
  return z * (even + r * odd);
}
ANNL_INLINE float annl_exp_tail(float r) {
  const float z = r * r;
  const float even = 0.5f + z * (0.041666355f + z * 0.00139410538f);
  const float odd = 0.166666672f + z * (0.00833327323f + z * 0.000199141039f);
  return z * (even + r * odd);
}
// [annl:end]

// [annl:exp] needs: scale exp_tail
/* x = k ln 2 + r; adding 1.5 * 2^52 rounds k to a whole number and leaves it in the low bits */
ANNL_INLINE double annl_exp(double x) {
  x = x > 710.0 ? 710.0 : x;
  x = x < -746.0 ? -746.0 : x;
  const double magic = 6755399441055744.0, shifted = x * 1.4426950408889634 + magic, k = shifted - magic;
  const double hi = x - k * 0.6931471805601177, lo = k * -1.7239444525614835e-13;
  const double tail = annl_exp_tail(hi - lo) - lo;
  return annl_scale(1.0 + (hi + tail), annl_bits_of(shifted) - annl_bits_of(magic) + 2048);
}
ANNL_INLINE float annl_exp(float x) {
  x = x > 89.0f ? 89.0f : x;
  x = x < -105.0f ? -105.0f : x;
  const float magic = 12582912.0f, shifted = x * 1.44269502f + magic, k = shifted - magic;
  const float hi = x - k * 0.69317627f, lo = k * -2.90889711e-05f;
  const float tail = annl_exp_tail(hi - lo) - lo;
  return annl_scale(1.0f + (hi + tail), annl_bits_of(shifted) - annl_bits_of(magic) + 256);
}
// [annl:end]

// [annl:expm1] needs: scale exp_tail
/* exp(x) - 1 = 2^k ((1 - 2^-k) + r + tail(r)); what the first sum loses is added back, since the two cancel */
ANNL_INLINE double annl_expm1(double x) {
  double c = x > 710.0 ? 710.0 : x;
  c = c < -42.0 ? -42.0 : c;
  const double magic = 6755399441055744.0, shifted = c * 1.4426950408889634 + magic, k = shifted - magic;
  const double hi = c - k * 0.6931471805601177, lo = k * -1.7239444525614835e-13;
  const double tail = annl_exp_tail(hi - lo) - lo;
  const annl_u64 n = annl_bits_of(shifted) - annl_bits_of(magic);
  const double rest = 1.0 - (k > 64.0 ? 0.0 : annl_f64_of((1023 - n) << 52));
  const double sum = rest + hi, lost = hi - (sum - rest);
  const double y = annl_scale(sum + (lost + tail), n + 2048);
  return x == 0.0 ? x : y;
}
ANNL_INLINE float annl_expm1(float x) {
  float c = x > 89.0f ? 89.0f : x;
  c = c < -20.0f ? -20.0f : c;
  const float magic = 12582912.0f, shifted = c * 1.44269502f + magic, k = shifted - magic;
  const float hi = c - k * 0.69317627f, lo = k * -2.90889711e-05f;
  const float tail = annl_exp_tail(hi - lo) - lo;
  const annl_u32 n = annl_bits_of(shifted) - annl_bits_of(magic);
  const float rest = 1.0f - (k > 32.0f ? 0.0f : annl_f32_of((127 - n) << 23));
  const float sum = rest + hi, lost = hi - (sum - rest);
  const float y = annl_scale(sum + (lost + tail), n + 256);
  return x == 0.0f ? x : y;
}
// [annl:end]

// [annl:tanh] needs: expm1 abs copysign
/* tanh(a) = e / (e + 2), e = exp(2a) - 1, which is 1 from a = 20 (10) on.  For small a the errors of e, e + 2 and
   the quotient add up to more than 2 ulp, so there an odd polynomial stands in. */
ANNL_INLINE double annl_tanh(double x) {
  const double a = annl_abs(x), e = annl_expm1(2.0 * (a > 20.0 ? 20.0 : a)), z = a * a, w = z * z;
  const double even = -0.3333333333333252 + w * (-0.0539682537722895 + w * (-0.008863024961096807 +
                      w * -0.0014307004235722795));
  const double odd = 0.1333333333311778 + w * (0.021869479909458308 + w * (0.0035891204006425416 +
                     w * 0.00047464596221969633));
  return annl_copysign(a < 0.35 ? a + a * z * (even + z * odd) : e / (e + 2.0), x);
}
ANNL_INLINE float annl_tanh(float x) {
  const float a = annl_abs(x), e = annl_expm1(2.0f * (a > 10.0f ? 10.0f : a)), z = a * a;
  const float p = -0.333333224f + z * (0.133323535f + z * (-0.0537232496f + z * 0.0194232091f));
  return annl_copysign(a < 0.35f ? a + a * z * p : e / (e + 2.0f), x);
}
// [annl:end]

/* ---- logarithm and its family --------------------------------------------------------------------- */

// [annl:log_sum] needs:
/* k ln(2) + log(1 + f) + extra for sqrt(1/2) <= 1 + f < sqrt(2), through s = f / (2 + f):
   log(1 + f) = 2 atanh(s) = f - (f^2/2 - s (f^2/2 + R(s^2))) */
ANNL_INLINE double annl_log_sum(double k, double f, double extra) {
  const double s = f / (2.0 + f), z = s * s, w = z * z, half = 0.5 * f * f;
  const double odd = 0.6666666666666735 + w * (0.2857142874282112 + w * (0.18183567023469613 +
                     w * 0.1479672903782983));
  const double even = 0.3999999999941291 + w * (0.22222198524879552 + w * 0.153139770005837);
  const double r = z * odd + w * even;
  return k * 0.6931471805601177 - ((half - (s * (half + r) + (k * -1.7239444525614835e-13 + extra))) - f);
}
ANNL_INLINE float annl_log_sum(float k, float f, float extra) {
  const float s = f / (2.0f + f), z = s * s, half = 0.5f * f * f;
  const float r = z * (0.666667759f + z * (0.399775177f + z * 0.298723876f));
  return k * 0.69317627f - ((half - (s * (half + r) + (k * -2.90889711e-05f + extra))) - f);
}
// [annl:end]

// [annl:log] needs: log_sum
/* x = 2^k (1 + f).  The exponent is taken after subtracting the bits of sqrt(1/2), which centres 1 + f at 1. */
ANNL_INLINE double annl_log(double x) {
  const bool is_tiny = x < 2.2250738585072014e-308;
  const annl_u64 bits = annl_bits_of(is_tiny ? x * 18014398509481984.0 : x);
  const annl_u64 exponent = (bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull)) >> 52;
  const double mantissa = annl_f64_of(bits - ((exponent - 1023) << 52));
  const double k = (annl_f64_of(0x4330000000000000ull | exponent) - 4503599627371519.0) - (is_tiny ? 54.0 : 0.0);
  const double y = annl_log_sum(k, mantissa - 1.0, 0.0);
  const double inf = annl_f64_of(0x7ff0000000000000ull), nan = annl_f64_of(0x7ff8000000000000ull);
  return x > 0.0 ? (x < inf ? y : x) : (x == 0.0 ? -inf : nan);
}
ANNL_INLINE float annl_log(float x) {
  const bool is_tiny = x < 1.17549435e-38f;
  const annl_u32 bits = annl_bits_of(is_tiny ? x * 33554432.0f : x);
  const annl_u32 exponent = (bits + (0x3f800000u - 0x3f3504f3u)) >> 23;
  const float mantissa = annl_f32_of(bits - ((exponent - 127) << 23));
  const float k = (float)((annl_i32)exponent - (is_tiny ? 152 : 127));
  const float y = annl_log_sum(k, mantissa - 1.0f, 0.0f);
  const float inf = annl_f32_of(0x7f800000u), nan = annl_f32_of(0x7fc00000u);
  return x > 0.0f ? (x < inf ? y : x) : (x == 0.0f ? -inf : nan);
}
// [annl:end]

// [annl:log1p] needs: log_sum
/* log(u) + lost / u, where u + lost = 1 + x exactly; with u near 1, x itself is the better f */
ANNL_INLINE double annl_log1p(double x) {
  const double u = 1.0 + x, back = u - 1.0, lost = (1.0 - (u - back)) + (x - back);
  const annl_u64 bits = annl_bits_of(u);
  const annl_u64 exponent = (bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull)) >> 52;
  const double mantissa = annl_f64_of(bits - ((exponent - 1023) << 52));
  const double k = annl_f64_of(0x4330000000000000ull | exponent) - 4503599627371519.0;
  const double y = annl_log_sum(k, k == 0.0 ? x : mantissa - 1.0, k == 0.0 ? 0.0 : lost / u);
  const double inf = annl_f64_of(0x7ff0000000000000ull), nan = annl_f64_of(0x7ff8000000000000ull);
  const double inner = x < inf ? (x == 0.0 ? x : y) : x;
  return x > -1.0 ? inner : (x == -1.0 ? -inf : nan);
}
ANNL_INLINE float annl_log1p(float x) {
  const float u = 1.0f + x, back = u - 1.0f, lost = (1.0f - (u - back)) + (x - back);
  const annl_u32 bits = annl_bits_of(u);
  const annl_u32 exponent = (bits + (0x3f800000u - 0x3f3504f3u)) >> 23;
  const float mantissa = annl_f32_of(bits - ((exponent - 127) << 23));
  const float k = (float)((annl_i32)exponent - 127);
  const float y = annl_log_sum(k, k == 0.0f ? x : mantissa - 1.0f, k == 0.0f ? 0.0f : lost / u);
  const float inf = annl_f32_of(0x7f800000u), nan = annl_f32_of(0x7fc00000u);
  const float inner = x < inf ? (x == 0.0f ? x : y) : x;
  return x > -1.0f ? inner : (x == -1.0f ? -inf : nan);
}
// [annl:end]

/* ---- real power ----------------------------------------------------------------------------------- */

// [annl:pow_cases] needs: abs
/* pow(x, y), given magnitude = |x|^y where nothing is special; the exceptional cases are those of C99 */
ANNL_INLINE double annl_pow_cases(double x, double y, double magnitude) {
  const double inf = annl_f64_of(0x7ff0000000000000ull), nan = annl_f64_of(0x7ff8000000000000ull);
  const double a = annl_abs(x), b = annl_abs(y), big = 4503599627370496.0, half = 0.5 * b;
  const bool is_whole = (b >= big) | ((b + big) - big == b);
  const bool is_odd = is_whole & (b < 2.0 * big) & ((half + big) - big != half);
  double m = a == 0.0 ? (y < 0.0 ? inf : 0.0) : magnitude;
  m = a == inf ? (y < 0.0 ? 0.0 : inf) : m;
  m = a == 1.0 ? 1.0 : m;
  m = ((x < 0.0) & !is_whole & (a < inf)) ? nan : m;
  m = is_odd ? annl_f64_of(annl_bits_of(m) | (annl_bits_of(x) & 0x8000000000000000ull)) : m;
  m = ((x == x) & (y == y)) ? m : x + y;
  return ((y == 0.0) | (x == 1.0)) ? 1.0 : m;
}
// [annl:end]

// [annl:pow] needs: abs upper scale exp_tail exp log pow_cases
/* x^y = 2^(y log2 x).  The exponent goes up to 1075, so log2 x is formed as t1 + t2, to 2^-64 of itself:
   x = 2^k m, s = (m - 1) / (m + 1), log2 m = 2 / (3 ln 2) * s (3 + s^2 + s^4 Q(s^2)); s, the bracket, and each
   product are kept as an upper part and the rest. */
ANNL_INLINE double annl_pow(double x, double y) {
  const double a = annl_abs(x), big = 18446744073709551616.0;
  const bool is_tiny = a < 2.2250738585072014e-308;
  const annl_u64 bits = annl_bits_of(is_tiny ? a * 18014398509481984.0 : a);
  const annl_u64 exponent = (bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull)) >> 52;
  const double m = annl_f64_of(bits - ((exponent - 1023) << 52));
  const double k = (annl_f64_of(0x4330000000000000ull | exponent) - 4503599627371519.0) - (is_tiny ? 54.0 : 0.0);

  const double f = m - 1.0, d = m + 1.0, inverse = 1.0 / d, s = f * inverse;
  const double d1 = annl_upper(d), d2 = (d - d1) + (m - (d - 1.0));
  const double s1 = annl_upper(s), s2 = ((f - s1 * d1) - s1 * d2) * inverse;

  const double z = s * s, z1 = s1 * s1, z2 = s2 * (s1 + s);
  const double rest = z2 + z * z * (0.600000000000034 + z * (0.4285714285514405 + z * (0.3333333378087255 +
                      z * (0.2727267646107271 + z * (0.23080140258160609 + z * (0.1988512449032022 +
                      z * 0.19795466324460428))))));
  const double b1 = annl_upper(3.0 + (z1 + rest)), b2 = rest - ((b1 - 3.0) - z1);
  const double u = s1 * b1, v = s2 * b1 + b2 * s;
  const double p1 = annl_upper(u + v), p2 = v - (p1 - u);
  const double l1 = 0.9617966860532761 * p1, l2 = 7.872699542894897e-09 * p1 + p2 * 0.9617966939259756;
  const double t1 = annl_upper((l1 + l2) + k), t2 = l2 - ((t1 - k) - l1);

  /* beyond 2^64 any x but 1 overflows or underflows: bounded, the products below stay finite */
  double e = y > big ? big : y;
  e = e < -big ? -big : e;
  const double e1 = annl_upper(e), w1 = e1 * t1, w2 = (e - e1) * t1 + e * t2, w = w1 + w2;
  const double h1 = w > 1100.0 ? 1100.0 : w < -1100.0 ? -1100.0 : w1, h2 = annl_abs(w) > 1100.0 ? 0.0 : w2;

  const double magic = 6755399441055744.0, shifted = (h1 + h2) + magic, n = shifted - magic;
  const double g = (h1 - n) + h2, lost = h2 - (g - (h1 - n)), g1 = annl_upper(g);
  const double r1 = g1 * 0.6931471675634384;
  const double r2 = ((g - g1) + lost) * 0.6931471805599453 + g1 * 1.2996506893889889e-08;
  const double power = 1.0 + (r1 + (r2 + annl_exp_tail(r1 + r2)));
  return annl_pow_cases(x, y, annl_scale(power, annl_bits_of(shifted) - annl_bits_of(magic) + 2048));
}
/* the double functions are exact enough to be rounded once */
ANNL_INLINE float annl_pow(float x, float y) {
  const double a = annl_abs((double)x);
  return (float)annl_pow_cases((double)x, (double)y, annl_exp((double)y * annl_log(a)));
}
// [annl:end]

/* ---- sine and cosine ------------------------------------------------------------------------------ */

// [annl:quadrant] needs:
/* sin(r + quadrant * pi/2), r = |r| <= pi/4 given as r + low (float: as r alone) */
ANNL_INLINE double annl_quadrant_sin(double r, double low, annl_u64 quadrant) {
  const double z = r * r, w = z * z, half = 0.5 * z, one = 1.0 - half;
  const double s = (-0.16666666666666632 + z * 0.00833333333332237) + w * ((-0.00019841269829771148 +
                   z * 2.755731367863497e-06) + w * (-2.5050755954318748e-08 + z * 1.5896666008223587e-10));
  const double c = (0.0416666666666666 + z * -0.0013888888888874075) + w * ((2.480158728944865e-05 +
                   z * -2.75573143419398e-07) + w * (2.0875721776699913e-09 + z * -1.135956640309983e-11));
  const double sine = r + (r * z * s + low * one);
  const double cosine = one + (((1.0 - one) - half) + (w * c - r * low));
  return annl_f64_of(annl_bits_of((quadrant & 1) != 0 ? cosine : sine) ^ ((quadrant & 2) << 62));
}
ANNL_INLINE float annl_quadrant_sin(float r, annl_u32 quadrant) {
  const float z = r * r, half = 0.5f * z, one = 1.0f - half;
  const float s = -0.166666552f + z * (0.00833217613f + z * -0.00019516972f);
  const float c = 0.0416666456f + z * (-0.00138873642f + z * 2.44381026e-05f);
  const float sine = r + r * z * s, cosine = one + (((1.0f - one) - half) + z * z * c);
  return annl_f32_of(annl_bits_of((quadrant & 1) != 0 ? cosine : sine) ^ ((quadrant & 2) << 30));
}
// [annl:end]

// [annl:near_sin] needs: quadrant
/* sin(a + turn * pi/2) for 0 <= a <= 2^24: a - n pi/2 with pi/2 in four parts, so that each n * part but the last
   is exact; each difference is taken with its rounding error */
ANNL_INLINE double annl_near_sin(double a, annl_u64 turn) {
  const double magic = 6755399441055744.0, shifted = a * 0.6366197723675814 + magic, n = shifted - magic;
  const double r = a - n * 1.570796325802803;
  const double p = n * 9.920935808982456e-10, r1 = r - p, b1 = r1 - r, lost1 = (r - (r1 - b1)) - (p + b1);
  const double q = n * -1.2177051780877821e-18, r2 = r1 - q, b2 = r2 - r1, lost2 = (r1 - (r2 - b2)) - (q + b2);
  const double low = (lost1 + lost2) - n * 2.9038559739793605e-28, sum = r2 + low;
  return annl_quadrant_sin(sum, low - (sum - r2), annl_bits_of(shifted) + turn);
}
ANNL_INLINE float annl_near_sin(float a, annl_u32 turn) {
  const double x = (double)(a <= 16777216.0f ? a : 0.0f), magic = 6755399441055744.0;
  const double n = (x * 0.6366197723675814 + magic) - magic;
  const double r = (x - n * 1.570796325802803) - n * 9.920935796805404e-10;
  return annl_quadrant_sin((float)r, (annl_u32)(annl_i32)n + turn);
}
// [annl:end]

// [annl:far_sin] needs: upper quadrant
/* sin(a + turn * pi/2) for any finite a >= 2^24; NaN for others.  a = m 2^e with a 53-bit m, so only 192 bits of
   2/pi matter: those before give multiples of 4 quadrants, those after less than 2^-64 of the smallest result. */
ANNL_OUTLINE double annl_far_sin(double a, annl_u64 turn) {
  static const annl_u32 two_over_pi[40] = {
      0x00000000u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu,
      0xdebbc561u, 0xb7246e3au, 0x424dd2e0u, 0x06492eeau, 0x09d1921cu, 0xfe1deb1cu, 0xb129a73eu, 0xe88235f5u,
      0x2ebb4484u, 0xe99c7026u, 0xb45f7e41u, 0x3991d639u, 0x835339f4u, 0x9c845f8bu, 0xbdf9283bu, 0x1ff897ffu,
      0xde05980fu, 0xef2f118bu, 0x5a0a6d1fu, 0x6d367ecfu, 0x27cb09b7u, 0x4f463f66u, 0x9e5fea2du, 0x7527bac7u,
      0xebe5f17bu, 0x3d0739f7u, 0x8a5292eau, 0x6bfb5fb1u, 0x1f8d5d08u, 0x56033046u, 0xfc7b6babu, 0xf0cfbc20u};
  const annl_u64 bits = annl_bits_of(a), exponent = bits >> 52;
  if (exponent < 1047 || exponent > 2046) return a - a;
  const annl_u64 position = exponent - 1045, m = (bits & 0xfffffffffffffull) | 0x10000000000000ull;
  const annl_u64 m0 = m & 0xffffffffull, m1 = m >> 32;
  const annl_u32 *words = two_over_pi + (position >> 5);
  annl_u64 part[6], product[6], carry = 0;
  for (int i = 0; i < 6; i++) {
    part[i] = (((((annl_u64)words[i] << 32) | words[i + 1]) << (position & 31)) >> 32);
  }
  for (int i = 5; i >= 0; i--) {
    carry += m0 * part[i];
    product[i] = carry & 0xffffffffull;
    carry >>= 32;
  }
  carry = 0;
  for (int i = 5; i >= 1; i--) {
    carry += m1 * part[i] + product[i - 1];
    product[i - 1] = carry & 0xffffffffull;
    carry >>= 32;
  }
  /* two bits of quadrant, 126 of fraction; the fraction is centred at 0 and made positive */
  annl_u64 top = (product[0] << 32) | product[1], next = (product[2] << 32) | product[3];
  const annl_u64 quadrant = (top + (1ull << 61)) >> 62;
  top -= quadrant << 62;
  const bool is_negative = (top >> 63) != 0;
  if (is_negative) {
    top = ~top;
    next = ~next; /* one unit of 2^-126 too small: far below what counts */
  }
  /* to a double and what it lost, in units of 2^-62 quadrants */
  const double hi = (double)(top >> 32) * 4294967296.0, lo = (double)(top & 0xffffffffull);
  const double tail = (double)next * 5.421010862427522e-20, sum = hi + lo, rest = (lo - (sum - hi)) + tail;
  const double f = sum + rest, f2 = rest - (f - sum);
  /* times pi/2 */
  const double unit = is_negative ? -2.168404344971009e-19 : 2.168404344971009e-19;
  const double head = annl_upper(f), end = f - head;
  const double r = f * 1.5707963267948966;
  const double p1 = 1.5707963407039642, p2 = -1.3909067675399456e-08;
  const double lost = ((head * p1 - r) + (head * p2 + end * p1)) + end * p2;
  const double low = lost + (f * 6.123233995736766e-17 + f2 * 1.5707963267948966);
  return annl_quadrant_sin(r * unit, low * unit, quadrant + turn);
}
// [annl:end]

// [annl:sin] needs: near_sin far_sin abs
ANNL_LANEWISE double annl_sin_or_far(double a, double near_value) {
  return ANNL_RARELY(!(a <= 16777216.0)) ? annl_far_sin(a, 0) : near_value;
}
ANNL_LANEWISE float annl_sin_or_far(float a, float near_value) {
  return ANNL_RARELY(!(a <= 16777216.0f)) ? (float)annl_far_sin((double)a, 0) : near_value;
}
ANNL_INLINE double annl_sin(double x) {
  const double a = annl_abs(x), y = annl_sin_or_far(a, annl_near_sin(a, 0));
  return annl_f64_of(annl_bits_of(y) ^ (annl_bits_of(x) & 0x8000000000000000ull));
}
ANNL_INLINE float annl_sin(float x) {
  const float a = annl_abs(x), y = annl_sin_or_far(a, annl_near_sin(a, 0));
  return annl_f32_of(annl_bits_of(y) ^ (annl_bits_of(x) & 0x80000000u));
}
// [annl:end]

// [annl:cos] needs: near_sin far_sin abs
ANNL_LANEWISE double annl_cos_or_far(double a, double near_value) {
  return ANNL_RARELY(!(a <= 16777216.0)) ? annl_far_sin(a, 1) : near_value;
}
ANNL_LANEWISE float annl_cos_or_far(float a, float near_value) {
  return ANNL_RARELY(!(a <= 16777216.0f)) ? (float)annl_far_sin((double)a, 1) : near_value;
}
ANNL_INLINE double annl_cos(double x) {
  const double a = annl_abs(x);
  return annl_cos_or_far(a, annl_near_sin(a, 1));
}
ANNL_INLINE float annl_cos(float x) {
  const float a = annl_abs(x);
  return annl_cos_or_far(a, annl_near_sin(a, 1));
}
// [annl:end]

#endif
