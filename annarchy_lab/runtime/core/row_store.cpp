#include "row_store.h"

#include <algorithm>
#include <cstring>

namespace annl {
namespace {

/* Small recordings stay small; large ones grow in pieces that are cheap to add and to hand over. */
constexpr i64 first_segment_bytes = i64{1} << 14;
constexpr i64 last_segment_bytes = i64{1} << 22;
constexpr i64 step_bytes = 8;

std::shared_ptr<const Segment> copy_of(const Segment &segment, i64 row_bytes) {
  auto copy = std::make_shared<Segment>(segment.capacity, row_bytes);
  std::memcpy(copy->steps.get(), segment.steps.get(), static_cast<std::size_t>(segment.capacity * step_bytes));
  std::memcpy(copy->data.get(), segment.data.get(), static_cast<std::size_t>(segment.capacity * row_bytes));
  return copy;
}

}  // namespace

Segment::Segment(i64 n_rows, i64 row_bytes)
    : capacity(n_rows),
      steps(std::make_unique_for_overwrite<i64[]>(static_cast<std::size_t>(n_rows))),
      data(std::make_unique_for_overwrite<u8[]>(static_cast<std::size_t>(n_rows * row_bytes))) {}

i64 Recorded::n_rows() const noexcept {
  i64 n = 0;
  for (const Piece &piece : pieces) n += piece.n_rows;
  return n;
}

void Recorded::copy_to(i64 *steps, u8 *data) const noexcept {
  for (const Piece &piece : pieces) {
    if (piece.n_rows == 0) continue;
    const std::size_t n_data = static_cast<std::size_t>(piece.n_rows * row_bytes);
    std::memcpy(steps, piece.segment->steps.get() + piece.first, static_cast<std::size_t>(piece.n_rows * step_bytes));
    if (n_data > 0) std::memcpy(data, piece.segment->data.get() + piece.first * row_bytes, n_data);
    steps += piece.n_rows;
    data += n_data;
  }
}

RowStore::RowStore(i64 row_bytes, i64 capacity) : row_bytes_(row_bytes), capacity_(capacity) {
  require(row_bytes >= 0, "a row cannot have a negative size");
  require(capacity >= 0, "a capacity cannot be negative");
}

void RowStore::add_segment() {
  i64 n_rows = capacity_;
  if (!is_ring()) {
    const i64 previous = segments_.empty() ? 0 : segments_.back()->capacity * (row_bytes_ + step_bytes);
    const i64 wanted = std::clamp(2 * previous, first_segment_bytes, last_segment_bytes);
    n_rows = std::max(i64{1}, wanted / (row_bytes_ + step_bytes));
  }
  segments_.push_back(std::make_shared<Segment>(n_rows, row_bytes_));
  n_in_last_ = 0;
}

u8 *RowStore::append(i64 step) {
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
  if (is_full_) ++n_dropped_;
  Segment &segment = *segments_.back();
  segment.steps[n_in_last_] = step;
  return segment.data.get() + row_bytes_ * n_in_last_++;
}

void RowStore::append_ranks(i64 step, const i32 *ranks, i64 n) {
  for (i64 done = 0; done < n;) {
    /* the first one finds or makes the place; then as many as fit behind it in one go */
    std::memcpy(append(step), ranks + done++, sizeof *ranks);
    Segment &segment = *segments_.back();
    const i64 m = std::min(n - done, segment.capacity - n_in_last_);
    std::fill_n(segment.steps.get() + n_in_last_, m, step);
    std::memcpy(segment.data.get() + n_in_last_ * row_bytes_, ranks + done, static_cast<std::size_t>(m) * sizeof *ranks);
    if (is_full_) n_dropped_ += m;
    n_in_last_ += m;
    done += m;
  }
}

i64 RowStore::n_bytes() const noexcept {
  i64 n = 0;
  for (const auto &segment : segments_) n += segment->capacity * (row_bytes_ + step_bytes);
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
  n_in_last_ = 0;
  is_full_ = false;
  n_dropped_ = 0;
  return recorded;
}

Recorded RowStore::peek() const {
  Recorded recorded{row_bytes_, pieces(), n_dropped_};
  if (!is_ring() || segments_.empty()) return recorded;
  const auto copy = copy_of(*segments_.back(), row_bytes_); /* the ring itself will be overwritten */
  for (Piece &piece : recorded.pieces) piece.segment = copy;
  return recorded;
}

}  // namespace annl
