/* The kernels for x86-64 machines with AVX2. */
#include "kernels.h"
#include "synaptic_kernels.h"

#if ANNL_HAS_X86_VARIANTS
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
#define ANNL_VECTOR_BYTES 32
#define ANNL_TABLE_F32 synaptic_avx2_f32
#define ANNL_TABLE_F64 synaptic_avx2_f64
#define ANNL_TABLE_MIXED synaptic_avx2_mixed
#include "synaptic_kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
