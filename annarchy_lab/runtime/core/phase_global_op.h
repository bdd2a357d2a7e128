/* phase_global_op.h: one number from a whole population: min, max, mean, norm1, norm2.
 *
 * Blocks of 1024 elements; in a block 16 lanes by position and the tree of the weighted sums; then the
 * blocks in their order.  min and max: a NaN anywhere gives NaN.
 */
#ifndef ANNL_PHASE_GLOBAL_OP_H
#define ANNL_PHASE_GLOBAL_OP_H
#include "phase.h"

namespace annl {

struct GlobalOpSpec {
  std::string operation;
  bool is_double = true;
  std::string elements = "real"; /* of the source: real, i32 or bool */
  StoragePtr source;
  i64 size = 0;
  StoragePtr result; /* one real */
};

PhasePtr make_global_op(GlobalOpSpec spec);

}  // namespace annl
#endif
