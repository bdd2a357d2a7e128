/* recorder_spikes.h: records the spikes of a population, one by one or as a count per step.
 *
 * The leader copies them after the step from the lists of the parts, in rank order.
 */
#ifndef ANNL_RECORDER_SPIKES_H
#define ANNL_RECORDER_SPIKES_H
#include "population.h"
#include "recorder.h"

namespace annl {

struct SpikesSpec {
  PopulationPtr population;
  std::vector<u8> mask; /* per rank; empty: all neurons */
  i64 capacity = 0;     /* events or steps; 0: keep everything */
};

/* Rows of 4 bytes: the rank of a spike. */
class SpikesRecorder final : public Recorder {
 public:
  explicit SpikesRecorder(SpikesSpec spec);
  void close(const Clock &clock) override;
  i64 most_bytes_per_step() const noexcept override;

 private:
  SpikesSpec spec_;
};

/* Rows of 4 bytes: the number of spikes in a step. */
class CountsRecorder final : public Recorder {
 public:
  explicit CountsRecorder(SpikesSpec spec);
  void close(const Clock &clock) override;

 private:
  SpikesSpec spec_;
};

}  // namespace annl
#endif
