#include "rows.h"

namespace annl {

void require_row_ptr(const StoragePtr &row_ptr, i64 n_rows) {
  const i64 *ptr = require_storage(row_ptr, (n_rows + 1) * 8, "row_ptr")->as<i64>();
  require(ptr[0] == 0, "row_ptr must begin with 0");
  for (i64 row = 0; row < n_rows; ++row) require(ptr[row] <= ptr[row + 1], "row_ptr must not descend");
}

Rows::Rows(StoragePtr row_ptr, PostRanks post_ranks, Pieces pieces, i64 n_rows, i64 n_post)
    : row_ptr_(std::move(row_ptr)),
      post_ranks_(std::move(post_ranks)),
      pieces_(std::move(pieces)),
      n_rows_(n_rows),
      partition_(n_post, 1) {
  require_row_ptr(row_ptr_, n_rows_);
  post_ranks_.check(n_entries(), n_post);
  if (pieces_.n_words > 0) check_pieces();
  require_ascending();
}

void Rows::check_pieces() const {
  const i64 n_words = n_rows_ * pieces_.n_words;
  const u64 *has = require_storage(pieces_.has, n_words * 8, "has")->as<u64>();
  const i64 *before = require_storage(pieces_.before, n_words * 8, "before")->as<i64>();
  i64 n_pieces = 0;
  for (i64 word = 0; word < n_words; ++word) {
    require(before[word] == n_pieces, "the pieces of rows are counted wrongly");
    n_pieces += std::popcount(has[word]);
  }
  const i64 *begin = require_storage(pieces_.begin, (n_pieces + 1) * 8, "begin")->as<i64>();
  require(begin[0] == 0 && begin[n_pieces] == n_entries(), "the pieces of rows do not hold all entries");
  for (i64 piece = 0; piece < n_pieces; ++piece) require(begin[piece] < begin[piece + 1], "a piece of a row is empty");
}

void Rows::split(const Partition &partition) {
  partition_ = partition;
  cuts_.clear();
  if (partition.n_parts() == 1 || pieces_.n_words > 0) return;
  cuts_.reserve(static_cast<std::size_t>(n_rows_ * (partition.n_parts() + 1)));
  for (i64 row = 0; row < n_rows_; ++row) {
    for (int part = 0; part < partition.n_parts(); ++part) {
      cuts_.push_back(first_from(whole(row), partition.part(part).lo));
    }
    cuts_.push_back(whole(row).hi);
  }
}

i64 Rows::first_from(Range entries, i64 rank) const noexcept {
  return post_ranks_.visit([=](const auto *ranks) {
    return static_cast<i64>(std::lower_bound(ranks + entries.lo, ranks + entries.hi, rank) - ranks);
  });
}

void Rows::require_ascending() const {
  const i64 *begin = (pieces_.n_words > 0 ? pieces_.begin : row_ptr_)->as<i64>();
  const bool is_ascending = post_ranks_.visit([this, begin](const auto *ranks) {
    bool is_so = true;
    for (const i64 *each = begin; *each < n_entries(); ++each) {
      for (i64 k = each[0] + 1; k < each[1]; ++k) is_so &= ranks[k - 1] < ranks[k];
    }
    return is_so;
  });
  require(is_ascending, "the post ranks of a row must ascend");
}

}  // namespace annl
