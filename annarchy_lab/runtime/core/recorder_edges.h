/* recorder_edges.h: records values of edges that come and go: every row has the length of its step. */
#ifndef ANNL_RECORDER_EDGES_H
#define ANNL_RECORDER_EDGES_H
#include "edge_table.h"
#include "recorder.h"

#include <deque>

namespace annl {

struct EdgesSpec {
  EdgeTablePtr table;
  StoragePtr source;
  i64 itemsize = 8;
  bool has_posts = false; /* else all dendrites */
  std::vector<i32> posts;
  i64 period_steps = 1;
  i64 offset_steps = 0;
  i64 capacity_rows = 0; /* 0: keep everything */
};

class EdgesRecorder final : public Recorder {
 public:
  explicit EdgesRecorder(EdgesSpec spec);

  bool opens() const noexcept override { return true; }
  void open(const Clock &clock) override;
  void close(const Clock &clock) override;
  bool looks_at(const Storage &storage) const noexcept override { return spec_.source.get() == &storage; }
  i64 n_bytes() const noexcept override;
  i64 n_kept_bytes() const noexcept override { return spec_.capacity_rows > 0 ? 0 : n_bytes() + n_ptr_bytes_; }
  i64 most_bytes_per_step() const noexcept override { return unforeseen; } /* edges may come */

 private:
  void hand_over(Collected &collected, bool keep) override;
  EdgeRow row();
  RowPtr row_ptr();

  EdgesSpec spec_;
  bool is_open_ = false;
  std::deque<EdgeRow> rows_;
  i64 n_value_bytes_ = 0;
  i64 n_ptr_bytes_ = 0; /* of the row pointers made since the last collection */
  RowPtr last_ptr_; /* shared by all rows between two changes of the edges */
  i64 n_changes_ = -1; /* when it was made */
};

}  // namespace annl
#endif
