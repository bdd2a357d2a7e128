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

  /* Threads that have a ctx. */
  std::size_t n_lanes() const noexcept { return lanes_.size(); }
  /* Where a buffer stands in the module's table; throws std::invalid_argument where it does not. */
  i32 index_of(const StoragePtr &buffer) const;

  /* Makes a buffer of the module's table one of `n` pointers, of which each thread has its own. */
  void hold_pointers(i32 index, i64 n);
  void **pointers(int thread, i32 index) noexcept {
    return lanes_[static_cast<std::size_t>(thread)].held[static_cast<std::size_t>(index)].data();
  }

 private:
  struct alignas(64) Lane {
    annl_ctx ctx{};
    std::vector<void *> pointers;
    std::vector<std::vector<void *>> held; /* of the buffers that consist of pointers */
  };

  void make_room(Lane &lane) const;

  ModulePtr module_;
  std::vector<StoragePtr> buffers_;
  ContextSizes sizes_;
  std::vector<i64> n_held_; /* pointers per buffer */
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

/* A buffer of pointers, one for each delay of a projection: the values that are seen with it. */
struct Late {
  Rotation past;
  StoragePtr now;         /* stands for lags below 0 */
  std::vector<i64> lags;  /* in the order of the delays' numbers */

  void check() const;
  void point(void **pointers, i64 elapsed) const noexcept;
};

/* A buffer that holds, during an event, what was when the spike was emitted. */
struct Recall {
  Rotation past;
  StoragePtr now; /* stands for the step before this one: what is remembered of it may have been changed since */

  void check() const;
  void *at(i64 emitted, i64 elapsed) const noexcept {
    return now && emitted + 1 == elapsed ? now->bytes() : past.at(emitted);
  }
};

/* All buffers of a context that follow the clock. */
struct Turns {
  std::vector<Rotation> rotations;
  std::vector<Late> lates;
};

/* The thread's ctx with all of them turned to this step. */
inline annl_ctx *turned(Context &context, const Turns &turns, int thread, i64 elapsed) noexcept {
  annl_ctx *ctx = context.of(thread);
  for (const Rotation &rotation : turns.rotations) ctx->buffers[rotation.index] = rotation.at(elapsed);
  for (const Late &late : turns.lates) late.point(context.pointers(thread, late.past.index), elapsed);
  return ctx;
}

/* Refuses turns that point outside the module's table or their ring; makes room for pointers. */
void prepare_turns(Context &context, const Turns &turns);
/* Refuses an index outside the module's table. */
void require_buffer(const Context &context, i32 index);

}  // namespace annl
#endif
