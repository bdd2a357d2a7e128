/* context.h: a module applied to buffers; what the C code of a module sees.
 *
 * Every thread has its own `annl_ctx` with its own table of pointers, because a phase turns some pointers
 * (delayed values) to the step it needs while another thread may be in another phase.
 */
#ifndef ANNL_CONTEXT_H
#define ANNL_CONTEXT_H
#include "module.h"
#include "storage.h"

namespace annl {

struct ContextSizes {
  i64 size = 0;
  i64 n_pre = 0;
  i64 n_post = 0;
};

class Context {
 public:
  /* `buffers` in the order of the module's table; null where the module does not need one. */
  Context(ModulePtr module, std::vector<StoragePtr> buffers, ContextSizes sizes);

  const annl_module &functions() const noexcept { return module_->table(); }
  annl_ctx *of(int thread) noexcept { return &lanes_[static_cast<std::size_t>(thread)].ctx; }

  /* One clock per thread; the clocks must outlive the context or the next call. */
  void bind(const std::vector<const annl_clock *> &clocks);
  void set_plastic(bool is_plastic) noexcept;
  /* There are so many elements now, and buffers may lie elsewhere. */
  void resize(i64 size);

 private:
  struct alignas(64) Lane {
    annl_ctx ctx{};
    std::vector<void *> pointers;
  };

  ModulePtr module_;
  std::vector<StoragePtr> buffers_;
  ContextSizes sizes_;
  bool is_plastic_ = true;
  std::vector<Lane> lanes_;
};

using ContextPtr = std::shared_ptr<Context>;

/* A buffer whose pointer follows the clock: the values that were pushed `lag` steps ago. */
struct Rotation {
  i32 index = 0; /* in the module's attribute table */
  StoragePtr ring;
  i64 stride_bytes = 0;
  i64 n_slots = 1;
  i64 lag = 0;

  void check() const;
  void *at(i64 elapsed) const noexcept {
    const i64 slot = ((elapsed - lag) % n_slots + n_slots) % n_slots;
    return ring->bytes() + slot * stride_bytes;
  }
};

using Rotations = std::vector<Rotation>;

/* The thread's ctx with every rotated pointer turned to this step. */
inline annl_ctx *turned(Context &context, const Rotations &rotations, int thread, i64 elapsed) noexcept {
  annl_ctx *ctx = context.of(thread);
  for (const Rotation &rotation : rotations) ctx->buffers[rotation.index] = rotation.at(elapsed);
  return ctx;
}

/* Refuses rotations that point outside the module's table or their ring. */
void check_rotations(const Context &context, const Rotations &rotations);

}  // namespace annl
#endif
