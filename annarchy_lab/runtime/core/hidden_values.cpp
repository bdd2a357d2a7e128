#include "hidden_values.h"

#include <cstdint>

namespace annl {

HiddenValues::HiddenValues(const Context &context, std::vector<StoragePtr> storages, i64 block)
    : storages_(std::move(storages)), block_bytes_(block * 8) {
  for (const StoragePtr &storage : storages_) {
    const i32 index = context.index_of(storage);
    indices_.push_back(index);
    itemsizes_.push_back(itemsize_of(context.functions().buffers[index]));
  }
  repartition(context);
}

void HiddenValues::repartition(const Context &context) {
  scratch_.clear();
  if (is_empty()) return;
  const i64 n_bytes = static_cast<i64>(storages_.size()) * block_bytes_;
  for (std::size_t n = 0; n < context.n_lanes(); ++n) scratch_.push_back(std::make_shared<Storage>(n_bytes));
}

/* The pointer is that of element 0, which the call does not touch. */
void HiddenValues::hide(annl_ctx *ctx, int thread, i64 lo) const noexcept {
  auto block = reinterpret_cast<std::uintptr_t>(scratch_[static_cast<std::size_t>(thread)]->bytes());
  for (std::size_t k = 0; k < indices_.size(); ++k) {
    ctx->buffers[indices_[k]] = reinterpret_cast<void *>(block - static_cast<std::uintptr_t>(lo * itemsizes_[k]));
    block += static_cast<std::uintptr_t>(block_bytes_);
  }
}

void HiddenValues::show(annl_ctx *ctx) const noexcept {
  for (std::size_t k = 0; k < indices_.size(); ++k) ctx->buffers[indices_[k]] = storages_[k]->bytes();
}

}  // namespace annl
