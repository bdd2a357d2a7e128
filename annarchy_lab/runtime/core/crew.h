/* crew.h: who takes the next steps: the team of threads, and how many of them work.
 *
 * In: a plan, or none; what steps take, by the clock.  Out: a number of threads for the next steps.
 * Threads that are wanted are called, and steps go on without them until they have come: nobody waits for a core
 * that is busy.  With one thread at work there is nothing to do between two steps but to count.
 * Not here: how many threads are worth having (governor.h).
 */
#ifndef ANNL_CREW_H
#define ANNL_CREW_H
#include "governor.h"
#include "team.h"

#include <limits>
#include <vector>

namespace annl {

/* How many threads take a step, in turn; empty: as many as the governor chooses. */
using Plan = std::vector<int>;

class Crew {
 public:
  Crew(int n_threads, Plan plan);

  Team &team() noexcept { return team_; }
  const Plan &plan() const noexcept { return plan_; }
  /* Steps that were taken by 0, 1, 2, ... threads. */
  const std::vector<i64> &n_steps_with() const noexcept { return n_steps_with_; }

  /* Spikes times the synapses that they passed; about, where a thread saw its own only. */
  i64 n_events() const noexcept { return n_all_events_; }

  /* Before the first of some stretches: time has passed that no step took. */
  void begin() noexcept { since_called_ = never; }
  /* How many threads take the next stretch, of at most n_steps steps. */
  int muster(i64 n_steps);
  /* By thread 0 after each step, which had so many events: whether the same threads take the next one. */
  bool goes_on(i64 n_events) {
    ++n_taken_;
    n_events_ += n_events;
    return n_taken_ < n_until_look_ && !team_.take_delay() ? true : look();
  }
  void end_stretch();

 private:
  static constexpr i64 forever = std::numeric_limits<i64>::max();
  static constexpr double never = -1;

  bool is_governed() const noexcept { return plan_.empty() && team_.n_threads() > 1; }
  void follow_plan() noexcept;
  bool come(int n_threads, i64 n_steps);
  bool look();
  bool look_for_called();
  void count();

  Team team_;
  Plan plan_;
  std::size_t turn_ = 0; /* of the plan */
  Governor governor_;
  int n_working_ = 1;
  bool is_waiting_ = false; /* for threads that are wanted */
  double since_called_ = never;
  i64 n_taken_ = 0; /* steps of the stretch that are not counted yet */
  i64 n_until_look_ = forever;
  double last_look_ = 0;
  i64 n_events_ = 0; /* of these */
  i64 n_all_events_ = 0;
  Turn window_; /* steps with the governor's choice that it has not heard of */
  std::vector<i64> n_steps_with_;
};

}  // namespace annl
#endif
