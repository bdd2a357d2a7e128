/* phase_event.h: events at synapses that a module executes: arriving and emitted spikes.
 *
 * Pre events run by (emission step, pre rank, post rank), post events by (post rank, pre rank).  An event
 * that touches more than its own post neuron must be serial: thread 0 then executes all of them.
 */
#ifndef ANNL_PHASE_EVENT_H
#define ANNL_PHASE_EVENT_H
#include "phase.h"
#include "rows.h"

namespace annl {

struct OnPreSpec {
  ContextPtr context;
  PopulationPtr pre, post;
  i64 delay_steps = 1;
  StoragePtr row_ptr;      /* i64[n_pre + 1], by pre rank */
  StoragePtr edges;        /* i64: entry -> position of the edge; null: they are equal */
  StoragePtr post_of_edge; /* i32: post rank of each entry, ascending in a row */
  bool is_serial = false;
  Rotations rotations;
};

struct OnPostSpec {
  ContextPtr context;
  PopulationPtr post;
  StoragePtr row_ptr; /* i64[n_post + 1], by post rank */
  bool is_serial = false;
  Rotations rotations;
};

class OnPrePhase final : public Phase {
 public:
  explicit OnPrePhase(OnPreSpec spec);
  void run(Worker &worker, int part) override;
  bool is_serial() const noexcept override { return spec_.is_serial; }
  void repartition() override;

 private:
  OnPreSpec spec_;
  Rows rows_;
};

class OnPostPhase final : public Phase {
 public:
  explicit OnPostPhase(OnPostSpec spec);
  void run(Worker &worker, int part) override;
  bool is_serial() const noexcept override { return spec_.is_serial; }

 private:
  void run_part(annl_ctx *ctx, i64 elapsed, int part) const;

  OnPostSpec spec_;
};

}  // namespace annl
#endif
