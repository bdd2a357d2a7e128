/* pacer.h: how many steps are due, when a network runs at a given speed.
 *
 * Speed is simulated over wall time.  A network that cannot keep up does not sprint afterwards: lateness
 * beyond a tenth of a second is forgiven.
 */
#ifndef ANNL_PACER_H
#define ANNL_PACER_H
#include "types.h"

#include <algorithm>

namespace annl {

class Pacer {
 public:
  explicit Pacer(double dt_ms) : dt_ms_(dt_ms) {}

  bool is_unlimited() const noexcept { return speed_ <= 0; }

  /* Counting starts anew at `now`. */
  void restart(double now, double speed) noexcept {
    speed_ = speed;
    start_ = now;
    n_done_ = 0;
  }

  /* Steps that should have been executed by now and are not. */
  i64 n_due(double now) noexcept {
    const double wanted = (now - start_) * steps_per_second();
    const double late = wanted - static_cast<double>(n_done_) - forgiven_after * steps_per_second();
    if (late > 1) start_ += late / steps_per_second();
    return static_cast<i64>((now - start_) * steps_per_second()) - n_done_;
  }

  void add(i64 n_steps) noexcept { n_done_ += n_steps; }

  /* When to look again: a chunk later, or when the next step is due if that is later still. */
  double wake_time(double now) const noexcept {
    const double next_step = start_ + static_cast<double>(n_done_ + 1) / steps_per_second();
    return std::clamp(next_step, now + chunk_seconds, now + longest_sleep);
  }

  static constexpr double chunk_seconds = 0.012;

 private:
  static constexpr double forgiven_after = 0.1;
  static constexpr double longest_sleep = 10;

  double steps_per_second() const noexcept { return speed_ * 1000.0 / dt_ms_; }

  double dt_ms_;
  double speed_ = 1;
  double start_ = 0;
  i64 n_done_ = 0;
};

}  // namespace annl
#endif
