/* annl_random.h: what a random number is, element by element (docs/exactness.md, section 2).
 *
 * In: the four Threefry words of a call.  Out: uniform numbers in (0, 1) and standard normal numbers, float64 or
 * float32, the same bits on every platform.  Sections are marked as in annl_math.h.
 * Not here: the loops over blocks of 256 elements, see random_body.h.
 *
 * Key: seed (low, high), stream (low, high).  Counter: group, 56 bits; draw, the lower 8 bits; rng_step, 64 bits.
 * The upper bits of draw are a second key: they shift the stream by a multiple of an odd 64-bit constant.
 * Elements come in blocks of 256: float64 has 128 groups a block and two values a group, float32 has 64 and four.
 * Value j of group g in the block belongs to element g + 128 j (float32: g + 64 j).
 */
#ifndef ANNL_RANDOM_H
#define ANNL_RANDOM_H
#include "annl_math.h"     /* cut when pasted: annl_math.h is pasted before */
#include "annl_threefry.h" /* cut when pasted: annl_threefry.h is pasted before */

// [annl:random_words] needs: threefry
#define ANNL_RANDOM_ROUNDS 12
/* the four words of one call */
struct annl_words {
  annl_u32 x0, x1, x2, x3;
};
/* what the calls of one block have in common */
struct annl_random_key {
  annl_u32 k0, k1, k2, k3, draw, step_low, step_high;
};
ANNL_INLINE annl_random_key annl_random_key_of(annl_u64 seed, annl_u64 stream, annl_u32 draw, annl_u64 rng_step) {
  stream += (annl_u64)(draw >> 8) * 0x9E3779B97F4A7C15ull;
  return {(annl_u32)seed,   (annl_u32)(seed >> 32), (annl_u32)stream,          (annl_u32)(stream >> 32),
          draw & 0xffu, (annl_u32)rng_step,     (annl_u32)(rng_step >> 32)};
}
ANNL_INLINE annl_words annl_random_words(const annl_random_key &key, annl_u32 group_low, annl_u32 group_high) {
  annl_u32 x0 = group_low, x1 = (group_high & 0xffffffu) | key.draw << 24, x2 = key.step_low, x3 = key.step_high;
  annl_threefry4x32(ANNL_RANDOM_ROUNDS, x0, x1, x2, x3, key.k0, key.k1, key.k2, key.k3);
  return {x0, x1, x2, x3};
}
// [annl:end]

// [annl:uniform] needs:
/* the centres of 2^52 equal intervals of (0, 1); both ends are left out, and no step rounds */
ANNL_INLINE double annl_uniform_of(annl_u32 high, annl_u32 low) {
  const annl_u64 word = ((annl_u64)high << 32) | low;
  return annl_f64_of(0x3ff0000000000000ull | (word >> 12)) - 0.99999999999999988898;
}
/* the centres of 2^23 equal intervals of (0, 1) */
ANNL_INLINE float annl_uniform_of(annl_u32 word) {
  return annl_f32_of(0x3f800000u | (word >> 9)) - 0.999999940395355224609375f;
}
// [annl:end]

// [annl:normal] needs: uniform sqrt
/* Two independent standard normal numbers, by the transformation of Box and Muller (1958): radius sqrt(-2 log u), and
   an angle of so many 2^-64 (float32: 2^-32) turns.  The logarithm and the sine stand here in a shorter form: u has no
   special values, and an error of 2^-52 of a turn, or of the radius, is nothing to a random number.
     log:    u = 2^k m, s = (m - 1) / (m + 1), -2 log u = s P(s^2) - 2 k ln 2
     angle:  half a turn is a sign; the rest is pi p, |p| <= 1/2, and taken from the sine and cosine of pi p / 2 */
ANNL_INLINE void annl_normal_pair(annl_u32 u_high, annl_u32 u_low, annl_u32 angle_high, annl_u32 angle_low,
                                  double &sine_part, double &cosine_part) {
  const annl_u64 bits = annl_bits_of(annl_uniform_of(u_high, u_low));
  const annl_u64 exponent = (bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull)) >> 52;
  const double m = annl_f64_of(bits - ((exponent - 1023) << 52));
  const double k = annl_f64_of(0x4330000000000000ull | exponent) - 4503599627371519.0;
  const double s = (m - 1.0) / (m + 1.0), y = s * s, yy = y * y;
  const double even = -4.000000000000001 + yy * (-0.8000000012434872 + yy * (-0.4444687807307602 +
                      yy * -0.33678647683885554));
  const double odd = -1.3333333333310375 + yy * (-0.5714283191095991 + yy * -0.3624358635784185);
  const double radius = annl_sqrt(s * (even + y * odd) + k * -1.3862943611198906);

  const annl_u64 turned = (((annl_u64)angle_high << 32) | angle_low) + 0x4000000000000000ull;
  const double p = annl_f64_of(0x3ff0000000000000ull | ((turned << 1) >> 12)) - 1.5, z = p * p, zz = z * z;
  const double sine = p * ((1.5707963267948966 + z * -0.6459640975062443) + zz * ((0.07969262624603958 +
                      z * -0.00468175413228268) + zz * ((0.0001604411502929318 + z * -3.598641756907521e-06) +
                      zz * 5.6337211123015437e-08)));
  const double cosine = (1.0 + z * -1.2337005501361513) + zz * ((0.25366950789986553 + z * -0.02086348073496047) +
                        zz * ((0.0009192599501488973 + z * -2.5200135645550167e-05) + zz * 4.655301270811425e-07));
  const double twice = sine + sine;
  const double r = annl_f64_of(annl_bits_of(radius) ^ (turned & 0x8000000000000000ull));
  sine_part = r * (twice * cosine);
  cosine_part = r * (1.0 - twice * sine);
}
/* u from 31 bits, kept fine near 0 (where the far values come from) and off 1: radius up to 6.6 */
ANNL_INLINE void annl_normal_pair(annl_u32 u_word, annl_u32 angle, float &sine_part, float &cosine_part) {
  const float fine = (float)(annl_i32)(u_word >> 1) * 4.65661287307739258e-10f + 2.32830643653869629e-10f;
  const float u = fine < 0.999999940395355224609375f ? fine : 0.999999940395355224609375f;
  const annl_u32 bits = annl_bits_of(u), exponent = (bits + (0x3f800000u - 0x3f3504f3u)) >> 23;
  const float m = annl_f32_of(bits - ((exponent - 127) << 23)), k = (float)((annl_i32)exponent - 127);
  const float s = (m - 1.0f) / (m + 1.0f), y = s * s;
  const float radius = annl_sqrt(s * (-4.0f + y * (-1.33333635f + y * (-0.799495399f + y * -0.598527014f))) +
                                 k * -1.38629436f);

  const float p = (float)(annl_i32)(angle << 1) * 2.32830643653869629e-10f, z = p * p;
  const float sine = p * (1.57079637f + z * (-0.64596349f + z * (0.079680033f + z * -0.00460165832f)));
  const float cosine = 1.0f + z * (-1.23369706f + z * (0.25359863f + z * -0.0204083528f));
  const float twice = sine + sine;
  const float r = annl_f32_of(annl_bits_of(radius) ^ ((angle + 0x40000000u) & 0x80000000u));
  sine_part = r * (twice * cosine);
  cosine_part = r * (1.0f - twice * sine);
}
// [annl:end]

#endif
