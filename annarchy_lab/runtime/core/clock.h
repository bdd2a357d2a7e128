/* clock.h: the network's three counters of steps.
 *
 * One thread at a time (the leader of a step, or a guest at an edge) writes; anyone may look.
 */
#ifndef ANNL_CLOCK_H
#define ANNL_CLOCK_H
#include "types.h"

#include <atomic>

namespace annl {

class Clock {
 public:
  Clock(double dt, u64 seed) : dt_(dt), seed_(seed) {}

  i64 step() const noexcept { return step_.load(std::memory_order_relaxed); }
  i64 elapsed() const noexcept { return elapsed_.load(std::memory_order_relaxed); }
  u64 rng_step() const noexcept { return rng_step_.load(std::memory_order_relaxed); }
  u64 seed() const noexcept { return seed_.load(std::memory_order_relaxed); }
  double dt() const noexcept { return dt_; }
  double t() const noexcept { return static_cast<double>(step()) * dt_; }

  void set_step(i64 value) noexcept { step_.store(value, std::memory_order_relaxed); }
  void set_elapsed(i64 value) noexcept { elapsed_.store(value, std::memory_order_relaxed); }
  void set_rng_step(u64 value) noexcept { rng_step_.store(value, std::memory_order_relaxed); }
  void set_seed(u64 value) noexcept { seed_.store(value, std::memory_order_relaxed); }

  void advance() noexcept {
    set_step(step() + 1);
    set_elapsed(elapsed() + 1);
    set_rng_step(rng_step() + 1);
  }

  /* The step that is about to be computed, in the form modules read. */
  annl_clock snapshot() const noexcept { return {t(), dt_, step(), elapsed(), rng_step(), seed(), dt_}; }

 private:
  std::atomic<i64> step_{0};
  std::atomic<i64> elapsed_{0};
  std::atomic<u64> rng_step_{0};
  double dt_;
  std::atomic<u64> seed_;
};

}  // namespace annl
#endif
