#include "rows.h"

namespace annl {

void require_row_ptr(const StoragePtr &row_ptr, i64 n_rows) {
  const i64 *ptr = require_storage(row_ptr, (n_rows + 1) * 8, "row_ptr")->as<i64>();
  require(ptr[0] == 0, "row_ptr must begin with 0");
  for (i64 row = 0; row < n_rows; ++row) require(ptr[row] <= ptr[row + 1], "row_ptr must not descend");
}

Rows::Rows(StoragePtr row_ptr, StoragePtr post_ranks, i64 n_rows, i64 n_post)
    : row_ptr_(std::move(row_ptr)), post_ranks_(std::move(post_ranks)), n_rows_(n_rows) {
  require_row_ptr(row_ptr_, n_rows_);
  const i32 *ranks = require_storage(post_ranks_, n_entries() * 4, "post_ranks")->as<i32>();
  bool is_inside = true;
  for (i64 k = 0; k < n_entries(); ++k) is_inside &= ranks[k] >= 0 && ranks[k] < n_post;
  require(is_inside, "a post rank lies outside the post population");
}

void Rows::split(const Partition &partition) {
  n_parts_ = partition.n_parts();
  cuts_.clear();
  if (n_parts_ == 1) return;
  cuts_.resize(static_cast<std::size_t>(n_rows_ * (n_parts_ + 1)));
  for (i64 row = 0; row < n_rows_; ++row) split_row(row, partition);
}

void Rows::split_row(i64 row, const Partition &partition) {
  const i32 *ranks = post_ranks();
  const Range entries = whole(row);
  require(std::is_sorted(ranks + entries.lo, ranks + entries.hi), "the post ranks of a row must ascend");
  i64 *cut = cuts_.data() + row * (n_parts_ + 1);
  for (int part = 0; part < n_parts_; ++part) {
    const i32 first = static_cast<i32>(partition.part(part).lo);
    cut[part] = std::lower_bound(ranks + entries.lo, ranks + entries.hi, first) - ranks;
  }
  cut[n_parts_] = entries.hi;
}

}  // namespace annl
