/* decoding_window.h: which spikes have reached a projection in the last steps, and what they sum up to.
 *
 * In: spikes as they arrive, and those that leave the window.
 * Out: for each post neuron the sum of the weights that its spikes came through, and their number.
 * Not here: edges (phase_decode.h).
 *
 * Every part of the post population keeps all spikes, since each needs them all in the same order.
 */
#ifndef ANNL_DECODING_WINDOW_H
#define ANNL_DECODING_WINDOW_H
#include "partition.h"
#include "spike_memory.h"
#include "spike_ring.h"
#include "storage.h"

#include <memory>
#include <vector>

namespace annl {

class DecodingWindow {
 public:
  DecodingWindow(i64 n_post, i64 n_steps);

  i64 n_post() const noexcept { return n_post_; }
  i64 n_steps() const noexcept { return n_steps_; }
  SpikeMemory &memory(int part) noexcept { return memories_[static_cast<std::size_t>(part)]; }
  /* Both begin with a cache line. */
  double *sums() noexcept { return sums_.as<double>(); }
  i32 *counts() noexcept { return counts_.as<i32>(); }

  /* New cuts; nothing is forgotten. */
  void split(int n_parts);

  /* Weights have changed: sums are formed anew from the spikes of the window, when they are needed next. */
  void form_anew() noexcept { std::fill_n(counts(), n_post_, unknown); }
  bool is_unknown(Range own) const noexcept { return counts_.as<i32>()[own.lo] == unknown; }

  /* The spikes that have arrived, in the order in which they did; and back. */
  SpikeHistory history() const;
  void restore(const SpikeHistory &history);

  /* No spike has ever arrived. */
  void clear() noexcept;

 private:
  static constexpr i32 unknown = -1;

  i64 n_post_;
  i64 n_steps_;
  std::vector<SpikeMemory> memories_; /* by part: equal ones */
  Storage sums_;                      /* double */
  Storage counts_;                    /* i32 */
};

using DecodingWindowPtr = std::shared_ptr<DecodingWindow>;

}  // namespace annl
#endif
