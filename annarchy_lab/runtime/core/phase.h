/* phase.h: one line of the schedule.
 *
 * A step is a list of phases.  A phase works on some neighbouring parts of the ranks at a time; parts of one
 * phase may run in any order and at once.  A serial phase is run once per step, by thread 0, while all others wait.
 */
#ifndef ANNL_PHASE_H
#define ANNL_PHASE_H
#include "context.h"
#include "population.h"

namespace annl {

/* What a thread carries through a step; a line of its own. */
struct alignas(64) Worker {
  int thread = 0;
  bool is_seen = true; /* somebody may look behind this step */
  i64 n_events = 0;    /* that phases have met in this step, in all parts; about, where a thread sees its own only */
  annl_clock clock{};
};

class Phase {
 public:
  virtual ~Phase() = default;
  virtual void run(Worker &worker, Parts parts) = 0;
  virtual bool is_serial() const noexcept { return false; }
  /* What it does not store in steps that are not seen. */
  virtual std::vector<StoragePtr> hidden() const { return {}; }
  /* What nobody writes behind it in a step, and it lets recorders copy. */
  virtual std::vector<StoragePtr> settled() const { return {}; }
  /* Called when the cuts of the populations have changed. */
  virtual void repartition() {}
};

using PhasePtr = std::shared_ptr<Phase>;

/* Everybody waits for everybody. */
class Barrier final : public Phase {
 public:
  void run(Worker &, Parts) override {}
  bool is_serial() const noexcept override { return true; }
};

}  // namespace annl
#endif
