#include "context.h"

#include "core_table.h"

#include <algorithm>

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
    make_room(lane);
    lane.ctx = {lane.pointers.data(), clocks[thread], core_table(), sizes_.size, sizes_.n_pre, sizes_.n_post,
                is_plastic_ ? 1 : 0, 0};
  }
}

i32 Context::index_of(const StoragePtr &buffer) const {
  const auto found = std::ranges::find(buffers_, buffer);
  require(found != buffers_.end(), "the module has no such buffer");
  return static_cast<i32>(found - buffers_.begin());
}

void Context::hold_pointers(i32 index, i64 n) {
  n_held_.resize(buffers_.size());
  n_held_[static_cast<std::size_t>(index)] = n;
  for (Lane &lane : lanes_) make_room(lane);
}

void Context::make_room(Lane &lane) const {
  lane.held.resize(n_held_.size());
  for (std::size_t index = 0; index < n_held_.size(); ++index) {
    if (n_held_[index] == 0) continue;
    lane.held[index].resize(static_cast<std::size_t>(n_held_[index]));
    lane.pointers[index] = lane.held[index].data();
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

void Late::check() const {
  past.check();
  for (const i64 lag : lags) {
    require(lag < past.n_slots, "a ring remembers fewer steps than a delay has");
    if (lag < 0) require_storage(now, past.stride_bytes, "now");
  }
}

void Late::point(void **pointers, i64 elapsed) const noexcept {
  for (std::size_t n = 0; n < lags.size(); ++n) pointers[n] = lags[n] < 0 ? now->bytes() : past.at(elapsed - lags[n]);
}

void Recall::check() const {
  past.check();
  if (now) require_storage(now, past.stride_bytes, "now");
}

void require_buffer(const Context &context, i32 index) {
  require(index >= 0 && index < context.functions().n_buffers, "the module has no buffer of that number");
}

void prepare_turns(Context &context, const Turns &turns) {
  for (const Rotation &rotation : turns.rotations) {
    rotation.check();
    require_buffer(context, rotation.index);
  }
  for (const Late &late : turns.lates) {
    late.check();
    require_buffer(context, late.past.index);
    context.hold_pointers(late.past.index, static_cast<i64>(late.lags.size()));
  }
}

}  // namespace annl
