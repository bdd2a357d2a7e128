/* phase_periodic.h: a phase that runs in some steps only, in which `dt` is the time between them. */
#ifndef ANNL_PHASE_PERIODIC_H
#define ANNL_PHASE_PERIODIC_H
#include "phase.h"

namespace annl {

class PeriodicPhase final : public Phase {
 public:
  /* Runs `phase` in the steps k with (k - offset) mod period == 0. */
  PeriodicPhase(PhasePtr phase, i64 period_steps, i64 offset_steps)
      : phase_(std::move(phase)), period_steps_(period_steps), offset_steps_(offset_steps) {
    require(period_steps >= 1, "a period lasts one step at least");
  }

  void run(Worker &worker, Parts parts) override {
    if ((worker.clock.step - offset_steps_) % period_steps_ != 0) return;
    const double dt = worker.clock.dt;
    worker.clock.dt = static_cast<double>(period_steps_) * dt;
    phase_->run(worker, parts);
    worker.clock.dt = dt;
  }
  bool is_serial() const noexcept override { return phase_->is_serial(); }
  void repartition() override { phase_->repartition(); }

 private:
  PhasePtr phase_;
  i64 period_steps_;
  i64 offset_steps_;
};

}  // namespace annl
#endif
