/* row_layout.h: edges by pre rank, where they stay: each goes to the next place of its row.
 *
 * In: dendrites one after another, `row_ptr` i64[n_post + 1], and the pre rank of each edge.
 * Out: post ranks by (pre rank, post rank), and where each edge went.
 * Not here: edges that come and go (edge_rows.h).
 */
#ifndef ANNL_ROW_LAYOUT_H
#define ANNL_ROW_LAYOUT_H
#include "types.h"

#include <vector>

namespace annl {

struct RowLayout {
  const i64 *row_ptr;
  i64 n_post;
  const i32 *pre;
  const i64 *order;      /* edges by number of their delay; null: there is one delay */
  std::vector<i64> next; /* first place of each row */
};

/* Either result may be left out (null). */
template <class Place>
void lay_rows(RowLayout rows, i32 *posts, Place *places);

extern template void lay_rows<i32>(RowLayout rows, i32 *posts, i32 *places);
extern template void lay_rows<i64>(RowLayout rows, i32 *posts, i64 *places);

}  // namespace annl
#endif
