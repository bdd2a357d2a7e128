/* phase_memory.h: phases that set and copy values: zeroing of sums, shifting of delay queues. */
#ifndef ANNL_PHASE_MEMORY_H
#define ANNL_PHASE_MEMORY_H
#include "phase.h"

namespace annl {

/* Own range of a buffer set to 0 (the weighted sums of a rate-coded population). */
class ZeroPhase final : public Phase {
 public:
  ZeroPhase(StoragePtr buffer, i64 itemsize, PopulationPtr population);
  void run(Worker &worker, Parts parts) override;

 private:
  StoragePtr buffer_;
  i64 itemsize_;
  PopulationPtr population_;
};

/* Own range of the current values copied into this step's slot of a delay queue. */
class PushPhase final : public Phase {
 public:
  PushPhase(StoragePtr source, Rotation queue, i64 itemsize, PopulationPtr population);
  void run(Worker &worker, Parts parts) override;

 private:
  StoragePtr source_;
  Rotation queue_;
  i64 itemsize_;
  PopulationPtr population_;
};

}  // namespace annl
#endif
