#include "spike_window.h"

#include <map>

namespace annl {

SpikeWindow::SpikeWindow(const Partition &partition, i64 n_steps)
    : memories_(static_cast<std::size_t>(partition.n_parts())), counts_(static_cast<std::size_t>(partition.size())) {
  set_n_steps(n_steps);
}

void SpikeWindow::set_n_steps(i64 n_steps) {
  require(n_steps >= 1, "a window lasts one step at least");
  n_steps_ = n_steps;
}

void SpikeWindow::advance(i64 step, int part, std::span<const i32> ranks) {
  SpikeMemory &memory = memories_[static_cast<std::size_t>(part)];
  memory.forget_until(step - n_steps_, [this](i32 rank) { --counts_[static_cast<std::size_t>(rank)]; });
  memory.remember(step, ranks);
  for (const i32 rank : ranks) ++counts_[static_cast<std::size_t>(rank)];
}

void SpikeWindow::reshape(const Partition &partition) {
  std::map<i64, std::vector<i32>> ranks_of; /* parts come in rank order */
  for (const SpikeMemory &memory : memories_) {
    memory.each([&ranks_of](i64 step, i32 rank) { ranks_of[step].push_back(rank); });
  }
  memories_ = std::vector<SpikeMemory>(static_cast<std::size_t>(partition.n_parts()));
  for (const auto &[step, ranks] : ranks_of) {
    auto first = ranks.begin();
    for (int part = 0; part < partition.n_parts(); ++part) {
      const auto last = std::lower_bound(first, ranks.end(), partition.part(part).hi);
      memories_[static_cast<std::size_t>(part)].remember(step, {first, last});
      first = last;
    }
  }
}

void SpikeWindow::clear() noexcept {
  for (SpikeMemory &memory : memories_) memory.clear();
  std::fill(counts_.begin(), counts_.end(), 0);
}

}  // namespace annl
