/* governor.h: how many threads are worth having.
 *
 * In: what steps took with the numbers that it chose, and how many events they had.  Out: a number for the next ones.
 * What turns of steps take is compared with what one thread would have taken for them (load.h), so it does not matter
 * that the network fires more in one turn than in the next.
 * It lives with one number and now and then compares it with a neighbour (half or twice as many).  Where threads lose,
 * the next trial comes later and later, and the later the shorter a step is; where they suddenly cost more than they
 * bring, because a core got busy, they are given up within milliseconds.  Results do not depend on what it chooses.
 * Not here: clocks and threads (crew.h).
 */
#ifndef ANNL_GOVERNOR_H
#define ANNL_GOVERNOR_H
#include "load.h"

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
  void note(const Turn &turn);
  /* The threads of the choice did not come within `absence_seconds`. */
  void note_absence();

  /* What a step takes with fewer threads; 0 before the first one. */
  double step_seconds() const noexcept { return step_seconds_; }

  static constexpr double absence_seconds = 6e-3;

 private:
  /* Seconds that all steps so far took, and how many these are. */
  struct Moment {
    double seconds = 0;
    double n_steps = 0;
    bool is_over(const Moment &now) const noexcept { return now.seconds >= seconds && now.n_steps >= n_steps; }
  };
  /* A number of threads, and what is known about it. */
  struct Level {
    int n_threads = 1;
    double share = 1; /* what turns took at the last trial, of what the load says of one thread */
    Moment due;       /* when it may be tried next */
    double pause = first_pause;
  };

  bool is_trial() const noexcept { return tried_ > 0; }
  bool is_turn_of_tried() const noexcept;
  std::size_t level_of_turn() const noexcept;
  double lower_share() const noexcept;
  double expected(const Turn &turn) const noexcept { return load_.seconds(turn) * lower_share(); }
  bool is_stall(const Turn &turn) const noexcept;
  void learn(const Turn &turn) noexcept;
  double crowding() const noexcept;
  void live(const Turn &turn);
  void live_with_threads(const Turn &turn);
  void begin_trial(std::size_t level);
  void take_turn(const Turn &turn);
  double share_with_fewer() const noexcept;
  double share_with_more() const noexcept;
  void judge();
  void climb(std::size_t level);
  void fall(std::size_t level, double pause_factor, double n_steps = 0);
  Moment in(double seconds, double n_steps) const noexcept { return {now_.seconds + seconds, now_.n_steps + n_steps}; }
  void choose(const Turn &turn);

  static constexpr double first_pause = 10e-3;

  std::vector<Level> levels_; /* 1, 2, 4, ... threads, all of them last */
  std::size_t level_ = 0;     /* that it lives with */
  std::size_t tried_ = 0;     /* in a trial: the higher one of the two; else 0 */
  std::vector<Turn> turns_;   /* of the trial: some with fewer threads, then some with more */
  Load load_;
  Moment now_;
  double since_ = 0; /* when it began to live with the level */
  Moment check_;     /* when the level is compared with the lower one again */
  double check_pause_ = 0;
  double credit_ = 0; /* what the level has gained over the lower one, up to a limit */
  double gain_ = 0;   /* the same without a limit, since it began to live with the level */
  double alone_ = 0;  /* lately with one thread: seconds, */
  double undisturbed_ = 0; /* and what they would have been if that one had not lost its core now and then, too */
  double step_seconds_ = 0;
  Choice choice_;
};

}  // namespace annl
#endif
