/* annl_types.h: the fixed types, function heads and bit casts that the core and every generated module share.
 *
 * No annl_*.h includes a system header: their text is pasted into modules, which include nothing, and is
 * compiled by GCC, clang, MSVC and NVRTC alike.  What differs between them stands here and only here.
 */
#ifndef ANNL_TYPES_H
#define ANNL_TYPES_H

typedef unsigned char annl_u8;
typedef unsigned int annl_u32;
typedef unsigned long long annl_u64;
typedef int annl_i32;
typedef long long annl_i64;

/* ANNL_INLINE     head of a function that must dissolve in its caller, or the caller's loop is not vectorised
   ANNL_OUTLINE    head of a pure function that must not: rare and long
   ANNL_LANEWISE   head of a pure function with a branch, which a vectorised loop may call: GCC makes a version that
                   takes vectors and runs the text lane by lane.  Elsewhere it is ANNL_INLINE, and the loop scalar.
   ANNL_IVDEP      before a loop: its iterations are independent
   ANNL_RARELY     the condition is almost never true
   ANNL_SQRT(F)    correctly rounded, without errno; F for float */
#if defined(__CUDACC__) || defined(__CUDACC_RTC__)
#define ANNL_INLINE static __device__ __forceinline__
#define ANNL_OUTLINE static __device__ __noinline__
#define ANNL_LANEWISE ANNL_INLINE
#define ANNL_IVDEP
#define ANNL_RARELY(condition) (condition)
#define ANNL_SQRT(x) __dsqrt_rn(x)
#define ANNL_SQRTF(x) __fsqrt_rn(x)
#elif defined(__GNUC__)
#define ANNL_INLINE static inline __attribute__((always_inline))
#define ANNL_OUTLINE static __attribute__((noinline, unused, const))
#if defined(__clang__)
#define ANNL_LANEWISE ANNL_INLINE
#define ANNL_IVDEP _Pragma("clang loop vectorize(assume_safety)")
#else
#define ANNL_LANEWISE static __attribute__((noinline, unused, const, simd("notinbranch")))
#define ANNL_IVDEP _Pragma("GCC ivdep")
#endif
#define ANNL_RARELY(condition) __builtin_expect((condition), 0)
#define ANNL_SQRT(x) __builtin_sqrt(x)
#define ANNL_SQRTF(x) __builtin_sqrtf(x)
#else
#define ANNL_INLINE static __forceinline
#define ANNL_OUTLINE static __declspec(noinline)
#define ANNL_LANEWISE ANNL_INLINE
#define ANNL_IVDEP __pragma(loop(ivdep))
#define ANNL_RARELY(condition) (condition)
extern "C" double sqrt(double);
#define ANNL_SQRT(x) sqrt(x)
#define ANNL_SQRTF(x) ((float)sqrt((double)(x))) /* rounds correctly twice: 53 >= 2 * 24 + 2 */
#endif

#if defined(__CUDACC__) || defined(__CUDACC_RTC__)
ANNL_INLINE double annl_f64_of(annl_u64 bits) { return __longlong_as_double((annl_i64)bits); }
ANNL_INLINE annl_u64 annl_bits_of(double x) { return (annl_u64)__double_as_longlong(x); }
ANNL_INLINE float annl_f32_of(annl_u32 bits) { return __uint_as_float(bits); }
ANNL_INLINE annl_u32 annl_bits_of(float x) { return __float_as_uint(x); }
#else
ANNL_INLINE double annl_f64_of(annl_u64 bits) { return __builtin_bit_cast(double, bits); }
ANNL_INLINE annl_u64 annl_bits_of(double x) { return __builtin_bit_cast(annl_u64, x); }
ANNL_INLINE float annl_f32_of(annl_u32 bits) { return __builtin_bit_cast(float, bits); }
ANNL_INLINE annl_u32 annl_bits_of(float x) { return __builtin_bit_cast(annl_u32, x); }
#endif

#endif
