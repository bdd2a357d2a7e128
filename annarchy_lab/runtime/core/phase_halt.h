/* phase_halt.h: ends the run after a step in which conditions hold: what a run may wait for. */
#ifndef ANNL_PHASE_HALT_H
#define ANNL_PHASE_HALT_H
#include "phase.h"

namespace annl {

/* Whether any, or all, of a population's flags are set. */
struct HaltCondition {
  StoragePtr flags; /* u8 */
  i64 size = 0;
  bool needs_all = false;

  bool holds() const noexcept;
};

class HaltPhase final : public Phase {
 public:
  /* `halt` is set where the conditions hold, all of them or one; the loop looks at it after the step. */
  HaltPhase(std::vector<HaltCondition> conditions, bool needs_all, std::shared_ptr<bool> halt);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return true; }

 private:
  std::vector<HaltCondition> conditions_;
  bool needs_all_;
  std::shared_ptr<bool> halt_;
};

}  // namespace annl
#endif
