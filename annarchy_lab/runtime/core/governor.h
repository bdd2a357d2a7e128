/* governor.h: how many threads are worth having.
 *
 * In: what steps took with the numbers that it chose.  Out: a number for the next ones.
 * It lives with one number and now and then tries a neighbour (half or twice as many), in turns with it.  Where
 * threads lose, the next trial comes later and later; where they suddenly cost more than they bring, because a core
 * got busy, they are given up within milliseconds.  Results do not depend on what it chooses.
 * Not here: clocks and threads (crew.h).
 */
#ifndef ANNL_GOVERNOR_H
#define ANNL_GOVERNOR_H
#include "types.h"

#include <vector>

namespace annl {

class Governor {
 public:
  explicit Governor(int n_threads);

  /* So many threads, for so many steps or until they have taken so long; then it wants to hear of them. */
  struct Choice {
    int n_threads = 1;
    i64 n_steps = 1;
    double most_seconds = 1e-3;
  };
  const Choice &choice() const noexcept { return choice_; }

  /* Steps were taken with the choice, perhaps not all of them. */
  void note(i64 n_steps, double seconds);
  /* The threads of the choice did not come within `absence_seconds`. */
  void note_absence();

  /* What a step takes with fewer threads; 0 before the first one. */
  double step_seconds() const noexcept { return levels_[level_ > 0 ? level_ - 1 : 0].step_seconds; }

  static constexpr double absence_seconds = 6e-3;

 private:
  /* A number of threads, and what is known about it. */
  struct Level {
    int n_threads;
    double step_seconds = 0; /* at the last trial */
    double due = 0;          /* when it may be tried next */
    double pause = first_pause;
  };
  /* Steps with one number, one after another. */
  struct Turn {
    double seconds = 0;
    double n_steps = 0;
    double per_step() const noexcept { return seconds / n_steps; }
  };

  bool is_trial() const noexcept { return tried_ > 0; }
  bool is_turn_of_tried() const noexcept { return turns_.size() % 2 == 1; }
  void live(const Turn &turn);
  void begin_trial(std::size_t level);
  void take_turn(const Turn &turn);
  void judge(double with_fewer, double with_more);
  double crowding() const noexcept;
  void climb(std::size_t level);
  void fall(std::size_t level, double pause_factor);
  void choose();

  static constexpr double first_pause = 10e-3;

  std::vector<Level> levels_; /* 1, 2, 4, ... threads, all of them last */
  std::size_t level_ = 0;     /* that it lives with */
  std::size_t tried_ = 0;     /* in a trial: the higher one of the two; else 0 */
  std::vector<Turn> turns_;   /* of the trial, lower and higher one in turn */
  double time_ = 0;           /* that all steps so far took */
  double since_ = 0;          /* when it began to live with the level */
  double check_ = 0;          /* when the level is compared with the lower one again */
  double check_pause_ = 0;
  double credit_ = 0; /* what the level has gained over the lower one, up to a limit */
  double gain_ = 0;   /* the same without a limit, since it began to live with the level */
  Turn alone_;        /* lately with one thread: what the machine takes from that one, too */
  Choice choice_;
};

}  // namespace annl
#endif
