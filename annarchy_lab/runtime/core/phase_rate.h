/* phase_rate.h: mean firing rates of a population, from the spikes of its window. */
#ifndef ANNL_PHASE_RATE_H
#define ANNL_PHASE_RATE_H
#include "phase.h"

namespace annl {

/* After the spikes of a step were listed: rate = number of spikes * (1000 / length of the window in ms), in
   the dtype of `rates`.  The population must have a window. */
PhasePtr make_rate(PopulationPtr population, StoragePtr rates, bool is_double);

}  // namespace annl
#endif
