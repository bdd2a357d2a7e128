/* The kernels for AVX2.  The text is included under the target, so that its inline functions have it too. */
#include "kernels.h"
#if ANNL_HAS_X86_VARIANTS
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define ANNL_VARIANT kernels_avx2
#include "kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
