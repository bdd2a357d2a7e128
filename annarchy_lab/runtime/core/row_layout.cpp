#include "row_layout.h"

#include <algorithm>

namespace annl {
namespace {

/* The post rank of each edge. */
std::vector<i32> owners(const RowLayout &rows) {
  std::vector<i32> found(static_cast<std::size_t>(rows.row_ptr[rows.n_post]));
  for (i64 post = 0; post < rows.n_post; ++post) {
    std::fill(found.begin() + rows.row_ptr[post], found.begin() + rows.row_ptr[post + 1], static_cast<i32>(post));
  }
  return found;
}

template <class Rank, class Place>
void lay(RowLayout &rows, Rank *posts, Place *places) {
  const auto lay_edge = [&](i64 edge, i32 post) {
    const i64 place = rows.next[static_cast<std::size_t>(rows.pre[edge])]++;
    if (posts != nullptr) posts[place] = static_cast<Rank>(post);
    if (places != nullptr) places[edge] = static_cast<Place>(place);
  };
  if (rows.order != nullptr) {
    const std::vector<i32> post_of = owners(rows);
    for (std::size_t k = 0; k < post_of.size(); ++k) {
      lay_edge(rows.order[k], post_of[static_cast<std::size_t>(rows.order[k])]);
    }
    return;
  }
  for (i64 post = 0; post < rows.n_post; ++post) {
    for (i64 edge = rows.row_ptr[post]; edge < rows.row_ptr[post + 1]; ++edge) lay_edge(edge, static_cast<i32>(post));
  }
}

template <class Rank>
void lay(RowLayout &rows, Rank *posts, const LaidRows &laid) {
  if (laid.places != nullptr) return lay(rows, posts, laid.places);
  lay(rows, posts, laid.narrow_places);
}

}  // namespace

void lay_rows(RowLayout rows, LaidRows laid) {
  if (laid.narrow_posts != nullptr) return lay(rows, laid.narrow_posts, laid);
  lay(rows, laid.posts, laid);
}

}  // namespace annl
