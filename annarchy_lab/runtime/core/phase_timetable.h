/* phase_timetable.h: what happens in given steps: values of an attribute, spikes.
 *
 * Both count from a start that lies in a storage of one i64, so that it may change between two steps, and
 * keep no position: a step finds its row or its spikes by itself, whatever the clock did before.
 */
#ifndef ANNL_PHASE_TIMETABLE_H
#define ANNL_PHASE_TIMETABLE_H
#include "phase.h"

namespace annl {

struct PlaySpec {
  StoragePtr start;
  StoragePtr onsets; /* i64, ascending: steps since the start */
  i64 n_rows = 0;
  i64 period_steps = 0; /* the rows begin anew; 0: never */
  StoragePtr rows;      /* in the dtype of the target */
  bool is_single = false; /* a row is one value for all neurons, not one each */
  StoragePtr target;
  i64 itemsize = 0;         /* 8 or 4 */
  PopulationPtr population; /* whose neurons; null: the target is one value, and the phase serial */
  ContextPtr context;       /* whose module may derive something from one value; null: none */
};

/* The target becomes the row whose onset was the last: zero before the first onset, and the last row of a
   period until the first onset of the next. */
class PlayPhase final : public Phase {
 public:
  explicit PlayPhase(PlaySpec spec);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return spec_.population == nullptr; }

 private:
  i64 size() const noexcept { return spec_.population ? spec_.population->size() : 1; }
  i64 row_at(i64 step) const noexcept;
  i64 last_onset(i64 step) const noexcept;
  void play(i64 row, Range own) const noexcept;

  PlaySpec spec_;
};

struct EmitSpec {
  StoragePtr start;
  StoragePtr steps; /* i64, ascending: steps since the start */
  StoragePtr ranks; /* i32, ascending within a step */
  i64 n_spikes = 0;
  PopulationPtr population;
};

/* Neurons spike in given steps; the spikes are listed as detected ones are. */
class EmitPhase final : public Phase {
 public:
  explicit EmitPhase(EmitSpec spec);
  void run(Worker &worker, Parts parts) override;

 private:
  EmitSpec spec_;
};

}  // namespace annl
#endif
