/* edge_rows.h: edges by pre rank, where edges come and go: what `Rows` looks at, made anew after every change.
 *
 * In: the ends of all edges in dendrite order and, where their delays differ, the number of each one's delay.
 * Out: entries by (pre rank, number of the delay, post rank), and where the pieces of rows begin.
 */
#ifndef ANNL_EDGE_ROWS_H
#define ANNL_EDGE_ROWS_H
#include "rows.h"

#include <span>
#include <vector>

namespace annl {

struct EdgeRowsSpec {
  StoragePtr ptr;    /* i64[n_pre + 1] */
  StoragePtr edges;  /* i64: entry -> position of the edge */
  StoragePtr posts;  /* i32: post rank of each entry */
  StoragePtr delays; /* i32 per edge: number of its delay; null: one delay for all */
  Pieces pieces;     /* of rows, where there are delays */
};

class EdgeRows {
 public:
  EdgeRows(EdgeRowsSpec spec, i64 n_pre);

  const StoragePtr &delays() const noexcept { return spec_.delays; }
  /* Room for so many edges; may find no memory. */
  void reserve(i64 n_edges);
  /* Refuses the number of a delay for which the rows have no bit. */
  void index(std::span<const i32> pre, std::span<const i32> post);

 private:
  i64 n_numbers() const noexcept { return 64 * spec_.pieces.n_words; }
  void order_by_delay();
  void lay_rows(std::span<const i32> pre, std::span<const i32> post);
  void cut_pieces();
  i64 cut_row(i64 row, i64 n_pieces) noexcept;

  EdgeRowsSpec spec_;
  i64 n_pre_;
  i64 n_edges_ = 0;
  std::vector<i64> order_; /* edges by number of their delay; empty where that is one */
  std::vector<i64> next_;  /* while edges are sorted: the next place of each row, or of each delay */
};

}  // namespace annl
#endif
