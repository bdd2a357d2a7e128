/* deadline.h: is the slice of time over?  Cheap enough to be asked after every step.
 *
 * Reading the clock costs as much as a small step, so it is read every few steps only: as many as took about
 * a twentieth of the slice at the last reading.
 */
#ifndef ANNL_DEADLINE_H
#define ANNL_DEADLINE_H
#include "os/time.h"
#include "types.h"

#include <algorithm>

namespace annl {

class Deadline {
 public:
  /* per_step: what a step took when somebody looked last, 0 if nobody did. */
  Deadline(double seconds, double per_step) : interval_(seconds / 20), seconds_(seconds), per_step_(per_step) {}

  bool is_over() noexcept { return is_over_ || (--n_left_ <= 0 && look()); }
  /* What a step took lately; 0 while nobody knows. */
  double seconds_per_step() const noexcept { return per_step_; }

 private:
  bool look() noexcept {
    const double now = os::wall_seconds();
    if (end_ == 0) end_ = now + seconds_; /* a drive of one step never reads the clock */
    if (last_ != 0) per_step_ = (now - last_) / n_between_;
    const double expected = last_ == 0 ? interval_ : std::max(per_step_, 1e-9);
    last_ = now;
    n_between_ = static_cast<int>(std::clamp(interval_ / expected, 1.0, 4096.0));
    n_left_ = n_between_;
    is_over_ = now >= end_;
    return is_over_;
  }

  double interval_;
  double seconds_;
  double per_step_;
  double end_ = 0;
  double last_ = 0;
  int n_between_ = 1;
  int n_left_ = 1;
  bool is_over_ = false;
};

}  // namespace annl
#endif
