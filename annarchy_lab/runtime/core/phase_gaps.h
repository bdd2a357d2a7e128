/* phase_gaps.h: neurons that spike at random, at rates that are numbers (docs/exactness.md, section 2).
 *
 * Instead of one number for each neuron, the gaps between spikes are drawn, block by block of 1024 ranks.  What
 * depends on the rates alone is kept until they change, and with it the first gaps of some steps to come: drawn
 * together, they cost half.
 */
#ifndef ANNL_PHASE_GAPS_H
#define ANNL_PHASE_GAPS_H
#include "phase.h"

#include <memory>
#include <vector>

namespace annl {

struct GapSpec {
  PopulationPtr population;
  StoragePtr rates; /* Hz, one real each */
  bool is_double = false;
  StoragePtr changes; /* one i64: how often rates were set between two steps */
  bool is_volatile = false; /* rates may change within a step: nothing is kept */
  StoragePtr left; /* i32, steps of refractoriness; null: nobody is refractory */
  bool is_flagged = true; /* somebody reads the flags of the step */
  u64 stream = 0;
};

/* Spikes are listed as detected ones are; where neurons may be refractory they are only flagged, for the phase that
   sets their periods and lists them.  A block that is cut is walked on both sides, and each keeps its own ranks. */
class GapPhase final : public Phase {
 public:
  explicit GapPhase(GapSpec spec);
  void run(Worker &worker, Parts parts) override;
  void repartition() override;

 private:
  static constexpr i64 most_gaps = 128; /* at once */

  /* What the rates of a block come to. */
  struct Law {
    double log_none = 0.0; /* log1p(-p_max) */
    i64 n_first = 0;       /* how many gaps are drawn at once to begin with; 0: no spike is possible */
    i64 n_ahead = 0;       /* steps whose first gaps are drawn at once; 0: each step draws its own */
    bool is_thinned = false;
  };
  /* The first gaps of a block in some steps: they follow from the law and the step alone. */
  struct Ahead {
    u64 seed = 0;
    u64 rng_step = 0; /* of the first of them */
    i64 n_steps = 0;
    alignas(64) i32 gaps[most_gaps];
    alignas(64) double thinning[most_gaps]; /* where the law wants it */
  };
  /* What a thread knows whose parts begin with this one. */
  struct Part {
    i64 changes = -1;
    i64 n_known = 0; /* blocks, from the first on */
    std::vector<Law> laws;
    std::vector<Ahead> ahead;
    std::unique_ptr<double[]> chances; /* p / p_max, from the first rank of the first block on */
  };

  Range blocks(Parts parts) const noexcept;
  void prepare(Part &mine, Range own, double dt) const;
  Law law_of(const double *chances, i64 n, double p_max) const noexcept;
  i64 look_ahead(const Law &law, Ahead &ahead, i64 block, const annl_clock &clock) const noexcept;
  i64 walk(Part &mine, Range own, i64 block, const annl_clock &clock, i32 *ranks) const noexcept;
  void wait(Range own) const noexcept;

  GapSpec spec_;
  std::vector<Part> parts_;
};

}  // namespace annl
#endif
