/* The kernels for x86-64 machines with AVX-512. */
#include "kernels.h"
#include "synaptic_kernels.h"

#if ANNL_HAS_X86_VARIANTS
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl")
#endif
#define ANNL_VECTOR_BYTES 64
#define ANNL_TABLE_F32 synaptic_avx512_f32
#define ANNL_TABLE_F64 synaptic_avx512_f64
#define ANNL_TABLE_MIXED synaptic_avx512_mixed
#include "synaptic_kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
