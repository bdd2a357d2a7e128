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

/* Where results go: post ranks in one width, places in one width, or none of them (null). */
struct LaidRows {
  i32 *posts = nullptr;
  u16 *narrow_posts = nullptr;
  i64 *places = nullptr;
  i32 *narrow_places = nullptr;
};

void lay_rows(RowLayout rows, LaidRows laid);

}  // namespace annl
#endif
