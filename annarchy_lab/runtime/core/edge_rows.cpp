#include "edge_rows.h"

#include <algorithm>

namespace annl {
namespace {

/* From counts, which stand one place late, to first places. */
void add_up(std::span<i64> counts) {
  for (std::size_t k = 1; k < counts.size(); ++k) counts[k] += counts[k - 1];
}

}  // namespace

EdgeRows::EdgeRows(EdgeRowsSpec spec, i64 n_pre) : spec_(std::move(spec)), n_pre_(n_pre) {
  require_storage(spec_.ptr, (n_pre + 1) * 8, "pre_ptr");
  require((spec_.delays != nullptr) == (spec_.pieces.n_words > 0), "delays and pieces of rows come together");
  require(spec_.edges && spec_.posts, "rows need room for their entries");
  if (!spec_.delays) return;
  require_storage(spec_.pieces.has, n_pre * spec_.pieces.n_words * 8, "has");
  require_storage(spec_.pieces.before, n_pre * spec_.pieces.n_words * 8, "before");
  require(spec_.pieces.begin != nullptr, "pieces need room for their beginnings");
}

void EdgeRows::reserve(i64 n_edges) {
  spec_.edges->grow(n_edges * 8);
  spec_.posts->grow(n_edges * 4);
  if (!spec_.delays) return;
  spec_.delays->grow(n_edges * 4);
  spec_.pieces.begin->grow((n_edges + 1) * 8);
  order_.reserve(static_cast<std::size_t>(n_edges));
}

void EdgeRows::index(std::span<const i32> pre, std::span<const i32> post) {
  n_edges_ = static_cast<i64>(pre.size());
  if (spec_.delays) order_by_delay();
  lay_rows(pre, post);
  if (spec_.delays) cut_pieces();
}

void EdgeRows::order_by_delay() {
  const i32 *delays = spec_.delays->as<i32>();
  next_.assign(static_cast<std::size_t>(n_numbers() + 1), 0);
  for (i64 edge = 0; edge < n_edges_; ++edge) {
    require(delays[edge] >= 0 && delays[edge] < n_numbers(), "an edge has a delay that rows do not know");
    ++next_[static_cast<std::size_t>(delays[edge]) + 1];
  }
  add_up(next_);
  order_.resize(static_cast<std::size_t>(n_edges_));
  for (i64 edge = 0; edge < n_edges_; ++edge) {
    order_[static_cast<std::size_t>(next_[static_cast<std::size_t>(delays[edge])]++)] = edge;
  }
}

void EdgeRows::lay_rows(std::span<const i32> pre, std::span<const i32> post) {
  const std::span<i64> ptr(spec_.ptr->as<i64>(), static_cast<std::size_t>(n_pre_ + 1));
  std::fill(ptr.begin(), ptr.end(), 0);
  for (const i32 rank : pre) ++ptr[static_cast<std::size_t>(rank) + 1];
  add_up(ptr);
  next_.assign(ptr.begin(), ptr.end() - 1);
  i64 *edges = spec_.edges->as<i64>();
  i32 *posts = spec_.posts->as<i32>();
  for (i64 k = 0; k < n_edges_; ++k) {
    const i64 edge = spec_.delays ? order_[static_cast<std::size_t>(k)] : k;
    const i64 entry = next_[static_cast<std::size_t>(pre[static_cast<std::size_t>(edge)])]++;
    edges[entry] = edge;
    posts[entry] = post[static_cast<std::size_t>(edge)];
  }
}

void EdgeRows::cut_pieces() {
  i64 n_pieces = 0;
  for (i64 row = 0; row < n_pre_; ++row) n_pieces = cut_row(row, n_pieces);
  spec_.pieces.begin->as<i64>()[n_pieces] = n_edges_;
}

/* Returns how many pieces there are up to the end of the row. */
i64 EdgeRows::cut_row(i64 row, i64 n_pieces) noexcept {
  const Pieces &pieces = spec_.pieces;
  const i32 *delays = spec_.delays->as<i32>();
  const i64 *edges = spec_.edges->as<i64>();
  const i64 *ptr = spec_.ptr->as<i64>();
  i64 entry = ptr[row];
  for (i64 word = 0; word < pieces.n_words; ++word) {
    const i64 place = row * pieces.n_words + word;
    u64 bits = 0;
    pieces.before->as<i64>()[place] = n_pieces;
    for (; entry < ptr[row + 1] && delays[edges[entry]] / 64 == word; ++entry) {
      const u64 bit = u64{1} << (delays[edges[entry]] % 64);
      if ((bits & bit) != 0) continue;
      bits |= bit;
      pieces.begin->as<i64>()[n_pieces++] = entry;
    }
    pieces.has->as<u64>()[place] = bits;
  }
  return n_pieces;
}

}  // namespace annl
