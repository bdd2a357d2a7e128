/* rows.h: rows of edges by pre rank, cut at the parts of the post population.
 *
 * In a row the edges ascend by post rank, so the edges that belong to a part are one stretch of the row.
 */
#ifndef ANNL_ROWS_H
#define ANNL_ROWS_H
#include "partition.h"
#include "storage.h"

#include <vector>

namespace annl {

class Rows {
 public:
  /* row_ptr: i64[n_rows + 1]; post_ranks: i32, one per entry. */
  Rows(StoragePtr row_ptr, StoragePtr post_ranks, i64 n_rows, i64 n_post);

  i64 n_entries() const noexcept { return row_ptr_->as<i64>()[n_rows_]; }
  const i32 *post_ranks() const noexcept { return post_ranks_->as<i32>(); }

  /* Finds the cuts of every row; refuses rows that do not ascend. */
  void split(const Partition &partition);

  /* The part's stretch of a row. */
  Range part_of(i64 row, int part) const noexcept {
    if (cuts_.empty()) return {row_ptr_->as<i64>()[row], row_ptr_->as<i64>()[row + 1]};
    const i64 *cut = cuts_.data() + row * (n_parts_ + 1) + part;
    return {cut[0], cut[1]};
  }
  Range whole(i64 row) const noexcept { return {row_ptr_->as<i64>()[row], row_ptr_->as<i64>()[row + 1]}; }

 private:
  void split_row(i64 row, const Partition &partition);

  StoragePtr row_ptr_;
  StoragePtr post_ranks_;
  i64 n_rows_;
  int n_parts_ = 1;
  std::vector<i64> cuts_; /* (n_parts + 1) per row; empty for one part */
};

/* Refuses row pointers that descend or begin elsewhere than at 0. */
void require_row_ptr(const StoragePtr &row_ptr, i64 n_rows);

}  // namespace annl
#endif
