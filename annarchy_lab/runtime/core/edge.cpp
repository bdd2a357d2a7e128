#include "edge.h"

namespace annl {

void Edge::enter() {
  if (is_mine()) {
    ++depth_;
    return;
  }
  wait_for(next_.fetch_add(1, std::memory_order_relaxed));
}

/* The ticket is taken first: whoever comes while those who wait are inside finds a queue with the holder in it. */
void Edge::let_in() {
  const u64 ticket = next_.fetch_add(1, std::memory_order_relaxed);
  pass_on();
  wait_for(ticket);
}

void Edge::leave() {
  if (--depth_ > 0) return;
  pass_on();
}

void Edge::wait_for(u64 ticket) {
  std::unique_lock lock(mutex_);
  served_.wait(lock, [&] { return serving_ == ticket; });
  owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
  depth_ = 1;
}

void Edge::pass_on() {
  owner_.store(std::thread::id{}, std::memory_order_relaxed);
  std::unique_lock lock(mutex_);
  ++serving_;
  const bool is_awaited = next_.load(std::memory_order_relaxed) != serving_;
  lock.unlock();
  if (is_awaited) served_.notify_all();
}

}  // namespace annl
