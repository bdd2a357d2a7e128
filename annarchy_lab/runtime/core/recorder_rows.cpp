#include "recorder_rows.h"

#include "os/memory.h"

#include <cstring>

namespace annl {
namespace {

template <class T>
void gather(u8 *row, const u8 *source, const auto &picks) noexcept {
  T *items = reinterpret_cast<T *>(row);
  const T *values = reinterpret_cast<const T *>(source);
  for (const auto &pick : picks) items[pick.item] = values[pick.source];
}

void check(const RowsSpec &spec) {
  const i64 itemsize = spec.itemsize;
  require(itemsize == 1 || itemsize == 4 || itemsize == 8, "items of a row have 1, 4 or 8 bytes");
  require(spec.n_items >= 0, "n_items cannot be negative");
  require(spec.population || spec.stage == Stage::end, "only values of a population can be recorded amid a step");
  const i64 n_wanted = spec.population ? spec.population->size() : spec.has_indices ? 0 : spec.n_items;
  require_storage(spec.source, n_wanted * itemsize, "source");
  const i64 n_elements = spec.population ? spec.population->size() : spec.source->n_bytes() / itemsize;
  const bool is_whole = spec.population && !spec.has_indices;
  require(!is_whole || spec.n_items == n_elements, "n_items must be the size of the population");
  for (const i32 index : spec.indices) require(index >= 0 && index < n_elements, "an index lies outside the attribute");
}

i64 checked_row_bytes(const RowsSpec &spec) {
  check(spec);
  return spec.n_items * spec.itemsize;
}

}  // namespace

RowsRecorder::RowsRecorder(RowsSpec spec)
    : Recorder(checked_row_bytes(spec), spec.capacity_rows), spec_(std::move(spec)) {
  check_period(spec_.period_steps, spec_.offset_steps);
  repartition();
}

void RowsRecorder::repartition() {
  picks_.clear();
  if (!spec_.has_indices) return;
  const int n_parts = spec_.population ? spec_.population->partition().n_parts() : 1;
  picks_.resize(static_cast<std::size_t>(n_parts));
  for (std::size_t item = 0; item < spec_.indices.size(); ++item) {
    const i32 source = spec_.indices[item];
    int part = 0;
    while (spec_.population && source >= spec_.population->part(part).hi) ++part;
    picks_[static_cast<std::size_t>(part)].push_back({source, static_cast<i32>(item)});
  }
}

void RowsRecorder::open(const Clock &clock) {
  const bool is_wanted = is_due(clock.step(), spec_.period_steps, spec_.offset_steps);
  row_ = is_wanted ? store().append(clock.step()) : nullptr;
}

void RowsRecorder::copy(Stage stage, Parts parts) {
  if (row_ == nullptr || stage != spec_.stage || !spec_.population) return;
  if (!spec_.has_indices) return copy_range(spec_.population->ranks_of(parts));
  for (int part = parts.first; part < parts.last; ++part) copy_picks(picks_[static_cast<std::size_t>(part)]);
}

/* Where all values of neurons are recorded: some of them would have to be sought in each block. */
bool RowsRecorder::follows(const Storage &storage) const noexcept {
  return looks_at(storage) && spec_.population && !spec_.has_indices && spec_.stage == Stage::end;
}

void RowsRecorder::copy_block(const Population &population, Range block) noexcept {
  if (row_ != nullptr && spec_.population.get() == &population) copy_range(block);
}

void RowsRecorder::close(const Clock &) {
  if (row_ == nullptr || spec_.population) return;
  if (spec_.has_indices) {
    copy_picks(picks_.front());
  } else {
    copy_range({0, spec_.n_items});
  }
}

void RowsRecorder::copy_range(Range items) const noexcept {
  const i64 offset = items.lo * spec_.itemsize;
  const auto n_bytes = static_cast<std::size_t>(items.length() * spec_.itemsize);
  const u8 *values = spec_.source->bytes() + offset;
  if (spec_.capacity_rows > 0) { /* a ring: somebody is looking on */
    std::memcpy(row_ + offset, values, n_bytes);
  } else {
    os::copy_past_caches(row_ + offset, values, n_bytes);
  }
}

void RowsRecorder::copy_picks(const std::vector<Pick> &picks) const noexcept {
  const u8 *source = spec_.source->bytes();
  if (spec_.itemsize == 8) return gather<u64>(row_, source, picks);
  if (spec_.itemsize == 4) return gather<u32>(row_, source, picks);
  gather<u8>(row_, source, picks);
}

}  // namespace annl
