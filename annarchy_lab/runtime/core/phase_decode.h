/* phase_decode.h: spikes become a rate, sum(target) += (weights of the spikes in the window) / window / edges.
 *
 * In a step the spikes that are as old as the window go first, then those that arrive come, each in the order
 * of arrival, emission, rank; every weight is taken away or added by itself, in double.
 */
#ifndef ANNL_PHASE_DECODE_H
#define ANNL_PHASE_DECODE_H
#include "arrivals.h"
#include "decoding_window.h"
#include "phase.h"
#include "weight_types.h"

namespace annl {

struct DecodeSpec {
  WeightTypes types;
  StoragePtr weights;
  bool is_single = false; /* one weight for all edges */
  StoragePtr target;
  PopulationPtr pre, post;
  std::vector<Epoch> epochs; /* with equal rows */
  StoragePtr row_ptr;        /* dendrites by post rank: how many edges each has */
  DecodingWindowPtr window;
};

PhasePtr make_decode(DecodeSpec spec);

}  // namespace annl
#endif
