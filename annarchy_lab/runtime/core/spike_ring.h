/* spike_ring.h: the spikes of one population that may still arrive somewhere.
 *
 * One slot per step, as many slots as the longest delay needs, and some more: a power of two, so that finding
 * one costs nothing where many delays look for theirs in every step.  In a slot every part has its own list,
 * behind the offset of the first rank of its thread, so nothing is allocated while running, no two threads write
 * to one place, and the lists one after another are in rank order.
 */
#ifndef ANNL_SPIKE_RING_H
#define ANNL_SPIKE_RING_H
#include "partition.h"

#include <span>
#include <vector>

namespace annl {

/* Spikes of several steps: `ranks[k]` was emitted in `steps[k]` (executed steps); steps ascend. */
struct SpikeHistory {
  std::vector<i64> steps;
  std::vector<i32> ranks;
};

class SpikeRing {
 public:
  SpikeRing(const Partition &partition, i64 n_slots);

  int n_parts() const noexcept { return partition_.n_parts(); }
  i64 n_slots() const noexcept { return n_slots_; }

  /* Where a thread writes the ranks of `step` of all its parts, ascending; `commit` makes the first n of them
     the lists of that step. */
  i32 *open(i64 step, Parts parts) noexcept { return slot(step) + partition_.ranks_of(parts).lo; }
  void commit(i64 step, Parts parts, i64 n) noexcept;

  /* A part's list of `step`; empty if the slot has been overwritten or was never written. */
  std::span<const i32> list(i64 step, int part) const noexcept {
    const Count &counted = count(step, part);
    if (counted.step != step) return {};
    return {slot(step) + counted.first, static_cast<std::size_t>(counted.n)};
  }

  /* visit(ranks) for the lists of `step`, in rank order; lists that lie side by side come as one. */
  template <class Visit>
  void each_list(i64 step, const Visit &visit) const {
    std::span<const i32> found = list(step, 0);
    for (int part = 1; part < n_parts(); ++part) {
      const std::span<const i32> next = list(step, part);
      const bool is_joined = found.data() + found.size() == next.data();
      if (!is_joined && !found.empty()) visit(found);
      found = is_joined ? std::span(found.data(), found.size() + next.size()) : next;
    }
    if (!found.empty()) visit(found);
  }

  /* What is left of the steps [first, last), in order of emission. */
  SpikeHistory history(i64 first, i64 last) const;
  /* Takes the place of everything in the ring. */
  void restore(const SpikeHistory &history);
  void clear() noexcept;

 private:
  /* A line of its own: the counts of a slot are written by several threads at once. */
  struct alignas(64) Count {
    i64 step = never;
    i64 first = 0; /* where the list lies in the slot */
    i64 n = 0;
  };
  static constexpr i64 never = -1000000;

  i64 index(i64 step) const noexcept { return step & mask_; }
  const i32 *slot(i64 step) const noexcept { return ranks_.data() + index(step) * stride_; }
  i32 *slot(i64 step) noexcept { return ranks_.data() + index(step) * stride_; }
  const Count &count(i64 step, int part) const noexcept { return counts_[position(step, part)]; }
  Count &count(i64 step, int part) noexcept { return counts_[position(step, part)]; }
  std::size_t position(i64 step, int part) const noexcept {
    return static_cast<std::size_t>(index(step) * partition_.n_parts() + part);
  }

  Partition partition_;
  i64 n_slots_;
  i64 mask_;
  i64 stride_;
  std::vector<i32> ranks_;
  std::vector<Count> counts_;
};

}  // namespace annl
#endif
