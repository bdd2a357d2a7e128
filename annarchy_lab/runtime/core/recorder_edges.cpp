#include "recorder_edges.h"

#include <cstring>

namespace annl {

EdgesRecorder::EdgesRecorder(EdgesSpec spec) : Recorder(0, spec.capacity_rows), spec_(std::move(spec)) {
  require(spec_.table != nullptr, "edges are recorded from a table");
  require(spec_.itemsize == 1 || spec_.itemsize == 4 || spec_.itemsize == 8, "items have 1, 4 or 8 bytes");
  check_period(spec_.period_steps, spec_.offset_steps);
  require_storage(spec_.source, spec_.table->n_edges() * spec_.itemsize, "source");
  for (const i32 post : spec_.posts) require(post >= 0 && post < spec_.table->n_post(), "there is no such post rank");
}

void EdgesRecorder::open(const Clock &clock) {
  is_open_ = is_due(clock.step(), spec_.period_steps, spec_.offset_steps);
  if (is_open_) store().append(clock.step());
}

void EdgesRecorder::close(const Clock &) {
  if (!is_open_) return;
  rows_.push_back(row());
  n_value_bytes_ += static_cast<i64>(rows_.back().values.size());
  if (spec_.capacity_rows == 0 || static_cast<i64>(rows_.size()) <= spec_.capacity_rows) return;
  n_value_bytes_ -= static_cast<i64>(rows_.front().values.size());
  rows_.pop_front();
}

EdgeRow EdgesRecorder::row() {
  EdgeRow made{{}, row_ptr()};
  made.values.resize(static_cast<std::size_t>(made.row_ptr->back() * spec_.itemsize));
  const i64 *all = spec_.table->row_ptr();
  u8 *to = made.values.data();
  const auto copy = [&](i64 first, i64 last) {
    const std::size_t n = static_cast<std::size_t>((last - first) * spec_.itemsize);
    if (n > 0) std::memcpy(to, spec_.source->bytes() + first * spec_.itemsize, n);
    to += n;
  };
  if (!spec_.has_posts) copy(0, spec_.table->n_edges());
  for (const i32 post : spec_.posts) copy(all[post], all[post + 1]);
  return made;
}

RowPtr EdgesRecorder::row_ptr() {
  if (n_changes_ == spec_.table->n_changes()) return last_ptr_;
  const i64 *all = spec_.table->row_ptr();
  std::vector<i64> own;
  if (spec_.has_posts) {
    own.push_back(0);
    for (const i32 post : spec_.posts) own.push_back(own.back() + all[post + 1] - all[post]);
  } else {
    own.assign(all, all + spec_.table->n_post() + 1);
  }
  last_ptr_ = std::make_shared<const std::vector<i64>>(std::move(own));
  n_changes_ = spec_.table->n_changes();
  n_ptr_bytes_ += static_cast<i64>(last_ptr_->size() * sizeof(i64));
  return last_ptr_;
}

i64 EdgesRecorder::n_bytes() const noexcept { return Recorder::n_bytes() + n_value_bytes_; }

void EdgesRecorder::hand_over(Collected &collected, bool keep) {
  collected.edges.assign(rows_.begin(), rows_.end());
  if (keep) return;
  rows_.clear();
  n_value_bytes_ = n_ptr_bytes_ = 0;
}

}  // namespace annl
