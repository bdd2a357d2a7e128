#include "edge_lists.h"

#include <algorithm>
#include <limits>

namespace annl {

bool EdgeLists::are_of_use(const std::vector<Epoch> &epochs) {
  const auto is_short = [](const Epoch &epoch) {
    return epoch.delays.back() <= std::numeric_limits<u16>::max() && epoch.row_ptr != nullptr;
  };
  return has_pieces(epochs) && std::all_of(epochs.begin(), epochs.end(), is_short);
}

EdgeLists::EdgeLists(PopulationPtr pre, std::vector<Epoch> epochs)
    : pre_(std::move(pre)), epochs_(std::move(epochs)), lists_(pre_, longest_delay(epochs_)) {
  for (const Epoch &epoch : epochs_) rows_.push_back(rows_of(epoch));
}

/* The delay of each entry is found once: a step asks for those of every row that spikes. */
EdgeLists::Rows EdgeLists::rows_of(const Epoch &epoch) const {
  const i64 n_rows = pre_->size();
  Rows rows{epoch.row_ptr->as<i64>(), epoch.post_ranks, nullptr, {}};
  if (epoch.edges) rows.edges = epoch.edges->as<i64>();
  const i64 n_entries = rows.row_ptr[n_rows];
  require(n_entries <= std::numeric_limits<u32>::max(), "synapses with delays of their own are 2^32 at most");
  rows.delays.assign(static_cast<std::size_t>(n_entries), static_cast<u16>(epoch.delays.front()));
  for (i64 row = 0; epoch.pieces.n_words > 0 && row < n_rows; ++row) {
    for (std::size_t number = 0; number < epoch.delays.size(); ++number) {
      const Range piece = epoch.pieces.of(row, static_cast<i64>(number));
      std::fill(rows.delays.begin() + piece.lo, rows.delays.begin() + piece.hi, static_cast<u16>(epoch.delays[number]));
    }
  }
  return rows;
}

void EdgeLists::split(const Partition &post) {
  post_ = post;
  lists_.split(post.n_parts());
}

std::span<const EdgeLists::Reached> EdgeLists::due(i64 elapsed, Parts parts) {
  return lists_.due(elapsed, parts, [&](Lists::Open open, i64 emitted) { spread(open, emitted, parts); });
}

void EdgeLists::spread(Lists::Open open, i64 emitted, Parts parts) const {
  const std::size_t n = epoch_of(epochs_, emitted);
  if (n == epochs_.size()) return; /* before the first epoch */
  const Rows &rows = rows_[n];
  const SpikeRing &spikes = pre_->spikes();
  const Range own_posts = post_.ranks_of(parts);
  rows.posts.visit([&](const auto *posts) {
    spikes.each_list(emitted, [&](std::span<const i32> ranks) {
      for (const i32 rank : ranks) {
        if (post_.are_all(parts)) {
          spread_row<true>(open, rows, posts, rank, emitted, own_posts);
        } else {
          spread_row<false>(open, rows, posts, rank, emitted, own_posts);
        }
      }
    });
  });
}

template <bool is_whole, class Rank>
void EdgeLists::spread_row(Lists::Open open, const Rows &rows, const Rank *posts, i32 rank, i64 emitted,
                           Range own_posts) {
  for (i64 entry = rows.row_ptr[rank]; entry < rows.row_ptr[rank + 1]; ++entry) {
    const i32 post = posts[entry];
    const u32 edge = static_cast<u32>(rows.edges ? rows.edges[entry] : entry);
    const bool is_own = is_whole || (post >= own_posts.lo && post < own_posts.hi); /* parts own posts at random */
    open.add(emitted + rows.delays[static_cast<std::size_t>(entry)], {post, edge}, is_own);
  }
}

}  // namespace annl
