#include "phase_timetable.h"

#include <algorithm>
#include <cstring>

namespace annl {
namespace {

constexpr i64 before = -1;

/* A value of the target's dtype, whatever it is. */
template <class Word>
void fill(u8 *first, i64 n, const u8 *value) noexcept {
  Word word;
  std::memcpy(&word, value, sizeof word);
  std::fill_n(reinterpret_cast<Word *>(first), n, word);
}

}  // namespace

PlayPhase::PlayPhase(PlaySpec spec) : spec_(std::move(spec)) {
  require(spec_.n_rows >= 0 && spec_.period_steps >= 0, "rows and period cannot be negative");
  require(spec_.itemsize == 8 || spec_.itemsize == 4, "only real numbers can be played");
  require(spec_.population != nullptr || spec_.is_single, "one value takes one number per row");
  require(spec_.population == nullptr || spec_.context == nullptr, "nothing is derived from values of neurons");
  require_storage(spec_.start, 8, "start");
  require_storage(spec_.onsets, spec_.n_rows * 8, "onsets");
  require_storage(spec_.rows, spec_.n_rows * (spec_.is_single ? 1 : size()) * spec_.itemsize, "rows");
  require_storage(spec_.target, size() * spec_.itemsize, "target");
}

i64 PlayPhase::last_onset(i64 step) const noexcept {
  const i64 *first = spec_.onsets->as<i64>();
  return std::upper_bound(first, first + spec_.n_rows, step) - first - 1;
}

i64 PlayPhase::row_at(i64 step) const noexcept {
  if (step < 0 || spec_.period_steps == 0) return last_onset(step);
  const i64 row = last_onset(step % spec_.period_steps);
  return row == before && step >= spec_.period_steps ? last_onset(spec_.period_steps - 1) : row;
}

void PlayPhase::run(Worker &worker, Parts parts) {
  const Range own = spec_.population ? spec_.population->ranks_of(parts) : Range{0, 1};
  if (own.is_empty()) return;
  const i64 row = row_at(worker.clock.step - *spec_.start->as<i64>());
  u64 before_it = 0;
  const std::size_t n_compared = spec_.context ? static_cast<std::size_t>(spec_.itemsize) : 0;
  std::memcpy(&before_it, spec_.target->bytes(), n_compared);
  play(row, own);
  if (std::memcmp(&before_it, spec_.target->bytes(), n_compared) == 0) return;
  const auto prepare = spec_.context->functions().prepare;
  if (prepare != nullptr) prepare(spec_.context->of(worker.thread));
}

void PlayPhase::play(i64 row, Range own) const noexcept {
  u8 *target = spec_.target->bytes() + own.lo * spec_.itemsize;
  const std::size_t n_bytes = static_cast<std::size_t>(own.length() * spec_.itemsize);
  const u8 *rows = spec_.rows->bytes();
  if (row == before) {
    std::memset(target, 0, n_bytes);
  } else if (!spec_.is_single) {
    std::memcpy(target, rows + (row * size() + own.lo) * spec_.itemsize, n_bytes);
  } else if (spec_.itemsize == 8) {
    fill<u64>(target, own.length(), rows + row * 8);
  } else {
    fill<u32>(target, own.length(), rows + row * 4);
  }
}

EmitPhase::EmitPhase(EmitSpec spec) : spec_(std::move(spec)) {
  require(spec_.population->is_spiking(), "spikes are emitted only by a spiking population");
  require(spec_.n_spikes >= 0, "the number of spikes cannot be negative");
  require_storage(spec_.start, 8, "start");
  require_storage(spec_.steps, spec_.n_spikes * 8, "steps");
  require_storage(spec_.ranks, spec_.n_spikes * 4, "ranks");
  const i32 *ranks = spec_.ranks->as<i32>();
  const auto is_known = [this](i32 rank) { return rank >= 0 && rank < spec_.population->size(); };
  require(std::all_of(ranks, ranks + spec_.n_spikes, is_known), "a rank lies outside the population");
}

void EmitPhase::run(Worker &worker, Parts parts) {
  const i64 *steps = spec_.steps->as<i64>();
  const auto [first, last] =
      std::equal_range(steps, steps + spec_.n_spikes, worker.clock.step - *spec_.start->as<i64>());
  const i32 *ranks = spec_.ranks->as<i32>();
  spec_.population->emit_spikes(worker.clock.elapsed, parts, {ranks + (first - steps), ranks + (last - steps)});
}

}  // namespace annl
