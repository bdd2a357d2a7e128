/* phase_deliver.h: default transmission of spikes, g_target += w.
 *
 * The spikes that arrive in this step are taken in rank order, and every contribution is added to g itself,
 * one after another; a part touches the g of its own post neurons only.  Weights lie pre-major,
 * or anywhere where `edges` says which weight belongs to an entry of a row.
 */
#ifndef ANNL_PHASE_DELIVER_H
#define ANNL_PHASE_DELIVER_H
#include "phase.h"
#include "rows.h"

namespace annl {

struct DeliverSpec {
  bool is_double = true; /* dtype of weights and targets */
  StoragePtr weights;
  bool is_single = false; /* one weight for all edges */
  std::vector<StoragePtr> targets;
  PopulationPtr pre, post;
  i64 delay_steps = 1;
  /* CSR: rows by pre rank */
  StoragePtr row_ptr, post_ranks;
  StoragePtr edges; /* i64: entry -> position of its weight; null: they are equal */
  /* dense: the block of ranks that the matrix covers */
  Range pre_block, post_block;
};

PhasePtr make_deliver_csr(DeliverSpec spec);
PhasePtr make_deliver_dense(DeliverSpec spec);

}  // namespace annl
#endif
