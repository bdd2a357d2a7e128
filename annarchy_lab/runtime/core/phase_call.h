/* phase_call.h: phases that call a module: once, on ranges of ranks, for spikes and what follows them. */
#ifndef ANNL_PHASE_CALL_H
#define ANNL_PHASE_CALL_H
#include "hidden_values.h"
#include "phase.h"
#include "recorder.h"

namespace annl {

using OnceFunction = void (*)(annl_ctx *);
using RangeFunction = void (*)(annl_ctx *, i64, i64);

/* Functions of a module by their name in the ABI; throws std::invalid_argument where absent. */
OnceFunction once_function(const annl_module &module, const std::string &name);
RangeFunction range_function(const annl_module &module, const std::string &name);

/* `update_global` or `prepare`. */
class OncePhase final : public Phase {
 public:
  OncePhase(ContextPtr context, const std::string &function, Turns turns);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return true; }

 private:
  ContextPtr context_;
  OnceFunction function_;
  Turns turns_;
};

/* `update`, `psp`, `semiglobal`, `synapse` or `stop` on the own ranks of a population (of the post population);
   `update_pre` on those of the pre population.  `hidden`: what `synapse_unseen` does not store. */
class RangePhase final : public Phase {
 public:
  RangePhase(ContextPtr context, const std::string &function, PopulationPtr population, Turns turns,
             std::vector<StoragePtr> hidden);
  void run(Worker &worker, Parts parts) override;
  std::vector<StoragePtr> hidden() const override { return hidden_; }

 private:
  ContextPtr context_;
  RangeFunction function_;
  RangeFunction unseen_; /* for steps that are not seen */
  PopulationPtr population_;
  Turns turns_;
  std::vector<StoragePtr> hidden_;
};

struct DetectSpec {
  ContextPtr context;
  PopulationPtr population;
  PopulationPtr axons; /* of the same neurons: their axonal spikes; null: none */
  bool updates = false; /* run `update` first, block by block */
  bool is_serial = false;
  RecorderSetPtr recorders;
  std::vector<StoragePtr> settled; /* what they may copy then */
  std::vector<StoragePtr> hidden;  /* what is not stored in steps that are not seen */
};

/* `detect`, where there is one; then the spikes are listed in this step's slot, after `reset` has run for them, and
   recorders copy.  Serial where resets touch what neurons share; else all of it goes block by block, which are so long
   that what `update` has written is in the first cache when the others read it.  What is recorded is on its way to
   memory while the next block is computed. */
class DetectPhase final : public Phase {
 public:
  explicit DetectPhase(DetectSpec spec);
  void run(Worker &worker, Parts parts) override;
  bool is_serial() const noexcept override { return spec_.is_serial; }
  std::vector<StoragePtr> settled() const override { return spec_.settled; }
  std::vector<StoragePtr> hidden() const override { return spec_.hidden; }
  void repartition() override { hidden_.repartition(*spec_.context); }

 private:

  DetectSpec spec_;
  i64 block_;
  HiddenValues hidden_;
};

}  // namespace annl
#endif
