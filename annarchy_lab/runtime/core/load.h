/* load.h: what steps take with one thread: so much each, and so much for each event in them.
 *
 * In: what some took, and how many events they had.  Out: what others would have taken, so that numbers of threads
 * can be compared although the network fires more at one time than at another.
 */
#ifndef ANNL_LOAD_H
#define ANNL_LOAD_H
#include "types.h"

namespace annl {

/* Steps one after another. */
struct Turn {
  double seconds = 0;
  double n_steps = 0;
  double n_events = 0;
};

class Load {
 public:
  /* So long it took with one thread. */
  void note(const Turn &turn) noexcept;
  /* How long it would have taken with one thread; 0 as long as nothing is known. */
  double seconds(double n_steps, double n_events) const noexcept { return n_steps * of_step_ + n_events * of_event_; }
  double seconds(const Turn &turn) const noexcept { return seconds(turn.n_steps, turn.n_events); }
  /* Whether steps with one thread had as many events, or nearly. */
  bool knows(const Turn &turn) const noexcept { return turn.n_events <= 1.5 * most_events_ * turn.n_steps; }

 private:
  void solve() noexcept;

  double of_step_ = 0;
  double of_event_ = 0;
  double most_events_ = 0; /* in a step, of those that it has heard of */
  /* the normal equations of least squares, of errors relative to what a turn took: stalls hardly count */
  double step_step_ = 0, step_event_ = 0, event_event_ = 0;
  double step_ = 0, event_ = 0;
};

}  // namespace annl
#endif
