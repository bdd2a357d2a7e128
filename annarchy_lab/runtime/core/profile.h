/* profile.h: where the time of a step goes, as the thread that leads it sees.
 *
 * Only some steps are measured, chosen at random, and so few that reading the clock costs about one part in
 * 300 of the run; each stands for all steps since the one before it.  A step during which the thread was
 * off its core does not count, since it tells of other programs.  Whoever reads it holds the edge.
 */
#ifndef ANNL_PROFILE_H
#define ANNL_PROFILE_H
#include "types.h"

#include <cstddef>
#include <vector>

namespace annl {

/* What a step that is not measured writes down. */
struct NoMarks {
  void phase() noexcept {}
  void conditions() noexcept {}
  void waiting() noexcept {}
  void end() noexcept {}
};

class Profile {
 public:
  struct Figures {
    std::vector<double> phase_seconds; /* in the order of the schedule */
    double condition_seconds = 0;      /* of what follows the schedule while a run waits for a condition */
    double waiting_seconds = 0;        /* for other threads */
    double end_seconds = 0;            /* recorders, the clock, and what comes next */
    i64 n_steps = 0;
    i64 n_measured = 0;
  };

  /* Forgets what was measured. */
  void begin_anew(std::size_t n_phases);
  const Figures &figures() const noexcept { return figures_; }

  /* To be called once before each step. */
  bool is_due() noexcept { return --n_until_next_ <= 0; }

  /* One step: `start`, then each of these behind the part that it names, `end` last. */
  void start() noexcept;
  void phase() noexcept { add(step_.phase_seconds[n_phases_done_++]); }
  void conditions() noexcept { add(step_.condition_seconds); }
  void waiting() noexcept { add(step_.waiting_seconds); }
  void end() noexcept;

 private:
  void add(double &seconds) noexcept;
  bool was_interrupted() const noexcept;
  void count_step() noexcept;
  void choose_next() noexcept;

  Figures figures_;
  Figures step_; /* that is being measured */
  std::size_t n_phases_done_ = 0;
  i64 n_readings_ = 0; /* of the clock in this step */
  i64 n_represented_ = 1;
  i64 n_until_next_ = 1;
  double started_ = 0;
  double cpu_started_ = 0;
  double last_ = 0;
  int n_passed_by_ = 0; /* measured steps in a row that do not count */
  u64 lot_ = 1;
};

}  // namespace annl
#endif
