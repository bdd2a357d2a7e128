/* hidden_values.h: what equations of neurons overwrite in each step, and nobody reads behind a block of them.
 *
 * In a step that is not seen (engine.h) the module gets memory for one block in the place of the values of all
 * neurons: that stays in the first cache, while they would pass through all of them.
 * Not here: which values these are (ir/passes/hide_unseen.py).
 */
#ifndef ANNL_HIDDEN_VALUES_H
#define ANNL_HIDDEN_VALUES_H
#include "context.h"

namespace annl {

class HiddenValues {
 public:
  /* Of a module that is called for `block` neurons at a time, at most. */
  HiddenValues(const Context &context, std::vector<StoragePtr> storages, i64 block);

  bool is_empty() const noexcept { return storages_.empty(); }
  /* To be called when there are other threads. */
  void repartition(const Context &context);
  /* A call for elements from `lo` on writes to memory of the thread. */
  void hide(annl_ctx *ctx, int thread, i64 lo) const noexcept;
  /* ... and to the values of all neurons again. */
  void show(annl_ctx *ctx) const noexcept;

 private:
  std::vector<StoragePtr> storages_;
  std::vector<i32> indices_; /* in the module's table */
  std::vector<i64> itemsizes_;
  i64 block_bytes_; /* of the widest elements */
  std::vector<StoragePtr> scratch_; /* per thread: a block for each of the storages */
};

}  // namespace annl
#endif
