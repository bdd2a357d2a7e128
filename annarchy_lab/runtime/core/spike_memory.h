/* spike_memory.h: the spikes of the last steps, the oldest first.
 *
 * Each is kept once, until it is forgotten; steps without spikes cost nothing.
 */
#ifndef ANNL_SPIKE_MEMORY_H
#define ANNL_SPIKE_MEMORY_H
#include "types.h"

#include <deque>
#include <span>

namespace annl {

/* A line of its own: each memory belongs to one thread. */
class alignas(64) SpikeMemory {
 public:
  /* Several lists of one step may come one after the other. */
  void remember(i64 step, std::span<const i32> ranks) {
    if (ranks.empty()) return;
    steps_.push_back({step, static_cast<i64>(ranks.size())});
    ranks_.insert(ranks_.end(), ranks.begin(), ranks.end());
  }

  /* Forgets the spikes up to step `last`; visit(rank) for each. */
  template <class Visit>
  void forget_until(i64 last, const Visit &visit) {
    while (!steps_.empty() && steps_.front().step <= last) {
      const auto end = ranks_.begin() + steps_.front().n_spikes;
      for (auto rank = ranks_.begin(); rank != end; ++rank) visit(*rank);
      ranks_.erase(ranks_.begin(), end);
      steps_.pop_front();
    }
  }

  /* visit(step, rank) for each spike. */
  template <class Visit>
  void each(const Visit &visit) const {
    auto rank = ranks_.begin();
    for (const Step &step : steps_) {
      for (i64 k = 0; k < step.n_spikes; ++k) visit(step.step, *rank++);
    }
  }

  void clear() noexcept {
    steps_.clear();
    ranks_.clear();
  }

 private:
  struct Step {
    i64 step;
    i64 n_spikes;
  };

  std::deque<Step> steps_;
  std::deque<i32> ranks_; /* of all steps, one after the other */
};

}  // namespace annl
#endif
