/* signal.h: a number that one thread changes and another waits for.
 *
 * Whoever waits spins for a few microseconds, in long steps for a share of the step, then sleeps in the kernel: two
 * threads on one core must not burn each other's time.  Nobody gives turns away: beside a busy process each would
 * cost a slice of some milliseconds, whereas a thread that sleeps gets its core back soon after it is woken.
 */
#ifndef ANNL_SIGNAL_H
#define ANNL_SIGNAL_H
#include "os/thread.h"
#include "os/time.h"
#include "os/wait.h"
#include "types.h"

#include <algorithm>
#include <atomic>

namespace annl {

/* How long a thread spins before it does anything else: longer while that succeeds; and then by the clock. */
class Patience {
 public:
  int n_spins() const noexcept { return n_spins_; }
  double seconds() const noexcept { return seconds_; }
  void set_seconds(double seconds) noexcept { seconds_ = seconds; }
  void praise() noexcept { n_spins_ = std::min(n_spins_ + 4, longest); }
  void blame() noexcept { n_spins_ = std::max(n_spins_ / 2, shortest); }

 private:
  static constexpr int longest = 300; /* about three microseconds */
  static constexpr int shortest = 10;
  int n_spins_ = longest;
  double seconds_ = 0;
};

class alignas(64) Signal {
 public:
  u32 value() const noexcept { return value_.load(std::memory_order_acquire); }
  void set_quietly(u32 value) noexcept { value_.store(value, std::memory_order_relaxed); }

  /* What was written before is seen by those who wait. */
  void raise(u32 by = 1) noexcept {
    value_.fetch_add(by, std::memory_order_seq_cst);
    if (n_asleep_.load(std::memory_order_seq_cst) > 0) os::wake(value_);
  }

  /* Waits until the value is another; returns whether it had to sleep for it. */
  bool wait_while(u32 value, Patience &patience) noexcept {
    return !waits_awake(value, patience) && sleeps_while(value);
  }

  /* Waits as long as the patience lasts; returns whether the value is another. */
  bool waits_awake(u32 value, Patience &patience) noexcept {
    for (int spin = 0; spin < patience.n_spins(); ++spin) {
      if (this->value() != value) {
        patience.praise();
        return true;
      }
      os::relax();
    }
    patience.blame();
    if (patience.seconds() == 0) return false;
    for (const double end = os::wall_seconds() + patience.seconds(); os::wall_seconds() < end; os::relax()) {
      if (this->value() != value) return true;
    }
    return false;
  }

  /* Sleeps until the value is another; returns whether it had to. */
  bool sleeps_while(u32 value) noexcept {
    const bool has_to = this->value() == value;
    while (this->value() == value) {
      n_asleep_.fetch_add(1, std::memory_order_seq_cst);
      os::sleep_while(value_, value);
      n_asleep_.fetch_sub(1, std::memory_order_relaxed);
    }
    return has_to;
  }

 private:
  std::atomic<u32> value_{0};
  std::atomic<u32> n_asleep_{0};
};

}  // namespace annl
#endif
