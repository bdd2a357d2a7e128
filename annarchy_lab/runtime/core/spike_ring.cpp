#include "spike_ring.h"

#include <algorithm>
#include <bit>

namespace annl {
namespace {

constexpr i64 ranks_per_line = 16;

i64 padded(i64 size) { return (size + ranks_per_line - 1) / ranks_per_line * ranks_per_line; }

i64 power_of_two(i64 n_slots) { return static_cast<i64>(std::bit_ceil(static_cast<u64>(n_slots))); }

}  // namespace

SpikeRing::SpikeRing(const Partition &partition, i64 n_slots)
    : partition_(partition),
      n_slots_(n_slots),
      mask_(power_of_two(n_slots) - 1),
      stride_(padded(partition.size())),
      ranks_(static_cast<std::size_t>((mask_ + 1) * stride_)),
      counts_(static_cast<std::size_t>((mask_ + 1) * partition.n_parts())) {}

SpikeHistory SpikeRing::history(i64 first, i64 last) const {
  SpikeHistory history;
  for (i64 step = first; step < last; ++step) {
    for (int part = 0; part < n_parts(); ++part) {
      const std::span<const i32> ranks = list(step, part);
      history.steps.insert(history.steps.end(), ranks.size(), step);
      history.ranks.insert(history.ranks.end(), ranks.begin(), ranks.end());
    }
  }
  return history;
}

std::span<const i32> SpikeRing::cut(std::span<const i32> ranks, int part) const noexcept {
  const Range own = partition_.part(part);
  const auto first = std::lower_bound(ranks.begin(), ranks.end(), own.lo);
  return {first, std::lower_bound(first, ranks.end(), own.hi)};
}

void SpikeRing::restore(const SpikeHistory &history) {
  clear();
  const Parts all = partition_.all();
  for (std::size_t k = 0; k < history.steps.size();) {
    const i64 step = history.steps[k];
    i32 *ranks = open(step, all);
    i64 n = 0;
    for (; k < history.steps.size() && history.steps[k] == step; ++k) ranks[n++] = history.ranks[k];
    commit(step, all, n);
  }
}

void SpikeRing::clear() noexcept {
  for (Count &counted : counts_) counted = Count{};
}

}  // namespace annl
