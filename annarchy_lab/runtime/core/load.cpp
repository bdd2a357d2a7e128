#include "load.h"

#include <algorithm>
#include <cmath>

namespace annl {
namespace {

constexpr double memory_seconds = 0.3;
/* Below that, of the greatest possible one, the determinant tells nothing: all steps had as many events. */
constexpr double least_determinant = 1e-3;
constexpr double least_share = 0.1; /* of a mean step, in one without events */

}  // namespace

void Load::note(const Turn &turn) noexcept {
  if (turn.seconds <= 0) return;
  const double kept = std::exp(-turn.seconds / memory_seconds);
  const auto add = [=](double &sum, double value) { sum = kept * sum + value; };
  add(step_step_, turn.n_steps * turn.n_steps / turn.seconds);
  add(step_event_, turn.n_steps * turn.n_events / turn.seconds);
  add(event_event_, turn.n_events * turn.n_events / turn.seconds);
  add(step_, turn.n_steps);
  add(event_, turn.n_events);
  most_events_ = std::max(most_events_, turn.n_events / turn.n_steps);
  solve();
}

/* Neither part is negative, and a step without events takes something. */
void Load::solve() noexcept {
  const double determinant = step_step_ * event_event_ - step_event_ * step_event_;
  const double mean = step_ / step_step_;
  of_step_ = mean;
  if (determinant > least_determinant * step_step_ * event_event_) {
    of_step_ = std::max((step_ * event_event_ - event_ * step_event_) / determinant, least_share * mean);
  }
  of_event_ = of_step_ < mean ? (event_ - of_step_ * step_event_) / event_event_ : 0;
  if (of_event_ <= 0) of_step_ = mean, of_event_ = 0;
}

}  // namespace annl
