/* phase_stimulus.h: what is laid on top of a population for some steps.
 *
 * A stimulus keeps no position: from the executed step alone it knows its row.  What it adds to a parameter
 * is taken off at the end of the same step, by putting back what was there.
 */
#ifndef ANNL_PHASE_STIMULUS_H
#define ANNL_PHASE_STIMULUS_H
#include "phase.h"

namespace annl {

struct StimulusSpec {
  PopulationPtr population;
  StoragePtr ranks; /* i64, ascending */
  i64 n_ranks = 0;
  StoragePtr values; /* in the dtype of the target; null where neurons spike */
  i64 n_rows = 1;
  bool is_single = true; /* a row is one value for all ranks, not one each */
  i64 first = 0;         /* executed step */
  i64 n_steps = 0;
  i64 period_steps = 0; /* 0: once */
  i64 n_times = 0;      /* 0: without end */
  StoragePtr target;    /* null where neurons spike */
  StoragePtr saved;     /* as many as ranks; null where nothing is put back */
  bool is_double = true;
};

/* Whom a stimulus reaches, and when. */
class StimulusPhase : public Phase {
 protected:
  explicit StimulusPhase(StimulusSpec spec);
  /* The row of a step, -1 where the stimulus does not act. */
  i64 row_at(i64 elapsed) const noexcept;
  /* Which of the ranks lie in the parts. */
  Range places(Parts parts) const noexcept;

  StimulusSpec spec_;
};

/* Adds it, before the equations. */
class AddStimulus final : public StimulusPhase {
 public:
  explicit AddStimulus(StimulusSpec spec);
  void run(Worker &worker, Parts parts) override;
};

/* Puts back what was there, at the end of the step. */
class RemoveStimulus final : public StimulusPhase {
 public:
  explicit RemoveStimulus(StimulusSpec spec);
  void run(Worker &worker, Parts parts) override;
};

/* The neurons spike, besides those that have been found to. */
class SpikeStimulus final : public StimulusPhase {
 public:
  /* `flags` are those of the population's spikes. */
  SpikeStimulus(StimulusSpec spec, StoragePtr flags);
  void run(Worker &worker, Parts parts) override;

 private:
  StoragePtr flags_;
};

}  // namespace annl
#endif
