/* phase_event.h: events at synapses that a module executes: arriving and emitted spikes.
 *
 * Pre events run by (emission step, pre rank, post rank), post events by (post rank, pre rank).  An event
 * that touches more than its own post neuron must be serial: thread 0 then executes all of them.
 */
#ifndef ANNL_PHASE_EVENT_H
#define ANNL_PHASE_EVENT_H
#include "arrivals.h"
#include "phase.h"
#include "row_lists.h"

#include <optional>

namespace annl {

struct OnPreSpec {
  ContextPtr context;
  bool is_axonal = false;  /* run `on_axon` instead of `on_pre` */
  PopulationPtr pre, post; /* `pre` may be the axonal spikes of the neurons */
  std::vector<Epoch> epochs; /* post ranks ascend in a row, or in a piece of it */
  bool is_serial = false;
  bool is_rewired = false;     /* edges come and go */
  Turns turns;                 /* of buffers that are seen as they are now */
  std::vector<Recall> recalls; /* of those that are seen as they were when the spike was emitted */
};

struct OnPostSpec {
  ContextPtr context;
  PopulationPtr post;
  StoragePtr row_ptr; /* i64[n_post + 1], by post rank */
  bool is_serial = false;
  Turns turns;
};

class OnPrePhase final : public Phase {
 public:
  explicit OnPrePhase(OnPreSpec spec);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return spec_.is_serial; }
  void repartition() override;

 private:
  auto function() const noexcept {
    const annl_module &module = spec_.context->functions();
    return spec_.is_axonal ? module.on_axon : module.on_pre;
  }
  /* Where the module has it, it stands for `on_pre`. */
  auto function_to_one() const noexcept {
    return spec_.is_axonal ? nullptr : spec_.context->functions().on_pre_to_one;
  }
  void run_to_one(annl_ctx *ctx, Worker &worker) const noexcept;
  void look_back(annl_ctx *ctx, i64 emitted, i64 elapsed) const noexcept;

  OnPreSpec spec_;
  Arrivals arrivals_;
  std::optional<RowLists> lists_;
};

/* What arriving spikes do once, where the synapses of a pre neuron have a value in common; a part takes the spikes of
   its own pre neurons. */
class OnPreOncePhase final : public Phase {
 public:
  OnPreOncePhase(ContextPtr context, PopulationPtr pre, std::vector<Epoch> epochs);
  void run(Worker &worker, Parts parts) override;

 private:
  ContextPtr context_;
  PopulationPtr pre_;
  Arrivals arrivals_;
};

class OnPostPhase final : public Phase {
 public:
  explicit OnPostPhase(OnPostSpec spec);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return spec_.is_serial; }

 private:
  OnPostSpec spec_;
};

}  // namespace annl
#endif
