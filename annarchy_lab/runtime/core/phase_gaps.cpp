#include "phase_gaps.h"

#include "annl_math.h"
#include "kernels.h"

#include <algorithm>
#include <cmath>

namespace annl {
namespace {

constexpr i64 block_size = 1024;
/* Laws beyond these have gaps that float32 seldom tells (gaps_body.h). */
constexpr double least_log_none = -50.0, most_log_none = -1e-30;

/* The probability of a spike in a step; NaN and negative rates never count as the greatest. */
double probability(double hz, double dt) noexcept {
  const double p = hz * dt / 1000.0;
  return p > 1.0 ? 1.0 : p;
}

/* Enough gaps for most blocks, in the groups that are drawn together. */
i64 n_first_gaps(i64 n_neurons, double p_max) noexcept {
  const double mean = static_cast<double>(n_neurons) * p_max;
  const i64 n = static_cast<i64>(mean + 1.5 * std::sqrt(mean)) + 1;
  return (n + 7) / 8 * 8;
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

/* The ranks after `rank` that n gaps lead to, as long as they lie before the end, and when they spiked; returns how
   many there are. */
i64 list(const i32 *gaps, i64 n, i64 rank, i64 end, i32 *ranks, i64 *last_spikes, i64 elapsed) noexcept {
  for (i64 k = 0; k < n; ++k) {
    rank += gaps[k] + 1;
    if (rank >= end) return k;
    ranks[k] = static_cast<i32>(rank);
    if (last_spikes != nullptr) last_spikes[rank] = elapsed;
  }
  return n;
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
    const auto n = static_cast<std::size_t>(n_blocks);
    parts_.push_back({-1, 0, std::vector<Law>(n), std::vector<Ahead>(n), {}});
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
    const auto nth = static_cast<std::size_t>(block - own.lo);
    mine.ahead[nth].n_steps = 0;
    mine.laws[nth] = law_of(chances, n, p_max);
    if (!(p_max > 0.0)) continue;
    for (i64 k = 0; k < n; ++k) chances[k] /= p_max;
  }
  mine.n_known = std::max(mine.n_known, own.length());
}

GapPhase::Law GapPhase::law_of(const double *chances, i64 n, double p_max) const noexcept {
  Law law;
  if (!(p_max > 0.0)) return law;
  law.log_none = annl_log1p(-p_max);
  law.n_first = std::min(most_gaps, n_first_gaps(n, p_max));
  law.is_thinned = std::any_of(chances, chances + n, [p_max](double p) { return p != p_max; });
  const bool is_told = law.log_none > least_log_none && law.log_none < most_log_none;
  if (is_told) law.n_ahead = spec_.is_volatile ? 1 : most_gaps / law.n_first;
  return law;
}

/* The first gaps of this step: where they lie in `ahead`. */
i64 GapPhase::look_ahead(const Law &law, Ahead &ahead, i64 block, const annl_clock &clock) const noexcept {
  const u64 n_behind = clock.rng_step - ahead.rng_step;
  if (n_behind < static_cast<u64>(ahead.n_steps) && clock.seed == ahead.seed) {
    return static_cast<i64>(n_behind) * law.n_first;
  }
  ahead.seed = clock.seed;
  ahead.rng_step = clock.rng_step;
  ahead.n_steps = std::min(law.n_ahead, (i64{1} << 32) - static_cast<i64>(clock.rng_step & 0xffffffffu));
  kernels().first_gaps(ahead.gaps, law.is_thinned ? ahead.thinning : nullptr, law.n_first, ahead.n_steps, law.log_none,
                       clock.seed, spec_.stream, static_cast<u64>(block), clock.rng_step);
  return 0;
}

/* Appends the own ranks of a block that spike, and returns how many. */
i64 GapPhase::walk(Part &mine, Range own, i64 block, const annl_clock &clock, i32 *ranks) const noexcept {
  const i64 begin = block * block_size, end = std::min(own.hi, begin + block_size), nth = block - own.lo / block_size;
  const Law &law = mine.laws[static_cast<std::size_t>(nth)];
  const double *chances = mine.chances.get() + nth * block_size - begin;
  const i32 *left = spec_.left ? spec_.left->as<i32>() : nullptr;
  i64 *last_spikes = left ? nullptr : spec_.population->last_spikes(); /* else resets may ask for them */
  const bool is_plain = !left && !law.is_thinned && own.lo <= begin;
  Ahead now; /* what only this step wants */
  i64 unused = 0, n_spikes = 0, rank = begin - 1;
  for (i64 done = 0, n = law.n_first; n > 0; done += n, n = 16) {
    Ahead &ahead = done == 0 && law.n_ahead > 0 ? mine.ahead[static_cast<std::size_t>(nth)] : now;
    i64 first = 0;
    if (&ahead != &now) {
      first = look_ahead(law, ahead, block, clock);
    } else {
      kernels().gaps(now.gaps, law.is_thinned ? now.thinning : nullptr, done, n, law.log_none, clock.seed, spec_.stream,
                     static_cast<u64>(block), clock.rng_step);
    }
    const i32 *gaps = ahead.gaps + first;
    const double *thinning = ahead.thinning + first;
    if (is_plain) {
      const i64 n_listed = list(gaps, n, rank, end, ranks + n_spikes, last_spikes, clock.elapsed);
      n_spikes += n_listed;
      if (n_listed < n) return n_spikes;
      rank = ranks[n_spikes - 1];
      continue;
    }
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
