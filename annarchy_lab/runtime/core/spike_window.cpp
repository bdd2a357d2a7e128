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
  Memory &memory = memories_[static_cast<std::size_t>(part)];
  while (!memory.steps.empty() && memory.steps.front().step <= step - n_steps_) forget_first(memory);
  if (!ranks.empty()) remember(memory, step, ranks);
}

void SpikeWindow::forget_first(Memory &memory) noexcept {
  const auto end = memory.ranks.begin() + memory.steps.front().n_spikes;
  for (auto rank = memory.ranks.begin(); rank != end; ++rank) --counts_[static_cast<std::size_t>(*rank)];
  memory.ranks.erase(memory.ranks.begin(), end);
  memory.steps.pop_front();
}

void SpikeWindow::remember(Memory &memory, i64 step, std::span<const i32> ranks) {
  memory.steps.push_back({step, static_cast<i64>(ranks.size())});
  memory.ranks.insert(memory.ranks.end(), ranks.begin(), ranks.end());
  for (const i32 rank : ranks) ++counts_[static_cast<std::size_t>(rank)];
}

void SpikeWindow::reshape(const Partition &partition) {
  std::map<i64, std::vector<i32>> ranks_of; /* parts come in rank order */
  for (const Memory &memory : memories_) {
    auto rank = memory.ranks.begin();
    for (const Step &each : memory.steps) {
      std::vector<i32> &ranks = ranks_of[each.step];
      ranks.insert(ranks.end(), rank, rank + each.n_spikes);
      rank += each.n_spikes;
    }
  }
  memories_ = std::vector<Memory>(static_cast<std::size_t>(partition.n_parts()));
  std::fill(counts_.begin(), counts_.end(), 0);
  for (const auto &[step, ranks] : ranks_of) {
    auto first = ranks.begin();
    for (int part = 0; part < partition.n_parts(); ++part) {
      const auto last = std::lower_bound(first, ranks.end(), partition.part(part).hi);
      if (first != last) remember(memories_[static_cast<std::size_t>(part)], step, {first, last});
      first = last;
    }
  }
}

void SpikeWindow::clear() noexcept {
  for (Memory &memory : memories_) {
    memory.steps.clear();
    memory.ranks.clear();
  }
  std::fill(counts_.begin(), counts_.end(), 0);
}

}  // namespace annl
