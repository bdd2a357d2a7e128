/* phase_deliver.h: default transmission of spikes, g_target += w.
 *
 * The spikes that arrive in this step are taken in order of emission, then rank, and every contribution is added
 * to g itself, one after another; a part touches the g of its own post neurons only.  Weights lie pre-major,
 * or anywhere where `edges` says which weight belongs to an entry of a row.  Edges with delays of their own wait in
 * lists (edge_lists.h), unless they come and go.
 */
#ifndef ANNL_PHASE_DELIVER_H
#define ANNL_PHASE_DELIVER_H
#include "arrivals.h"
#include "phase.h"
#include "weight_types.h"

namespace annl {

struct DeliverSpec {
  WeightTypes types;
  StoragePtr weights;
  bool is_single = false; /* one weight for all edges */
  std::vector<StoragePtr> targets;
  PopulationPtr pre, post;
  std::vector<Epoch> epochs; /* CSR: with rows; dense: without */
  bool is_rewired = false;   /* edges come and go */
  /* dense: the block of ranks that the matrix covers */
  Range pre_block, post_block;
};

PhasePtr make_deliver_csr(DeliverSpec spec);
PhasePtr make_deliver_dense(DeliverSpec spec);

}  // namespace annl
#endif
