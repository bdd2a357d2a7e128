#include "segment.h"

#include "os/memory.h"

#include <algorithm>

namespace annl {
namespace {

/* Asking the system costs as much as writing some rows: it is asked for so much at once. */
constexpr i64 fetched_bytes = i64{1} << 18;

}  // namespace

Segment::Segment(i64 n_rows, i64 n_bytes_of_row)
    : capacity(n_rows),
      row_bytes(n_bytes_of_row),
      memory_(static_cast<u8 *>(os::allocate_to_fill(static_cast<std::size_t>(n_bytes())))) {}

void Segment::fetch_rows(i64 n_rows) noexcept {
  const i64 first = n_ready_;
  n_ready_ = capacity;
  if (n_bytes() < fetched_bytes) return; /* few pages come as quickly by themselves */
  n_ready_ = std::min(capacity, std::max(n_rows, first + fetched_bytes / (row_bytes + step_bytes)));
  fetch_pages(reinterpret_cast<u8 *>(steps() + first), (n_ready_ - first) * step_bytes);
  fetch_pages(row(first), (n_ready_ - first) * row_bytes);
}

void Segment::fetch_pages(u8 *begin, i64 n_fetched) noexcept {
  const auto n_left = static_cast<std::size_t>(memory_.get() + n_bytes() - begin);
  os::fetch_pages(begin, static_cast<std::size_t>(n_fetched), n_left);
}

void Segment::Release::operator()(u8 *memory) const noexcept { os::release(memory); }

std::shared_ptr<Segment> SegmentPool::take(i64 n_rows, i64 row_bytes) {
  std::unique_ptr<Segment> segment = find(n_rows, row_bytes);
  if (!segment) segment = std::make_unique<Segment>(n_rows, row_bytes);
  const auto come_back = [home = weak_from_this()](Segment *used) {
    std::unique_ptr<Segment> owned(used);
    if (const auto pool = home.lock()) pool->give_back(std::move(owned));
  };
  return {segment.release(), come_back};
}

i64 SegmentPool::n_bytes() const {
  const std::lock_guard lock(mutex_);
  i64 n = 0;
  for (const auto &segment : spare_) n += segment->n_bytes();
  return n;
}

std::unique_ptr<Segment> SegmentPool::find(i64 n_rows, i64 row_bytes) {
  const std::lock_guard lock(mutex_);
  for (auto each = spare_.begin(); each != spare_.end(); ++each) {
    if ((*each)->capacity != n_rows || (*each)->row_bytes != row_bytes) continue;
    std::unique_ptr<Segment> found = std::move(*each);
    spare_.erase(each);
    return found;
  }
  return nullptr;
}

/* Small ones are left to the allocator, which is good at them. */
void SegmentPool::give_back(std::unique_ptr<Segment> segment) {
  if (segment->n_bytes() < static_cast<i64>(os::huge_from_bytes)) return;
  const std::lock_guard lock(mutex_);
  if (spare_.size() < n_kept) spare_.push_back(std::move(segment));
}

}  // namespace annl
