#include "spike_window.h"

#include <map>

namespace annl {

SpikeWindow::SpikeWindow(const Partition &partition, i64 n_steps)
    : partition_(partition),
      memories_(static_cast<std::size_t>(partition.n_parts())),
      counts_(static_cast<std::size_t>(partition.size())) {
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

SpikeHistory SpikeWindow::history() const {
  std::map<i64, std::vector<i32>> ranks_of; /* parts come in rank order */
  for (const SpikeMemory &memory : memories_) {
    memory.each([&ranks_of](i64 step, i32 rank) { ranks_of[step].push_back(rank); });
  }
  SpikeHistory found;
  for (const auto &[step, ranks] : ranks_of) {
    found.steps.insert(found.steps.end(), ranks.size(), step);
    found.ranks.insert(found.ranks.end(), ranks.begin(), ranks.end());
  }
  return found;
}

void SpikeWindow::restore(const SpikeHistory &history) {
  clear();
  share_out(history, partition_);
  for (const i32 rank : history.ranks) ++counts_[static_cast<std::size_t>(rank)];
}

void SpikeWindow::reshape(const Partition &partition) {
  share_out(history(), partition);
  partition_ = partition;
}

void SpikeWindow::share_out(const SpikeHistory &history, const Partition &partition) {
  memories_ = std::vector<SpikeMemory>(static_cast<std::size_t>(partition.n_parts()));
  for (std::size_t k = 0; k < history.steps.size(); ++k) {
    int part = 0;
    while (history.ranks[k] >= partition.part(part).hi) ++part;
    memories_[static_cast<std::size_t>(part)].remember(history.steps[k], {&history.ranks[k], 1});
  }
}

void SpikeWindow::clear() noexcept {
  for (SpikeMemory &memory : memories_) memory.clear();
  std::fill(counts_.begin(), counts_.end(), 0);
}

}  // namespace annl
