/* spike_ring.h: the spikes of one population that may still arrive somewhere.
 *
 * One slot per step, as many slots as the longest delay needs, and some more: a power of two, so that finding
 * one costs nothing where many delays look for theirs in every step.  In a slot every thread has a list of the
 * spikes of its parts, behind the offset of its first rank, so nothing is allocated while running, no two threads
 * write to one place, and the lists one after another are in rank order.  Who asks for fewer parts than a list has
 * gets them cut out of it.
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
     the list of that step. */
  i32 *open(i64 step, Parts parts) noexcept { return slot(step) + partition_.ranks_of(parts).lo; }
  void commit(i64 step, Parts parts, i64 n) noexcept {
    for (int part = parts.first; part < parts.last; ++part) count(step, part) = {step, parts, n};
  }

  /* A part's spikes of `step`; empty if the slot has been overwritten or was never written. */
  std::span<const i32> list(i64 step, int part) const noexcept {
    const Count &counted = count(step, part);
    if (counted.step != step) return {};
    return counted.parts.last - counted.parts.first == 1 ? whole(counted) : cut(whole(counted), part);
  }

  /* visit(ranks) for the spikes of `step` in some parts, in rank order: for as many at a time as were listed
     together. */
  template <class Visit>
  void each_list(i64 step, Parts parts, const Visit &visit) const {
    for (int part = parts.first; part < parts.last;) {
      const Count &counted = count(step, part);
      const bool is_known = counted.step == step;
      const bool is_whole = is_known && counted.parts.first == part && counted.parts.last <= parts.last;
      const std::span<const i32> found = is_whole ? whole(counted) : list(step, part);
      if (!found.empty()) visit(found);
      part = is_whole ? counted.parts.last : part + 1;
    }
  }
  template <class Visit>
  void each_list(i64 step, const Visit &visit) const {
    each_list(step, partition_.all(), visit);
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
    Parts parts; /* whose list this is, each of which says the same */
    i64 n = 0;
  };
  static constexpr i64 never = -1000000;

  i64 index(i64 step) const noexcept { return step & mask_; }
  const i32 *slot(i64 step) const noexcept { return ranks_.data() + index(step) * stride_; }
  i32 *slot(i64 step) noexcept { return ranks_.data() + index(step) * stride_; }
  std::span<const i32> whole(const Count &counted) const noexcept {
    return {slot(counted.step) + partition_.ranks_of(counted.parts).lo, static_cast<std::size_t>(counted.n)};
  }
  std::span<const i32> cut(std::span<const i32> ranks, int part) const noexcept;
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
