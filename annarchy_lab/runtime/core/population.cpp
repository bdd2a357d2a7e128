#include "population.h"

#include "flags.h"

#include <algorithm>
#include <cstring>

namespace annl {

Population::Population(i64 size, i64 n_slots, int n_parts, StoragePtr flags, StoragePtr last_spike)
    : partition_(size, n_parts),
      flags_(std::move(flags)),
      last_spike_(std::move(last_spike)),
      spikes_(Partition(is_spiking() ? size : 0, n_parts), n_slots) {
  require(size >= 0 && size < (i64{1} << 31), "a population has between 0 and 2^31 - 1 neurons");
  require(n_slots >= 1, "a population keeps the spikes of one step at least");
  require(flags_ != nullptr || last_spike_ == nullptr, "last_spike comes with flags");
  if (flags_) require_storage(flags_, size, "flags");
  if (last_spike_) require_storage(last_spike_, size * 8, "last_spike");
}

i64 Population::find_spikes(Range block, i32 *ranks) const noexcept {
  i64 n = 0;
  each_flag(flags_->as<u8>(), block, [&](i64 rank) { ranks[n++] = static_cast<i32>(rank); });
  return n;
}

void Population::emit_spikes(i64 elapsed, Parts parts, std::span<const i32> ranks) noexcept {
  const Range own = partition_.ranks_of(parts);
  const auto first = std::lower_bound(ranks.begin(), ranks.end(), own.lo);
  const auto last = std::lower_bound(first, ranks.end(), own.hi);
  std::copy(first, last, open_spikes(elapsed, parts));
  flag_spikes(elapsed, parts, last - first);
  commit_spikes(elapsed, parts, last - first);
}

void Population::flag_spikes(i64 elapsed, Parts parts, i64 n) noexcept {
  const Range own = partition_.ranks_of(parts);
  u8 *flags = flags_->as<u8>();
  std::memset(flags + own.lo, 0, static_cast<std::size_t>(own.length()));
  const i32 *ranks = spikes_.open(elapsed, parts);
  for (i64 k = 0; k < n; ++k) flags[ranks[k]] = 1;
}

void Population::commit_spikes(i64 elapsed, Parts parts, i64 n) noexcept {
  spikes_.commit(elapsed, parts, n);
  if (!last_spike_) return;
  const i32 *ranks = spikes_.open(elapsed, parts);
  i64 *last_spike = last_spike_->as<i64>();
  for (i64 k = 0; k < n; ++k) last_spike[ranks[k]] = elapsed;
}

void Population::reshape(int n_parts, i64 n_slots, i64 elapsed) {
  require(n_slots >= 1, "a population keeps the spikes of one step at least");
  const i64 n_steps = std::min(n_slots, spikes_.n_slots()); /* the oldest steps may have no slot any more */
  const SpikeHistory history = spikes_.history(elapsed - n_steps, elapsed);
  partition_ = Partition(size(), n_parts);
  spikes_ = SpikeRing(Partition(is_spiking() ? size() : 0, n_parts), n_slots);
  spikes_.restore(history);
  ++n_rewrites_;
  if (window_) window_->reshape(partition_);
}

void Population::set_window(i64 n_steps) {
  require(is_spiking(), "only a spiking population has mean firing rates");
  if (n_steps == 0) {
    window_ = nullptr;
  } else if (window_) {
    window_->set_n_steps(n_steps);
  } else {
    window_ = std::make_unique<SpikeWindow>(partition_, n_steps);
  }
}

void Population::forget_spikes() noexcept {
  spikes_.clear();
  ++n_rewrites_;
  if (window_) window_->clear();
}

void Population::check_spikes(const SpikeHistory &history, i64 elapsed) const {
  require(is_spiking(), "only a spiking population has spikes in flight");
  require(history.steps.size() == history.ranks.size(), "steps and ranks must be equally many");
  for (std::size_t k = 0; k < history.steps.size(); ++k) {
    const i64 step = history.steps[k];
    const i32 rank = history.ranks[k];
    require(step < elapsed, "a spike lies in the future");
    require(rank >= 0 && rank < size(), "a rank lies outside the population");
    if (k == 0) continue;
    const bool is_same_step = history.steps[k - 1] == step;
    const bool is_ascending = history.steps[k - 1] < step || (is_same_step && history.ranks[k - 1] < rank);
    require(is_ascending, "spikes must ascend by step, then rank");
  }
}

void Population::restore_spikes(const SpikeHistory &history, i64 elapsed) {
  check_spikes(history, elapsed);
  const bool is_kept = history.steps.empty() || history.steps.front() >= elapsed - spikes_.n_slots();
  require(is_kept, "a spike in flight is too old");
  spikes_.restore(history);
  ++n_rewrites_;
}

void Population::restore_counted_spikes(const SpikeHistory &history, i64 elapsed) {
  check_spikes(history, elapsed);
  require(window_ != nullptr, "nobody asks for mean firing rates");
  window_->restore(history);
}

}  // namespace annl
