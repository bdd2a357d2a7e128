#include "recorder.h"

#include <algorithm>

namespace annl {

void Recorder::resume(i64 step) {
  if (is_on_) return;
  is_on_ = true;
  store_.prepare();
  first_step_ = step;
  interval_start_ = step;
}

void Recorder::pause(i64 step) {
  if (!is_on_) return;
  is_on_ = false;
  intervals_.push_back({interval_start_, step});
}

void Recorder::jump(i64 from, i64 to) {
  if (!is_on_ || from == to) return;
  intervals_.push_back({interval_start_, from});
  interval_start_ = to;
}

bool Recorder::is_due(i64 step, i64 period_steps, i64 offset_steps) const noexcept {
  if (period_steps == 1) return true;
  /* the counter may have been set back behind the start */
  return ((step - first_step_) % period_steps + period_steps) % period_steps == offset_steps;
}

void Recorder::check_period(i64 period_steps, i64 offset_steps) {
  require(period_steps >= 1, "period_steps must be at least 1");
  require(offset_steps >= 0 && offset_steps < period_steps, "offset_steps must be less than the period");
}

Collected Recorder::collect(i64 step, bool keep) {
  Collected collected{keep ? store_.peek() : store_.take(), intervals_, {}};
  hand_over(collected, keep);
  if (is_on_) collected.intervals.push_back({interval_start_, step});
  if (!keep) {
    intervals_.clear();
    interval_start_ = step;
  }
  return collected;
}

i64 RecorderSet::add(RecorderPtr recorder) {
  recorders_.emplace(next_number_, std::move(recorder));
  refresh();
  return next_number_++;
}

void RecorderSet::remove(i64 number) {
  at(number);
  recorders_.erase(number);
  refresh();
}

Recorder &RecorderSet::at(i64 number) const {
  const auto found = recorders_.find(number);
  if (found == recorders_.end()) throw std::out_of_range("there is no recorder " + std::to_string(number));
  return *found->second;
}

bool RecorderSet::look_at(const std::vector<StoragePtr> &storages) const noexcept {
  for (const Recorder *recorder : active_) {
    for (const StoragePtr &storage : storages) {
      if (recorder->looks_at(*storage)) return true;
    }
  }
  return false;
}

void RecorderSet::settle(std::vector<StoragePtr> storages) {
  settled_ = std::move(storages);
  refresh();
}

bool RecorderSet::is_following(const Recorder &recorder) const noexcept {
  return std::ranges::any_of(settled_, [&](const StoragePtr &storage) { return recorder.follows(*storage); });
}

void RecorderSet::refresh() {
  known_.clear();
  for (std::vector<Recorder *> *some : {&active_, &opening_, &following_, &copying_[0], &copying_[1]}) some->clear();
  for (const auto &[number, each] : recorders_) {
    Recorder *recorder = each.get();
    known_.push_back(recorder);
    if (!recorder->is_on()) continue;
    active_.push_back(recorder);
    if (recorder->opens()) opening_.push_back(recorder);
    if (is_following(*recorder)) {
      following_.push_back(recorder);
      continue;
    }
    for (const Stage stage : {Stage::targets, Stage::end}) {
      if (recorder->copies(stage)) copying_[static_cast<std::size_t>(stage)].push_back(recorder);
    }
  }
}

}  // namespace annl
