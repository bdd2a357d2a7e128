#include "row_store.h"

#include "os/memory.h"

#include <algorithm>
#include <cstring>

namespace annl {
namespace {

/* Small recordings stay small; large ones grow in pieces that are cheap to add and to hand over. */
constexpr i64 first_segment_bytes = i64{1} << 14;
constexpr i64 last_segment_bytes = i64{1} << 23;

/* Who records much in a step begins with huge pages: they come several times as quickly as so many small ones. */
i64 first_bytes(i64 row_bytes) noexcept {
  constexpr i64 n_steps = 1024;
  const i64 n_bytes = n_steps * row_bytes;
  return n_bytes >= static_cast<i64>(os::huge_from_bytes) ? std::min(n_bytes, last_segment_bytes) : first_segment_bytes;
}

std::shared_ptr<const Segment> copy_of(const Segment &segment) {
  auto copy = std::make_shared<Segment>(segment.capacity, segment.row_bytes);
  std::memcpy(copy->steps(), segment.steps(), static_cast<std::size_t>(segment.n_bytes()));
  return copy;
}

}  // namespace

i64 Recorded::n_rows() const noexcept {
  i64 n = 0;
  for (const Piece &piece : pieces) n += piece.n_rows;
  return n;
}

void Recorded::copy_to(i64 *steps, u8 *data) const noexcept {
  for (const Piece &piece : pieces) {
    if (piece.n_rows == 0) continue;
    const i64 n_data = piece.n_rows * row_bytes;
    std::copy_n(piece.segment->steps() + piece.first, piece.n_rows, steps);
    if (n_data > 0) std::memcpy(data, piece.segment->row(piece.first), static_cast<std::size_t>(n_data));
    steps += piece.n_rows;
    data += n_data;
  }
}

RowStore::RowStore(i64 row_bytes, i64 capacity)
    : row_bytes_(row_bytes), capacity_(capacity), segment_bytes_(first_bytes(row_bytes)) {
  require(row_bytes >= 0, "a row cannot have a negative size");
  require(capacity >= 0, "a capacity cannot be negative");
}

i64 RowStore::rows_of_next_segment() noexcept {
  if (is_ring()) return capacity_;
  const i64 n_rows = std::max(i64{1}, Segment::rows_in(segment_bytes_, row_bytes_));
  segment_bytes_ = std::min(4 * segment_bytes_, last_segment_bytes);
  return n_rows;
}

void RowStore::add_segment() {
  if (!segments_.empty()) n_full_bytes_ += segments_.back()->n_bytes();
  segments_.push_back(pool_->take(rows_of_next_segment(), row_bytes_));
  n_in_last_ = 0;
}

/* The segment that the next row goes to. */
Segment &RowStore::open_segment() {
  if (segments_.empty()) {
    add_segment();
  } else if (n_in_last_ == segments_.back()->capacity) {
    if (is_ring()) {
      n_in_last_ = 0;
      is_full_ = true;
    } else {
      add_segment();
    }
  }
  return *segments_.back();
}

void RowStore::prepare() {
  if (is_ring() || !segments_.empty()) return;
  add_segment();
  segments_.back()->make_ready(segments_.back()->capacity);
}

u8 *RowStore::append(i64 step) {
  Segment &segment = open_segment();
  if (is_full_) ++n_dropped_;
  segment.make_ready(n_in_last_ + 1);
  segment.steps()[n_in_last_] = step;
  return segment.row(n_in_last_++);
}

void RowStore::append_ranks(i64 step, const i32 *ranks, i64 n) {
  for (i64 done = 0; done < n;) {
    Segment &segment = open_segment();
    const i64 m = std::min(n - done, segment.capacity - n_in_last_);
    if (is_full_) n_dropped_ += m;
    segment.make_ready(n_in_last_ + m);
    std::fill_n(segment.steps() + n_in_last_, m, step);
    std::memcpy(segment.row(n_in_last_), ranks + done, static_cast<std::size_t>(m) * sizeof *ranks);
    n_in_last_ += m;
    done += m;
  }
}

i64 RowStore::n_bytes() const noexcept {
  i64 n = pool_->n_bytes();
  for (const auto &segment : segments_) n += segment->n_bytes();
  return n;
}

std::vector<Piece> RowStore::pieces() const {
  std::vector<Piece> pieces;
  if (segments_.empty()) return pieces;
  if (is_ring() && is_full_) pieces.push_back({segments_.back(), n_in_last_, capacity_ - n_in_last_});
  for (const auto &segment : segments_) pieces.push_back({segment, 0, segment->capacity});
  pieces.back().n_rows = n_in_last_;
  return pieces;
}

Recorded RowStore::take() {
  Recorded recorded{row_bytes_, pieces(), n_dropped_};
  segments_.clear();
  n_full_bytes_ = 0;
  n_in_last_ = 0;
  is_full_ = false;
  n_dropped_ = 0;
  return recorded;
}

Recorded RowStore::peek() const {
  Recorded recorded{row_bytes_, pieces(), n_dropped_};
  if (!is_ring() || segments_.empty()) return recorded;
  const auto copy = copy_of(*segments_.back()); /* the ring itself will be overwritten */
  for (Piece &piece : recorded.pieces) piece.segment = copy;
  return recorded;
}

}  // namespace annl
