/* phase_weighted_sum.h: default transmission of rates, sum(target) += sum of w * pre.r over a dendrite.
 *
 * The edges of a dendrite go into 16 lanes by their position in it, then a fixed tree: one result for every
 * format, dtype, machine and number of threads.  Weights lie post-major.
 */
#ifndef ANNL_PHASE_WEIGHTED_SUM_H
#define ANNL_PHASE_WEIGHTED_SUM_H
#include "phase.h"
#include "weight_types.h"

namespace annl {

struct WeightedSumSpec {
  WeightTypes types;
  StoragePtr weights;
  bool is_single = false; /* one weight for all edges */
  PopulationPtr post;
  StoragePtr target;
  /* rates of the pre population; as a rotation where they are delayed (`index` is not used) */
  Rotation pre;
  i64 n_pre = 0;
  /* CSR, where each edge has a delay: the rates by delay, and the number of each edge's delay (i32).  `pre` is then
     that of `late`. */
  Late late;
  StoragePtr delay_of_edge;
  /* CSR: dendrites by post rank */
  StoragePtr row_ptr, pre_ranks;
  /* dense: the block of ranks that the matrix covers */
  Range pre_block, post_block;
};

PhasePtr make_weighted_sum_csr(WeightedSumSpec spec);
PhasePtr make_weighted_sum_dense(WeightedSumSpec spec);

}  // namespace annl
#endif
