#include "edge.h"

namespace annl {

void Edge::enter() {
  if (is_mine()) {
    ++depth_;
    return;
  }
  std::unique_lock lock(mutex_);
  const u64 ticket = next_.fetch_add(1, std::memory_order_relaxed);
  served_.wait(lock, [&] { return serving_ == ticket; });
  owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
  depth_ = 1;
}

void Edge::leave() {
  if (--depth_ > 0) return;
  owner_.store(std::thread::id{}, std::memory_order_relaxed);
  std::unique_lock lock(mutex_);
  ++serving_;
  const bool is_awaited = next_.load(std::memory_order_relaxed) != serving_;
  lock.unlock();
  if (is_awaited) served_.notify_all();
}

}  // namespace annl
