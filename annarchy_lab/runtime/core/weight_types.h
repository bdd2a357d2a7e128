/* weight_types.h: which types weights have, and which what they are added to.
 *
 * Both are the network's real type; or weights are float among double, which takes half the memory.  Then they
 * are widened where they are read, which is exact, and all arithmetic is in double.
 */
#ifndef ANNL_WEIGHT_TYPES_H
#define ANNL_WEIGHT_TYPES_H
#include "phase.h"

#include <memory>
#include <utility>

namespace annl {

struct WeightTypes {
  bool is_double = true;  /* the network's real type */
  bool is_narrow = false; /* weights are float all the same */
};

/* A phase Made<T, W> for sums of type T and weights of type W. */
template <template <class T, class W> class Made, class Spec>
PhasePtr make_for_types(Spec spec) {
  if (!spec.types.is_double) return std::make_shared<Made<float, float>>(std::move(spec));
  if (spec.types.is_narrow) return std::make_shared<Made<double, float>>(std::move(spec));
  return std::make_shared<Made<double, double>>(std::move(spec));
}

}  // namespace annl
#endif
