/* edge.h: who may touch the network between two steps.
 *
 * One holder at a time.  The driver holds it while it steps and looks once per step whether a guest waits;
 * then it lets all who wait in, in the order they came, as one who queues behind them: nobody starves.  The same
 * thread may enter again while it holds the edge.
 */
#ifndef ANNL_EDGE_H
#define ANNL_EDGE_H
#include "types.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace annl {

class Edge {
 public:
  void enter();
  void leave();
  /* For the holder, who has entered once: all who wait now come first, and then it holds the edge again. */
  void let_in();

  bool is_mine() const noexcept { return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
  /* For the holder: does anybody wait? */
  bool is_wanted() const noexcept { return next_.load(std::memory_order_relaxed) != serving_ + 1; }

 private:
  void wait_for(u64 ticket);
  void pass_on();

  std::mutex mutex_;
  std::condition_variable served_;
  std::atomic<u64> next_{0}; /* ticket of the next who comes */
  u64 serving_ = 0;          /* ticket of the holder; changed under the mutex, by the holder */
  std::atomic<std::thread::id> owner_{};
  int depth_ = 0;
};

/* Holds the edge for a scope. */
class EdgeGuard {
 public:
  explicit EdgeGuard(Edge &edge) : edge_(edge) { edge_.enter(); }
  ~EdgeGuard() { edge_.leave(); }
  EdgeGuard(const EdgeGuard &) = delete;
  EdgeGuard &operator=(const EdgeGuard &) = delete;

 private:
  Edge &edge_;
};

}  // namespace annl
#endif
