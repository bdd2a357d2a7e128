#include "decoding_window.h"

namespace annl {

DecodingWindow::DecodingWindow(i64 n_post, i64 n_steps)
    : n_post_(n_post),
      n_steps_(n_steps),
      memories_(1),
      sums_(n_post * static_cast<i64>(sizeof(double))),
      counts_(n_post * static_cast<i64>(sizeof(i32))) {
  require(n_steps >= 1, "a window lasts one step at least");
}

void DecodingWindow::split(int n_parts) {
  const SpikeMemory first = memories_.front();
  memories_.resize(static_cast<std::size_t>(n_parts), first);
}

SpikeHistory DecodingWindow::history() const {
  SpikeHistory found;
  memories_.front().each([&found](i64 step, i32 rank) {
    found.steps.push_back(step);
    found.ranks.push_back(rank);
  });
  return found;
}

void DecodingWindow::restore(const SpikeHistory &history) {
  require(history.steps.size() == history.ranks.size(), "steps and ranks must be equally many");
  SpikeMemory memory;
  for (std::size_t k = 0; k < history.steps.size(); ++k) {
    memory.remember(history.steps[k], {&history.ranks[k], 1});
  }
  std::fill(memories_.begin(), memories_.end(), memory);
}

void DecodingWindow::clear() noexcept {
  for (SpikeMemory &memory : memories_) memory.clear();
  std::fill_n(sums(), n_post_, 0.0);
  std::fill_n(counts(), n_post_, 0);
}

}  // namespace annl
