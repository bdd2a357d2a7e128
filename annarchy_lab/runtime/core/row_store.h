/* row_store.h: recorded rows, each with its step.
 *
 * Two policies.  Keep: segments are added as needed, nothing that was written moves again.  Latest: one ring
 * of fixed capacity that overwrites its oldest row and counts what was never collected.
 */
#ifndef ANNL_ROW_STORE_H
#define ANNL_ROW_STORE_H
#include "segment.h"

namespace annl {

/* Rows of a segment that nobody will write to any more. */
struct Piece {
  std::shared_ptr<const Segment> segment;
  i64 first = 0;
  i64 n_rows = 0;
};

/* What was recorded, oldest first; readable while recording goes on. */
struct Recorded {
  i64 row_bytes = 0;
  std::vector<Piece> pieces;
  i64 n_dropped = 0;

  i64 n_rows() const noexcept;
  void copy_to(i64 *steps, u8 *data) const noexcept;
};

class RowStore {
 public:
  /* capacity 0: keep; else the rows that the ring holds. */
  RowStore(i64 row_bytes, i64 capacity);

  /* Fetches the memory of the first rows, which a run would wait for. */
  void prepare();
  /* Room for one row of `step`, to be filled by the caller before the next call. */
  u8 *append(i64 step);
  /* Many rows of 4 bytes of one step. */
  void append_ranks(i64 step, const i32 *ranks, i64 n);

  i64 n_bytes() const noexcept;
  /* Memory of rows that wait to be taken; a ring never has more than it began with, and counts nothing. */
  i64 n_kept_bytes() const noexcept { return is_ring() ? 0 : n_full_bytes_ + bytes_of(n_in_last_); }
  i64 bytes_of(i64 n_rows) const noexcept { return n_rows * (row_bytes_ + Segment::step_bytes); }

  /* Hands the rows over and starts empty. */
  Recorded take();
  /* The rows as they are now; they stay. */
  Recorded peek() const;

 private:
  bool is_ring() const noexcept { return capacity_ > 0; }
  i64 rows_of_next_segment() noexcept;
  void add_segment();
  Segment &open_segment();
  std::vector<Piece> pieces() const;

  i64 row_bytes_;
  i64 capacity_;
  std::shared_ptr<SegmentPool> pool_ = std::make_shared<SegmentPool>();
  i64 segment_bytes_; /* of the next one; remembered over `take`, so that a long recording starts large */
  std::vector<std::shared_ptr<Segment>> segments_; /* ring: at most one */
  i64 n_full_bytes_ = 0; /* of all segments_ but the last */
  i64 n_in_last_ = 0; /* ring: position of the next row */
  bool is_full_ = false; /* ring: every row holds something */
  i64 n_dropped_ = 0;
};

}  // namespace annl
#endif
