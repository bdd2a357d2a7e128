#include "synaptic_kernels.h"

#include "kernels.h"

namespace annl {
namespace {

LargeMatrices read_fastest() noexcept {
#if ANNL_HAS_X86_VARIANTS
  __builtin_cpu_init();
  if (__builtin_cpu_is("intel")) return {i64{16} << 20, true};
#endif
  return {i64{6} << 20, false};
}

}  // namespace

const LargeMatrices large_matrices = read_fastest();

template <>
const SynapticKernels<float, float> &synaptic_kernels<float, float>() noexcept {
#if ANNL_HAS_X86_VARIANTS
  if (annl_isa() == ANNL_ISA_AVX512) return synaptic_avx512_f32;
  if (annl_isa() == ANNL_ISA_AVX2) return synaptic_avx2_f32;
#endif
  return synaptic_baseline_f32;
}

template <>
const SynapticKernels<double, double> &synaptic_kernels<double, double>() noexcept {
#if ANNL_HAS_X86_VARIANTS
  if (annl_isa() == ANNL_ISA_AVX512) return synaptic_avx512_f64;
  if (annl_isa() == ANNL_ISA_AVX2) return synaptic_avx2_f64;
#endif
  return synaptic_baseline_f64;
}

template <>
const SynapticKernels<double, float> &synaptic_kernels<double, float>() noexcept {
#if ANNL_HAS_X86_VARIANTS
  if (annl_isa() == ANNL_ISA_AVX512) return synaptic_avx512_mixed;
  if (annl_isa() == ANNL_ISA_AVX2) return synaptic_avx2_mixed;
#endif
  return synaptic_baseline_mixed;
}

}  // namespace annl
