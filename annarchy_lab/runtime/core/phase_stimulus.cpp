#include "phase_stimulus.h"

#include <algorithm>

namespace annl {
namespace {

constexpr i64 silent = -1;

template <class T>
void add(const StimulusSpec &spec, Range places, i64 row) noexcept {
  const i64 *ranks = spec.ranks->as<i64>();
  const T *values = spec.values->as<T>() + row * (spec.is_single ? 1 : spec.n_ranks);
  T *target = spec.target->as<T>();
  T *saved = spec.saved ? spec.saved->as<T>() : nullptr;
  for (i64 k = places.lo; k < places.hi; ++k) {
    T &element = target[ranks[k]];
    if (saved != nullptr) saved[k] = element;
    element = element + values[spec.is_single ? 0 : k];
  }
}

template <class T>
void put_back(const StimulusSpec &spec, Range places) noexcept {
  const i64 *ranks = spec.ranks->as<i64>();
  const T *saved = spec.saved->as<T>();
  T *target = spec.target->as<T>();
  for (i64 k = places.lo; k < places.hi; ++k) target[ranks[k]] = saved[k];
}

void check_values(const StimulusSpec &spec) {
  const i64 itemsize = spec.is_double ? 8 : 4;
  require_storage(spec.target, spec.population->size() * itemsize, "target");
  require_storage(spec.values, spec.n_rows * (spec.is_single ? 1 : spec.n_ranks) * itemsize, "values");
  if (spec.saved) require_storage(spec.saved, spec.n_ranks * itemsize, "saved");
}

}  // namespace

StimulusPhase::StimulusPhase(StimulusSpec spec) : spec_(std::move(spec)) {
  require(spec_.n_ranks >= 0 && spec_.n_rows >= 1, "a stimulus has one row at least");
  require(spec_.n_steps >= 1 && spec_.period_steps >= 0 && spec_.n_times >= 0, "a stimulus lasts one step at least");
  require_storage(spec_.ranks, spec_.n_ranks * 8, "ranks");
  const i64 *ranks = spec_.ranks->as<i64>();
  const auto is_known = [this](i64 rank) { return rank >= 0 && rank < spec_.population->size(); };
  require(std::all_of(ranks, ranks + spec_.n_ranks, is_known), "a rank lies outside the population");
  require(std::is_sorted(ranks, ranks + spec_.n_ranks), "ranks must ascend");
}

i64 StimulusPhase::row_at(i64 elapsed) const noexcept {
  i64 nth = 0, step = elapsed - spec_.first;
  if (step >= 0 && spec_.period_steps > 0) {
    nth = step / spec_.period_steps;
    step %= spec_.period_steps;
  }
  const bool is_over = spec_.n_times > 0 && nth >= spec_.n_times;
  if (step < 0 || step >= spec_.n_steps || is_over) return silent;
  return (nth * spec_.n_steps + step) % spec_.n_rows;
}

Range StimulusPhase::places(Parts parts) const noexcept {
  const Range own = spec_.population->ranks_of(parts);
  const i64 *first = spec_.ranks->as<i64>(), *last = first + spec_.n_ranks;
  return {std::lower_bound(first, last, own.lo) - first, std::lower_bound(first, last, own.hi) - first};
}

AddStimulus::AddStimulus(StimulusSpec spec) : StimulusPhase(std::move(spec)) { check_values(spec_); }

void AddStimulus::run(Worker &worker, Parts parts) {
  const i64 row = row_at(worker.clock.elapsed);
  if (row == silent) return;
  if (spec_.is_double) {
    add<double>(spec_, places(parts), row);
  } else {
    add<float>(spec_, places(parts), row);
  }
}

RemoveStimulus::RemoveStimulus(StimulusSpec spec) : StimulusPhase(std::move(spec)) {
  check_values(spec_);
  require(spec_.saved != nullptr, "nothing to put back");
}

void RemoveStimulus::run(Worker &worker, Parts parts) {
  if (row_at(worker.clock.elapsed) == silent) return;
  if (spec_.is_double) {
    put_back<double>(spec_, places(parts));
  } else {
    put_back<float>(spec_, places(parts));
  }
}

SpikeStimulus::SpikeStimulus(StimulusSpec spec, StoragePtr flags)
    : StimulusPhase(std::move(spec)), flags_(std::move(flags)) {
  require(spec_.population->is_spiking(), "only neurons that can spike are made to");
  require_storage(flags_, spec_.population->size(), "flags");
}

void SpikeStimulus::run(Worker &worker, Parts parts) {
  const Range own = row_at(worker.clock.elapsed) == silent ? Range{} : places(parts);
  if (own.is_empty()) return;
  const i64 *ranks = spec_.ranks->as<i64>();
  u8 *flags = flags_->as<u8>();
  for (i64 k = own.lo; k < own.hi; ++k) flags[ranks[k]] = 1;
  spec_.population->collect_spikes(worker.clock.elapsed, parts);
}

}  // namespace annl
