/* population.h: what the engine must know of a population: how many neurons, and their spikes. */
#ifndef ANNL_POPULATION_H
#define ANNL_POPULATION_H
#include "spike_ring.h"
#include "spike_window.h"
#include "storage.h"

#include <memory>

namespace annl {

class Population {
 public:
  /* `flags` (u8) are null for a population that does not spike; `last_spike` (i64, executed steps) is null
     where nobody asks for it. */
  Population(i64 size, i64 n_slots, int n_parts, StoragePtr flags, StoragePtr last_spike);

  i64 size() const noexcept { return partition_.size(); }
  bool is_spiking() const noexcept { return flags_ != nullptr; }
  const Partition &partition() const noexcept { return partition_; }
  Range part(int index) const noexcept { return partition_.part(index); }
  Range ranks_of(Parts parts) const noexcept { return partition_.ranks_of(parts); }

  SpikeRing &spikes() noexcept { return spikes_; }
  const SpikeRing &spikes() const noexcept { return spikes_; }
  /* How often the ring was changed otherwise than by the spikes of a step. */
  i64 n_rewrites() const noexcept { return n_rewrites_; }

  /* The spikes that mean firing rates count; null where nobody asked for rates. */
  SpikeWindow *window() noexcept { return window_.get(); }
  SpikeHistory counted_spikes() const { return window_ ? window_->history() : SpikeHistory{}; }
  /* Sets what is counted; `elapsed` is the step that comes next. */
  void restore_counted_spikes(const SpikeHistory &history, i64 elapsed);
  /* 0 steps: nobody asks for rates any more. */
  void set_window(i64 n_steps);

  /* Writes the ranks in a block whose flag is set, ascending, and returns how many. */
  i64 find_spikes(Range block, i32 *ranks) const noexcept;
  /* Those in the parts are the lists of the step, and when they spiked last. */
  void collect_spikes(i64 elapsed, Parts parts) noexcept {
    commit_spikes(elapsed, parts, find_spikes(ranks_of(parts), open_spikes(elapsed, parts)));
  }

  /* Those in `ranks` (of the whole population, ascending) that lie in the parts spike, and nobody else. */
  void emit_spikes(i64 elapsed, Parts parts, std::span<const i32> ranks) noexcept;

  /* The same in three steps: where the parts' ranks are written, ascending; the flags of the first n of them, and of
     nobody else; the lists of the step, and when they spiked last. */
  i32 *open_spikes(i64 elapsed, Parts parts) noexcept { return spikes_.open(elapsed, parts); }
  void flag_spikes(i64 elapsed, Parts parts, i64 n) noexcept;
  void commit_spikes(i64 elapsed, Parts parts, i64 n) noexcept;
  /* The last of them for who has set the times himself: by rank, null where nobody asks. */
  void commit_listed(i64 elapsed, Parts parts, i64 n) noexcept { spikes_.commit(elapsed, parts, n); }
  i64 *last_spikes() const noexcept { return last_spike_ ? last_spike_->as<i64>() : nullptr; }

  /* New cuts or a longer memory; spikes in flight at `elapsed` stay in flight. */
  void reshape(int n_parts, i64 n_slots, i64 elapsed);
  /* Replaces the spikes in flight; refuses ranks outside the population and steps out of order. */
  void restore_spikes(const SpikeHistory &history, i64 elapsed);
  /* No spike was ever emitted. */
  void forget_spikes() noexcept;

 private:
  void check_spikes(const SpikeHistory &history, i64 elapsed) const;

  Partition partition_;
  StoragePtr flags_;
  StoragePtr last_spike_;
  SpikeRing spikes_;
  i64 n_rewrites_ = 0;
  std::unique_ptr<SpikeWindow> window_;
};

using PopulationPtr = std::shared_ptr<Population>;

}  // namespace annl
#endif
