#include "phase_gaps.h"

#include "annl_math.h"
#include "kernels.h"

#include <algorithm>
#include <cmath>

namespace annl {
namespace {

constexpr i64 block_size = 1024;
constexpr i64 most_gaps = 128; /* at once */

/* The probability of a spike in a step; NaN and negative rates never count as the greatest. */
double probability(double hz, double dt) noexcept {
  const double p = hz * dt / 1000.0;
  return p > 1.0 ? 1.0 : p;
}

/* Enough gaps for most blocks, in the groups that are drawn together. */
i64 n_first_gaps(i64 n_neurons, double p_max) noexcept {
  const double mean = static_cast<double>(n_neurons) * p_max;
  const i64 n = static_cast<i64>(mean + 1.5 * std::sqrt(mean)) + 1;
  return std::min(most_gaps, (n + 7) / 8 * 8);
}

template <class T>
double fill(const T *rates, i64 n, double dt, double *chances) noexcept {
  double p_max = 0.0;
  for (i64 k = 0; k < n; ++k) {
    const double p = probability(static_cast<double>(rates[k]), dt);
    chances[k] = p;
    p_max = p > p_max ? p : p_max;
  }
  return p_max;
}

}  // namespace

GapPhase::GapPhase(GapSpec spec) : spec_(std::move(spec)) {
  require(spec_.population->is_spiking(), "gaps are drawn only for a spiking population");
  const i64 size = spec_.population->size();
  require_storage(spec_.rates, size * (spec_.is_double ? 8 : 4), "rates");
  require_storage(spec_.changes, 8, "changes");
  if (spec_.left) require_storage(spec_.left, size * 4, "left");
  require(spec_.is_flagged || !spec_.left, "neurons that may be refractory are flagged");
  repartition();
}

void GapPhase::repartition() {
  const int n_parts = spec_.population->partition().n_parts();
  parts_.clear();
  for (int first = 0; first < n_parts; ++first) {
    const i64 n_blocks = blocks({first, n_parts}).length(); /* its thread may own all that follow, too */
    parts_.push_back({-1, 0, std::vector<Law>(static_cast<std::size_t>(n_blocks)), {}});
    parts_.back().chances = std::make_unique_for_overwrite<double[]>(static_cast<std::size_t>(n_blocks * block_size));
  }
}

Range GapPhase::blocks(Parts parts) const noexcept {
  const Range own = spec_.population->ranks_of(parts);
  if (own.is_empty()) return {};
  return {own.lo / block_size, (own.hi + block_size - 1) / block_size};
}

void GapPhase::prepare(Part &mine, Range own, double dt) const {
  const i64 size = spec_.population->size();
  for (i64 block = own.lo + mine.n_known; block < own.hi; ++block) {
    const i64 first = block * block_size, n = std::min(block_size, size - first);
    double *chances = mine.chances.get() + (block - own.lo) * block_size;
    const double p_max = spec_.is_double ? fill(spec_.rates->as<double>() + first, n, dt, chances)
                                         : fill(spec_.rates->as<float>() + first, n, dt, chances);
    Law &law = mine.laws[static_cast<std::size_t>(block - own.lo)];
    law = {};
    if (!(p_max > 0.0)) continue;
    law.log_none = annl_log1p(-p_max);
    law.n_first = n_first_gaps(n, p_max);
    law.is_thinned = std::any_of(chances, chances + n, [p_max](double p) { return p != p_max; });
    for (i64 k = 0; k < n; ++k) chances[k] /= p_max;
  }
  mine.n_known = std::max(mine.n_known, own.length());
}

/* Appends the own ranks of a block that spike, and returns how many. */
i64 GapPhase::walk(const Part &mine, Range own, i64 block, const annl_clock &clock, i32 *ranks) const noexcept {
  const i64 begin = block * block_size, end = std::min(own.hi, begin + block_size), nth = block - own.lo / block_size;
  const Law &law = mine.laws[static_cast<std::size_t>(nth)];
  const double *chances = mine.chances.get() + nth * block_size - begin;
  const i32 *left = spec_.left ? spec_.left->as<i32>() : nullptr;
  alignas(64) i32 gaps[most_gaps];
  alignas(64) double thinning[most_gaps];
  i64 *last_spikes = left ? nullptr : spec_.population->last_spikes(); /* else resets may ask for them */
  i64 unused = 0, n_spikes = 0, rank = begin - 1;
  for (i64 done = 0, n = law.n_first; n > 0; done += n, n = 16) {
    kernels().gaps(gaps, law.is_thinned ? thinning : nullptr, done, n, law.log_none, clock.seed, spec_.stream,
                   static_cast<u64>(block), clock.rng_step);
    for (i64 k = 0; k < n; ++k) {
      rank += gaps[k] + 1;
      if (rank >= end) return n_spikes;
      bool is_kept = rank >= own.lo;
      if (law.is_thinned) is_kept &= thinning[k] < chances[rank];
      if (left) is_kept &= left[rank] <= 0;
      ranks[n_spikes] = static_cast<i32>(rank); /* without a branch: which of them stay is foreseen by nobody */
      n_spikes += is_kept;
      if (last_spikes) *(is_kept ? last_spikes + rank : &unused) = clock.elapsed;
    }
  }
  return n_spikes;
}

/* One step less to wait for those that are refractory. */
void GapPhase::wait(Range own) const noexcept {
  i32 *left = spec_.left->as<i32>();
  for (i64 rank = own.lo; rank < own.hi; ++rank) left[rank] = left[rank] > 0 ? left[rank] - 1 : 0;
}

void GapPhase::run(Worker &worker, Parts parts) {
  Part &mine = parts_[static_cast<std::size_t>(parts.first)];
  const Range own = spec_.population->ranks_of(parts), reached = blocks(parts);
  const i64 changes = *spec_.changes->as<i64>();
  if (spec_.is_volatile || mine.changes != changes) mine.n_known = 0;
  mine.changes = changes;
  if (mine.n_known < reached.length()) prepare(mine, reached, worker.clock.dt);
  Population &population = *spec_.population;
  i32 *ranks = population.open_spikes(worker.clock.elapsed, parts);
  i64 n = 0;
  for (i64 block = reached.lo; block < reached.hi; ++block) n += walk(mine, own, block, worker.clock, ranks + n);
  if (spec_.is_flagged) population.flag_spikes(worker.clock.elapsed, parts, n);
  if (spec_.left) {
    wait(own);
  } else {
    population.commit_listed(worker.clock.elapsed, parts, n);
  }
}

}  // namespace annl
