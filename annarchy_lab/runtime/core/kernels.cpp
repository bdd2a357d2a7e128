#include "kernels.h"

#include <algorithm>
#include <atomic>

namespace {

int best_level() noexcept {
#if ANNL_HAS_X86_VARIANTS
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return ANNL_ISA_BASELINE;
  const bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return has_avx512 ? ANNL_ISA_AVX512 : ANNL_ISA_AVX2;
#else
  return ANNL_ISA_BASELINE;
#endif
}

const annl::Kernels *kernels_of(int level) noexcept {
#if ANNL_HAS_X86_VARIANTS
  if (level == ANNL_ISA_AVX512) return &annl::kernels_avx512;
  if (level == ANNL_ISA_AVX2) return &annl::kernels_avx2;
#endif
  (void)level;
  return &annl::kernels_baseline;
}

std::atomic<int> &current_level() noexcept {
  static std::atomic<int> level{best_level()};
  return level;
}

}  // namespace

const annl::Kernels &annl::kernels() noexcept { return *kernels_of(annl_isa()); }

int annl_isa() noexcept { return current_level().load(std::memory_order_relaxed); }

int annl_force_isa(int level) noexcept {
  const int chosen = std::clamp(level, 0, best_level());
  current_level().store(chosen, std::memory_order_relaxed);
  return chosen;
}
