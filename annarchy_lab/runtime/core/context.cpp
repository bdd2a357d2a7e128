#include "context.h"

#include "core_table.h"

namespace annl {

Context::Context(ModulePtr module, std::vector<StoragePtr> buffers, ContextSizes sizes)
    : module_(std::move(module)), buffers_(std::move(buffers)), sizes_(sizes) {
  require(static_cast<i64>(buffers_.size()) == functions().n_buffers,
          "a context needs one buffer, or None, per line of the module's attribute table");
  require(sizes_.size >= 0 && sizes_.n_pre >= 0 && sizes_.n_post >= 0, "sizes cannot be negative");
}

void Context::bind(const std::vector<const annl_clock *> &clocks) {
  lanes_ = std::vector<Lane>(clocks.size());
  for (std::size_t thread = 0; thread < clocks.size(); ++thread) {
    Lane &lane = lanes_[thread];
    for (const StoragePtr &buffer : buffers_) lane.pointers.push_back(buffer ? buffer->bytes() : nullptr);
    lane.ctx = {lane.pointers.data(), clocks[thread], core_table(), sizes_.size, sizes_.n_pre, sizes_.n_post,
                is_plastic_ ? 1 : 0};
  }
}

void Context::set_plastic(bool is_plastic) noexcept {
  is_plastic_ = is_plastic;
  for (Lane &lane : lanes_) lane.ctx.is_plastic = is_plastic ? 1 : 0;
}

void Context::resize(i64 size) {
  sizes_.size = size;
  std::vector<const annl_clock *> clocks;
  for (const Lane &lane : lanes_) clocks.push_back(lane.ctx.clock);
  bind(clocks);
}

void Rotation::check() const {
  require(n_slots >= 1 && stride_bytes >= 0, "a rotation needs at least one slot");
  require_storage(ring, n_slots * stride_bytes, "ring");
}

void check_rotations(const Context &context, const Rotations &rotations) {
  for (const Rotation &rotation : rotations) {
    rotation.check();
    require(rotation.index >= 0 && rotation.index < context.functions().n_buffers,
            "a rotation names a buffer that the module does not have");
  }
}

}  // namespace annl
