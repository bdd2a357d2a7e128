/* partition.h: which ranks belong to which part.
 *
 * A population is cut into contiguous ranges; a thread owns the same parts in every phase, so what it
 * wrote in one phase it may read in the next without waiting.  Results do not depend on the cuts.
 */
#ifndef ANNL_PARTITION_H
#define ANNL_PARTITION_H
#include "types.h"

#include <algorithm>

namespace annl {

class Partition {
 public:
  Partition(i64 size, int n_parts) : size_(size), n_parts_(n_parts), grain_(grain_of(size, n_parts)) {}

  int n_parts() const noexcept { return n_parts_; }
  i64 size() const noexcept { return size_; }

  Range part(int index) const noexcept { return {cut(index), cut(index + 1)}; }

 private:
  /* Cuts fall on whole draw blocks (256) or cache lines (64) where that still balances the parts. */
  static i64 grain_of(i64 size, int n_parts) noexcept {
    for (const i64 grain : {i64{256}, i64{64}}) {
      if (size >= 4 * grain * n_parts) return grain;
    }
    return 1;
  }

  i64 cut(int index) const noexcept {
    if (index >= n_parts_) return size_;
    return std::min(size_, (size_ * index / n_parts_ + grain_ / 2) / grain_ * grain_);
  }

  i64 size_;
  int n_parts_;
  i64 grain_;
};

}  // namespace annl
#endif
