/* phase_rewire.h: rules by which edges come and go.
 *
 * Each rule takes two phases: in the first, every part decides for its own post neurons, through the module; in
 * the second, thread 0 changes the edges while all others wait.  A last phase brings the index by pre rank up to
 * date.  Where nothing was decided nothing is done.
 */
#ifndef ANNL_PHASE_REWIRE_H
#define ANNL_PHASE_REWIRE_H
#include "edge_table.h"
#include "failure.h"

namespace annl {

struct RuleSpec {
  ContextPtr context;
  EdgeTablePtr table;
  PopulationPtr post;
  Turns turns;
  /* acts in the steps k with (k - first_step) mod period_steps == 0 */
  i64 period_steps = 1;
  i64 first_step = 0;
  FailurePtr failure;
  /* creating: who may get an edge; u8 per rank */
  StoragePtr pre_candidates;
  StoragePtr post_candidates;
};

/* Marks, for every candidate post neuron, the pre neurons that get an edge to it. */
class CreatingPhase final : public Phase {
 public:
  explicit CreatingPhase(RuleSpec spec);
  void run(Worker &worker, Parts parts) override;
  void repartition() override;

 private:
  void propose(annl_ctx *ctx, Range posts, int part);

  RuleSpec spec_;
  Range pres_; /* from the first candidate to the last */
  std::vector<std::vector<u8>> marks_; /* by first part: one byte per pre neuron */
};

/* Inserts what was proposed and lets the module set the values of the new edges. */
class CreatedPhase final : public Phase {
 public:
  CreatedPhase(ContextPtr context, EdgeTablePtr table, FailurePtr failure);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return true; }

 private:
  ContextPtr context_;
  EdgeTablePtr table_;
  FailurePtr failure_;
};

/* Marks the edges that go. */
class PruningPhase final : public Phase {
 public:
  explicit PruningPhase(RuleSpec spec);
  void run(Worker &worker, Parts parts) override;
  void repartition() override;

 private:
  RuleSpec spec_;
};

/* Removes them. */
class PrunedPhase final : public Phase {
 public:
  PrunedPhase(EdgeTablePtr table, FailurePtr failure);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return true; }

 private:
  EdgeTablePtr table_;
  FailurePtr failure_;
};

/* Lets spikes find the edges there are now. */
class RewiredPhase final : public Phase {
 public:
  RewiredPhase(EdgeTablePtr table, FailurePtr failure);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return true; }

 private:
  EdgeTablePtr table_;
  FailurePtr failure_;
};

}  // namespace annl
#endif
