#include "decoding_window.h"

namespace annl {

DecodingWindow::DecodingWindow(i64 n_post, i64 n_steps)
    : n_steps_(n_steps),
      memories_(1),
      sums_(static_cast<std::size_t>(n_post)),
      counts_(static_cast<std::size_t>(n_post)) {
  require(n_steps >= 1, "a window lasts one step at least");
}

void DecodingWindow::split(int n_parts) {
  const SpikeMemory first = memories_.front();
  memories_.resize(static_cast<std::size_t>(n_parts), first);
}

void DecodingWindow::clear() noexcept {
  for (SpikeMemory &memory : memories_) memory.clear();
  std::fill(sums_.begin(), sums_.end(), 0.0);
  std::fill(counts_.begin(), counts_.end(), 0);
}

}  // namespace annl
