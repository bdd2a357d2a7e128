/* spike_window.h: how often each neuron spiked in the last steps: the memory behind mean firing rates.
 *
 * Every part keeps the spikes of its own neurons, as many as there are, until they leave the window; a
 * silent neuron costs its count.
 */
#ifndef ANNL_SPIKE_WINDOW_H
#define ANNL_SPIKE_WINDOW_H
#include "partition.h"
#include "spike_memory.h"
#include "spike_ring.h"

#include <vector>

namespace annl {

class SpikeWindow {
 public:
  SpikeWindow(const Partition &partition, i64 n_steps);

  i64 n_steps() const noexcept { return n_steps_; }
  /* A longer window does not bring back what has left the shorter one. */
  void set_n_steps(i64 n_steps);

  /* Takes in a part's spikes of `step` and lets those go that are n_steps old. */
  void advance(i64 step, int part, std::span<const i32> ranks);
  /* Spikes of each neuron in the window, by rank. */
  const i32 *counts() const noexcept { return counts_.data(); }

  /* The spikes in the window, by step, then rank. */
  SpikeHistory history() const;
  /* Takes the place of everything in the window; ascending by step, then rank. */
  void restore(const SpikeHistory &history);

  /* New cuts; nothing is forgotten. */
  void reshape(const Partition &partition);
  void clear() noexcept;

 private:
  void share_out(const SpikeHistory &history, const Partition &partition);

  i64 n_steps_;
  Partition partition_;
  std::vector<SpikeMemory> memories_; /* by part */
  std::vector<i32> counts_;
};

}  // namespace annl
#endif
