#include "edge_table.h"

#include <algorithm>
#include <cstring>

namespace annl {
namespace {

constexpr i64 least_room = 64;

void move_items(u8 *bytes, i64 itemsize, i64 to, i64 from, i64 n) {
  std::memmove(bytes + to * itemsize, bytes + from * itemsize, static_cast<std::size_t>(n * itemsize));
}

/* Opens a place for each of `places` (positions among the items there are, ascending), from the end on. */
void open_places(const StoragePtr &column, i64 itemsize, i64 n_items, const std::vector<i64> &places) {
  u8 *bytes = column->bytes();
  i64 end = n_items;
  for (i64 k = static_cast<i64>(places.size()) - 1; k >= 0; --k) {
    const i64 place = places[static_cast<std::size_t>(k)];
    move_items(bytes, itemsize, place + k + 1, place, end - place);
    end = place;
  }
}

void close_places(const StoragePtr &column, i64 itemsize, i64 n_items, const std::vector<i64> &places) {
  u8 *bytes = column->bytes();
  i64 to = places.front();
  for (std::size_t k = 0; k < places.size(); ++k) {
    const i64 from = places[k] + 1;
    const i64 end = k + 1 < places.size() ? places[k + 1] : n_items;
    move_items(bytes, itemsize, to, from, end - from);
    to += end - from;
  }
}

void fill(const EdgeColumn &column, const std::vector<i64> &positions, i64 clock) {
  const u64 value = column.is_clock ? static_cast<u64>(clock) : column.fresh;
  u8 *bytes = column.values->bytes();
  for (const i64 position : positions) {
    std::memcpy(bytes + position * column.itemsize, &value, static_cast<std::size_t>(column.itemsize));
  }
}

template <class Item>
void tell_living(std::vector<std::weak_ptr<Item>> &items, const auto &what) {
  std::erase_if(items, [](const std::weak_ptr<Item> &item) { return item.expired(); });
  for (const std::weak_ptr<Item> &item : items) {
    if (const auto living = item.lock()) what(*living);
  }
}

}  // namespace

EdgeTable::EdgeTable(EdgeTableSpec spec) : spec_(std::move(spec)) {
  require(spec_.n_pre >= 0 && spec_.n_post >= 0, "sizes cannot be negative");
  require_storage(spec_.row_ptr, (spec_.n_post + 1) * 8, "row_ptr");
  require_storage(spec_.pre_rank, n_edges() * 4, "pre_rank");
  require_storage(spec_.post_rank, n_edges() * 4, "post_rank");
  for (const EdgeColumn &column : spec_.columns) {
    require(column.itemsize == 1 || column.itemsize == 4 || column.itemsize == 8, "itemsize must be 1, 4 or 8");
    require_storage(column.values, n_edges() * column.itemsize, "a column of edges");
  }
  lay_out({}, {});
}

void EdgeTable::lay_out(EdgeDelays delays, const std::vector<EdgeRowsSpec> &rows) {
  require(delays.n_delays >= 1 && delays.fresh >= 0 && delays.fresh < delays.n_delays, "a new edge needs a delay");
  std::vector<EdgeColumn> columns = spec_.columns;
  std::vector<EdgeRows> made;
  const auto add = [&](const StoragePtr &numbers) {
    require_storage(numbers, n_edges() * 4, "delays");
    columns.push_back({.values = numbers, .itemsize = 4, .fresh = static_cast<u64>(delays.fresh)});
  };
  if (delays.numbers) add(delays.numbers);
  for (const EdgeRowsSpec &each : rows) {
    made.emplace_back(each, spec_.n_pre);
    if (each.delays && each.delays != delays.numbers) add(each.delays);
  }
  delays_ = std::move(delays);
  rows_ = std::move(made);
  columns_ = std::move(columns);
  reserve_all(std::max(capacity_, n_edges()));
  index_rows();
  tell_contexts();
}

void EdgeTable::make_parts(std::size_t n_parts) {
  proposed_.assign(n_parts, {});
  doomed_.assign(n_parts, {});
}

void EdgeTable::set_fresh(i64 column, u64 value) {
  require(column >= 0 && column < static_cast<i64>(spec_.columns.size()), "the table has no such column");
  spec_.columns[static_cast<std::size_t>(column)].fresh = value;
  columns_[static_cast<std::size_t>(column)].fresh = value;
}

/* May find no memory; nothing has changed then. */
void EdgeTable::reserve(i64 n_edges) {
  if (n_edges > capacity_) reserve_all(n_edges + n_edges / 2);
}

void EdgeTable::reserve_all(i64 n_edges) {
  const i64 capacity = std::max(n_edges, least_room);
  for (EdgeColumn &column : columns_) column.values->grow(capacity * column.itemsize);
  for (EdgeRows &rows : rows_) rows.reserve(capacity);
  spec_.pre_rank->grow(capacity * 4);
  spec_.post_rank->grow(capacity * 4);
  marks_.resize(static_cast<std::size_t>(capacity));
  capacity_ = capacity;
}

void EdgeTable::check(const std::vector<Pair> &pairs) const {
  i64 last = -1;
  bool is_ascending = true, is_inside = true;
  for (const Pair &pair : pairs) {
    const i64 number = pair.post * spec_.n_pre + pair.pre;
    is_inside &= pair.pre >= 0 && pair.pre < spec_.n_pre && pair.post >= 0 && pair.post < spec_.n_post;
    is_ascending &= number > last;
    last = number;
  }
  require(is_inside, "a rank lies outside its population");
  require(is_ascending, "new edges must ascend by post rank, then pre rank");
}

/* Where each pair stands among the edges there are. */
std::vector<i64> EdgeTable::places_of(const std::vector<Pair> &pairs) const {
  std::vector<i64> places;
  places.reserve(pairs.size());
  for (const Pair &pair : pairs) {
    const i32 *first = pre_ranks() + row_ptr()[pair.post];
    const i32 *last = pre_ranks() + row_ptr()[pair.post + 1];
    places.push_back(std::lower_bound(first, last, pair.pre) - pre_ranks());
  }
  return places;
}

std::vector<i64> EdgeTable::insert(const std::vector<Pair> &pairs, i64 clock) {
  if (pairs.empty()) return {};
  check(pairs);
  const i64 n_old = n_edges();
  const i64 n_new = static_cast<i64>(pairs.size());
  const std::vector<i64> places = places_of(pairs);
  std::vector<i64> positions(places);
  reserve(n_old + n_new);

  for (const EdgeColumn &column : columns_) open_places(column.values, column.itemsize, n_old, places);
  open_places(spec_.pre_rank, 4, n_old, places);
  open_places(spec_.post_rank, 4, n_old, places);
  for (i64 k = 0; k < n_new; ++k) positions[static_cast<std::size_t>(k)] += k;
  for (const EdgeColumn &column : columns_) fill(column, positions, clock);
  for (i64 k = 0; k < n_new; ++k) {
    const std::size_t at = static_cast<std::size_t>(k);
    spec_.pre_rank->as<i32>()[positions[at]] = pairs[at].pre;
    spec_.post_rank->as<i32>()[positions[at]] = pairs[at].post;
  }
  i64 *ends = spec_.row_ptr->as<i64>() + 1;
  std::size_t n_before = 0;
  for (i64 post = 0; post < spec_.n_post; ++post) {
    while (n_before < pairs.size() && pairs[n_before].post <= post) ++n_before;
    ends[post] += static_cast<i64>(n_before);
  }
  note_change();
  return positions;
}

void EdgeTable::remove(const std::vector<i64> &positions) {
  if (positions.empty()) return;
  const i64 n_old = n_edges();
  const bool is_inside = positions.front() >= 0 && positions.back() < n_old;
  const bool is_ascending = std::is_sorted(positions.begin(), positions.end(), std::less_equal<i64>());
  require(is_inside && is_ascending, "the edges to remove must ascend and exist");
  for (const EdgeColumn &column : columns_) close_places(column.values, column.itemsize, n_old, positions);
  close_places(spec_.pre_rank, 4, n_old, positions);
  close_places(spec_.post_rank, 4, n_old, positions);
  i64 *ends = spec_.row_ptr->as<i64>() + 1;
  std::size_t n_before = 0;
  for (i64 post = 0; post < spec_.n_post; ++post) {
    while (n_before < positions.size() && positions[n_before] < ends[post]) ++n_before;
    ends[post] -= static_cast<i64>(n_before);
  }
  note_change();
}

void EdgeTable::set_delays(const std::vector<i64> &positions, const std::vector<i32> &numbers) {
  require(delays_.numbers != nullptr, "all edges have one delay");
  require(positions.size() == numbers.size(), "there is one delay for each new edge");
  i32 *own = delays_.numbers->as<i32>();
  for (std::size_t k = 0; k < positions.size(); ++k) own[positions[k]] = numbers[k];
}

void EdgeTable::settle(const std::vector<i64> &positions) {
  if (!delays_.numbers) return;
  i32 *own = delays_.numbers->as<i32>();
  const i32 last = static_cast<i32>(delays_.n_delays - 1);
  for (const i64 position : positions) own[position] = std::clamp(own[position], 0, last);
  for (const EdgeRows &rows : rows_) {
    if (!rows.delays() || rows.delays() == delays_.numbers) continue;
    i32 *earlier = rows.delays()->as<i32>();
    for (const i64 position : positions) earlier[position] = own[position];
  }
}

void EdgeTable::index_rows() {
  const std::size_t n = static_cast<std::size_t>(n_edges());
  for (EdgeRows &rows : rows_) rows.index({pre_ranks(), n}, {spec_.post_rank->as<i32>(), n});
}

void EdgeTable::note_change() {
  ++n_changes_;
  tell_contexts();
}

void EdgeTable::tell_contexts() {
  tell_living(contexts_, [this](Context &context) { context.resize(n_edges()); });
}

void EdgeTable::finish() {
  if (n_finished_ == n_changes_) return;
  n_finished_ = n_changes_;
  index_rows();
  tell_living(walkers_, [](Phase &phase) { phase.repartition(); });
}

}  // namespace annl
