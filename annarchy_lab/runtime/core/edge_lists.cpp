#include "edge_lists.h"

#include <algorithm>
#include <limits>

namespace annl {
namespace {

constexpr std::size_t shortest_list = 64;

}  // namespace

bool EdgeLists::are_of_use(const std::vector<Epoch> &epochs) {
  const auto is_short = [](const Epoch &epoch) {
    return epoch.delays.back() <= std::numeric_limits<u16>::max() && epoch.row_ptr != nullptr;
  };
  const auto has_pieces = [](const Epoch &epoch) { return epoch.pieces.n_words > 0; };
  return std::any_of(epochs.begin(), epochs.end(), has_pieces) && std::all_of(epochs.begin(), epochs.end(), is_short);
}

EdgeLists::EdgeLists(PopulationPtr pre, std::vector<Epoch> epochs) : pre_(std::move(pre)), epochs_(std::move(epochs)) {
  for (const Epoch &epoch : epochs_) {
    longest_ = std::max(longest_, epoch.delays.back());
    rows_.push_back(rows_of(epoch));
  }
}

/* The delay of each entry is found once: a step asks for those of every row that spikes. */
EdgeLists::Rows EdgeLists::rows_of(const Epoch &epoch) const {
  const i64 n_rows = pre_->size();
  Rows rows{epoch.first, epoch.row_ptr->as<i64>(), epoch.post_ranks, nullptr, {}};
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
  parts_ = std::vector<Part>(static_cast<std::size_t>(post.n_parts()));
  for (Part &part : parts_) part.lists.resize(std::bit_ceil(static_cast<std::size_t>(longest_ + 1)));
}

std::span<const EdgeLists::Reached> EdgeLists::due(i64 elapsed, Parts parts) {
  Part &own = parts_[static_cast<std::size_t>(parts.first)];
  if (own.next == elapsed && own.last == parts.last && own.n_rewrites == pre_->n_rewrites()) {
    own.lists[static_cast<std::size_t>(elapsed - 1) & (own.lists.size() - 1)].n = 0; /* that of the last step */
    spread(own, elapsed - 1, elapsed, parts);
  } else {
    begin_anew(own, elapsed, parts);
  }
  own.next = elapsed + 1;
  const List &list = own.lists[static_cast<std::size_t>(elapsed) & (own.lists.size() - 1)];
  return {list.items.data(), list.n};
}

void EdgeLists::begin_anew(Part &own, i64 elapsed, Parts parts) const {
  for (List &list : own.lists) list.n = 0;
  for (i64 emitted = elapsed - longest_; emitted < elapsed; ++emitted) spread(own, emitted, elapsed, parts);
  own.last = parts.last;
  own.n_rewrites = pre_->n_rewrites();
}

/* Puts what the spikes of step `emitted` reach in step `elapsed` or later behind what is there already. */
void EdgeLists::spread(Part &own, i64 emitted, i64 elapsed, Parts parts) const {
  const auto after = std::find_if(rows_.begin(), rows_.end(), [=](const Rows &rows) { return rows.first > emitted; });
  if (after == rows_.begin()) return; /* before the first epoch */
  const Rows &rows = *(after - 1);
  const SpikeRing &spikes = pre_->spikes();
  const Range own_posts = post_.ranks_of(parts);
  rows.posts.visit([&](const auto *posts) {
    spikes.each_list(emitted, [&](std::span<const i32> ranks) {
      for (const i32 rank : ranks) {
        if (post_.are_all(parts)) {
          spread_row<true>(own, rows, posts, rank, emitted, elapsed, own_posts);
        } else {
          spread_row<false>(own, rows, posts, rank, emitted, elapsed, own_posts);
        }
      }
    });
  });
}

template <bool is_whole, class Rank>
void EdgeLists::spread_row(Part &own, const Rows &rows, const Rank *posts, i32 rank, i64 emitted, i64 elapsed,
                           Range own_posts) {
  List *lists = own.lists.data();
  const std::size_t mask = own.lists.size() - 1;
  for (i64 entry = rows.row_ptr[rank]; entry < rows.row_ptr[rank + 1]; ++entry) {
    const i32 post = posts[entry];
    const i64 arrival = emitted + rows.delays[static_cast<std::size_t>(entry)];
    if (arrival < elapsed) continue;
    List &list = lists[static_cast<std::size_t>(arrival) & mask];
    if (list.n == list.items.size()) list.items.resize(std::max(shortest_list, 2 * list.n));
    list.items[list.n] = {post, static_cast<u32>(rows.edges ? rows.edges[entry] : entry)};
    list.n += is_whole || (post >= own_posts.lo && post < own_posts.hi); /* no branch: parts own posts at random */
  }
}

}  // namespace annl
