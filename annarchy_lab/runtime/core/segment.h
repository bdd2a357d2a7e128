/* segment.h: the memory of recorded rows, in pieces.
 *
 * A large piece that nobody refers to any more goes back to its pool and is used again: fresh memory costs
 * several times as much as writing a row, because the system hands it out zeroed.
 */
#ifndef ANNL_SEGMENT_H
#define ANNL_SEGMENT_H
#include "os/memory.h"
#include "types.h"

#include <memory>
#include <mutex>
#include <vector>

namespace annl {

/* Rows with their steps; written once from the front, or round and round. */
class Segment {
 public:
  Segment(i64 n_rows, i64 row_bytes);

  const i64 capacity; /* rows */
  const i64 row_bytes;
  i64 *steps() const noexcept { return reinterpret_cast<i64 *>(memory_.get()); }
  u8 *row(i64 index) const noexcept { return memory_.get() + first_row_bytes() + index * row_bytes; }
  i64 n_bytes() const noexcept { return first_row_bytes() + capacity * row_bytes; }
  /* How many rows such a piece of memory has room for. */
  static i64 rows_in(i64 n_bytes, i64 row_bytes) noexcept { return (n_bytes - line_bytes) / (row_bytes + step_bytes); }

  /* To be called before the rows up to n_rows are written. */
  void make_ready(i64 n_rows) noexcept {
    if (n_rows > n_ready_) fetch_rows(n_rows);
  }

  static constexpr i64 step_bytes = 8;

 private:
  static constexpr i64 line_bytes = os::line_bytes;

  /* Rows begin on a line, since whole lines are written past the caches. */
  i64 first_row_bytes() const noexcept { return (capacity * step_bytes + line_bytes - 1) / line_bytes * line_bytes; }
  void fetch_rows(i64 n_rows) noexcept;
  void fetch_pages(u8 *begin, i64 n_fetched) noexcept;

  struct Release {
    void operator()(u8 *memory) const noexcept;
  };
  std::unique_ptr<u8, Release> memory_;
  i64 n_ready_ = 0; /* rows whose pages are there */
};

/* The large segments of one store that are not in use. */
class SegmentPool : public std::enable_shared_from_this<SegmentPool> {
 public:
  /* A segment that comes back here when its last user lets go of it, from any thread. */
  std::shared_ptr<Segment> take(i64 n_rows, i64 row_bytes);
  i64 n_bytes() const;

 private:
  static constexpr std::size_t n_kept = 4;

  std::unique_ptr<Segment> find(i64 n_rows, i64 row_bytes);
  void give_back(std::unique_ptr<Segment> segment);

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Segment>> spare_;
};

}  // namespace annl
#endif
