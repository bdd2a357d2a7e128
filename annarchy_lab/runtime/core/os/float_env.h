/* float_env.h: the floating-point environment that results are defined in.
 *
 * Rounding to nearest, subnormals kept, no traps.  A host program may have set it otherwise (some
 * libraries switch subnormals off for the whole process), so every thread that computes sets it and a
 * borrowed thread gets its own back.
 */
#ifndef ANNL_OS_FLOAT_ENV_H
#define ANNL_OS_FLOAT_ENV_H

#if defined(__x86_64__) || defined(_M_X64)
#include <xmmintrin.h>
#else
#include <cfenv>
#endif

namespace annl::os {

class FloatEnvironment {
 public:
#if defined(__x86_64__) || defined(_M_X64)
  /* the two instructions instead of <cfenv>, which also saves the x87 unit and costs ten times more */
  FloatEnvironment() noexcept : saved_(_mm_getcsr()) { _mm_setcsr(0x1F80); }
  ~FloatEnvironment() { _mm_setcsr(saved_); }
#else
  FloatEnvironment() noexcept {
    std::fegetenv(&saved_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~FloatEnvironment() { std::fesetenv(&saved_); }
#endif
  FloatEnvironment(const FloatEnvironment &) = delete;
  FloatEnvironment &operator=(const FloatEnvironment &) = delete;

 private:
#if defined(__x86_64__) || defined(_M_X64)
  unsigned saved_;
#else
  std::fenv_t saved_;
#endif
};

}  // namespace annl::os
#endif
