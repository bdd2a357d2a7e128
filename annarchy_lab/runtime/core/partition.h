/* partition.h: which ranks belong to which part.
 *
 * A population is cut into contiguous ranges; a thread owns neighbouring parts, the same ones in every phase of
 * a step, so what it wrote in one phase it may read in the next without waiting.  How many threads share the
 * parts may differ from step to step; results depend neither on that nor on the cuts.
 */
#ifndef ANNL_PARTITION_H
#define ANNL_PARTITION_H
#include "types.h"

#include <algorithm>
#include <vector>

namespace annl {

/* The parts of one thread, [first, last): what it does to all of them at once costs as much as one part would. */
struct Parts {
  int first = 0;
  int last = 1;
};

class Partition {
 public:
  Partition(i64 size, int n_parts) {
    const i64 grain = grain_of(size, n_parts);
    for (i64 part = 0; part < n_parts; ++part) {
      cuts_.push_back(std::min(size, (size * part / n_parts + grain / 2) / grain * grain));
    }
    cuts_.push_back(size);
  }

  int n_parts() const noexcept { return static_cast<int>(cuts_.size()) - 1; }
  i64 size() const noexcept { return cuts_.back(); }

  Range part(int index) const noexcept {
    const i64 *cut = cuts_.data() + index;
    return {cut[0], cut[1]};
  }
  Range ranks_of(Parts parts) const noexcept { return {cuts_.data()[parts.first], cuts_.data()[parts.last]}; }
  Parts all() const noexcept { return {0, n_parts()}; }
  /* How many there are in all parts if there are n in these. */
  i64 in_all(i64 n, Parts parts) const noexcept { return n * n_parts() / (parts.last - parts.first); }
  bool are_all(Parts parts) const noexcept { return parts.first == 0 && parts.last == n_parts(); }

 private:
  /* Cuts fall on whole draw blocks (256) or cache lines (64) where that still balances the parts. */
  static i64 grain_of(i64 size, int n_parts) noexcept {
    for (const i64 grain : {i64{256}, i64{64}}) {
      if (size >= 4 * grain * n_parts) return grain;
    }
    return 1;
  }

  std::vector<i64> cuts_; /* asked for in every phase: divisions would cost more than some of them */
};

}  // namespace annl
#endif
