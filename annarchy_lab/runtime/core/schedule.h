/* schedule.h: the phases of a step in order.
 *
 * Between two serial phases every thread runs its parts of the parallel ones without waiting; a serial phase
 * is executed by thread 0 in a meeting of all, so it sees what was written before and all see what it wrote.
 */
#ifndef ANNL_SCHEDULE_H
#define ANNL_SCHEDULE_H
#include "phase.h"
#include "team.h"

namespace annl {

/* How the parts are dealt out. */
struct Deal {
  int n_threads = 1;
  int n_parts = 1;
  int first_part(int thread) const noexcept { return thread * n_parts / n_threads; }
};

class Schedule {
 public:
  Schedule() = default;
  explicit Schedule(std::vector<PhasePtr> phases);

  /* One step, as seen by one thread. */
  void run(Worker &worker, const Deal &deal, Team &team) const;
  void repartition() const;

 private:
  /* Parallel phases, then the serial ones that follow them. */
  struct Section {
    std::vector<PhasePtr> parallel;
    std::vector<PhasePtr> serial;
  };
  std::vector<Section> sections_;
};

}  // namespace annl
#endif
