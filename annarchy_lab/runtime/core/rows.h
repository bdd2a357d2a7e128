/* rows.h: rows of edges by pre rank, cut at the parts of the post population.
 *
 * In a row the edges ascend by post rank, none twice, so the edges that belong to a part are one stretch of the row.
 * Where edges have delays of their own, a row consists of pieces, one per delay, and this holds in a piece.
 */
#ifndef ANNL_ROWS_H
#define ANNL_ROWS_H
#include "partition.h"
#include "post_ranks.h"

#include <bit>
#include <vector>

namespace annl {

/* Where the pieces of rows lie.  The delays of a projection are numbered; a row has a bit for each. */
struct Pieces {
  StoragePtr has;    /* u64[n_rows * n_words]: bit n % 64 of word n / 64 stands for delay number n */
  StoragePtr before; /* i64[n_rows * n_words]: pieces in all words before */
  StoragePtr begin;  /* i64[n_pieces + 1]: first entry of each */
  i64 n_words = 0;   /* 0: rows are whole */

  /* The entries of a row with a delay. */
  Range of(i64 row, i64 delay) const noexcept {
    const i64 word = row * n_words + delay / 64;
    const u64 bits = has->as<u64>()[word];
    const u64 bit = u64{1} << (delay % 64);
    if ((bits & bit) == 0) return {};
    const i64 piece = before->as<i64>()[word] + std::popcount(bits & (bit - 1));
    return {begin->as<i64>()[piece], begin->as<i64>()[piece + 1]};
  }
};

class Rows {
 public:
  /* row_ptr: i64[n_rows + 1]; post_ranks: one per entry. */
  Rows(StoragePtr row_ptr, PostRanks post_ranks, Pieces pieces, i64 n_rows, i64 n_post);

  i64 n_entries() const noexcept { return row_ptr_->as<i64>()[n_rows_]; }
  const PostRanks &post_ranks() const noexcept { return post_ranks_; }

  /* Finds the cuts of every row. */
  void split(const Partition &partition);

  /* Where rows begin, if neither these parts nor delays divide them; else null. */
  const i64 *whole_rows(Parts parts) const noexcept {
    return pieces_.n_words == 0 && partition_.are_all(parts) ? row_ptr_->as<i64>() : nullptr;
  }

  bool has_pieces() const noexcept { return pieces_.n_words > 0; }

  /* visit(number of the delay, entries): the parts' stretch of each piece of a row, or of the whole one. */
  template <class Visit>
  void each_piece(i64 row, Parts parts, const Visit &visit) const {
    if (!has_pieces()) return visit(0, part_of(row, 0, parts));
    for (i64 word = row * pieces_.n_words; word < (row + 1) * pieces_.n_words; ++word) {
      const i64 *begin = pieces_.begin->as<i64>() + pieces_.before->as<i64>()[word];
      const i64 first = 64 * (word - row * pieces_.n_words);
      for (u64 bits = pieces_.has->as<u64>()[word]; bits != 0; bits &= bits - 1, ++begin) {
        visit(first + std::countr_zero(bits), part_of_piece({begin[0], begin[1]}, parts));
      }
    }
  }

  /* The parts' stretch of a row, or of its piece with one of several delays. */
  Range part_of(i64 row, i64 delay, Parts parts) const noexcept {
    if (pieces_.n_words > 0) return part_of_piece(pieces_.of(row, delay), parts);
    if (partition_.are_all(parts)) return whole(row); /* which lies closer together in memory than the cuts */
    const i64 *cuts = cuts_.data() + row * (partition_.n_parts() + 1);
    return {cuts[parts.first], cuts[parts.last]};
  }

 private:
  Range whole(i64 row) const noexcept { return {row_ptr_->as<i64>()[row], row_ptr_->as<i64>()[row + 1]}; }
  /* Pieces are many and short: their cuts are looked for, not kept. */
  Range part_of_piece(Range piece, Parts parts) const noexcept {
    if (partition_.are_all(parts) || piece.is_empty()) return piece;
    const Range own = partition_.ranks_of(parts);
    return {first_from(piece, own.lo), first_from(piece, own.hi)};
  }
  i64 first_from(Range entries, i64 rank) const noexcept;
  void check_pieces() const;
  void require_ascending() const;

  StoragePtr row_ptr_;
  PostRanks post_ranks_;
  Pieces pieces_;
  i64 n_rows_;
  Partition partition_;
  std::vector<i64> cuts_; /* (n_parts + 1) per row; empty for one part, and for pieces */
};

/* Refuses row pointers that descend or begin elsewhere than at 0. */
void require_row_ptr(const StoragePtr &row_ptr, i64 n_rows);

}  // namespace annl
#endif
