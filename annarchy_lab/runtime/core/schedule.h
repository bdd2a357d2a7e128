/* schedule.h: the phases of a step in order.
 *
 * Between two serial phases every working thread runs its parts of the parallel ones without waiting; a serial phase
 * is executed by thread 0 in a meeting of all, so it sees what was written before and all see what it wrote.
 */
#ifndef ANNL_SCHEDULE_H
#define ANNL_SCHEDULE_H
#include "phase.h"
#include "team.h"

namespace annl {

/* How the parts are dealt out: the threads there are, and how many of them work. */
struct Deal {
  int n_threads = 1;
  int n_parts = 1;
  int n_working = 1;
  int first_part(int thread) const noexcept { return thread * n_parts / n_working; }
  Parts parts_of(int thread) const noexcept {
    if (n_working == 1) return {0, n_parts}; /* divisions would take as long as a small phase */
    return {first_part(thread), first_part(thread + 1)};
  }
};

class Schedule {
 public:
  Schedule() = default;
  explicit Schedule(std::vector<PhasePtr> phases);

  std::size_t size() const noexcept { return n_phases_; }
  /* What steps that are not seen leave as it was. */
  const std::vector<StoragePtr> &hidden() const noexcept { return hidden_; }
  /* What phases let recorders copy before the step ends. */
  const std::vector<StoragePtr> &settled() const noexcept { return settled_; }

  /* One step, as seen by one thread; `marks` hears what is over (profile.h). */
  template <class Marks>
  void run(Worker &worker, const Deal &deal, Team &team, Marks &marks) const {
    const Parts parts = deal.parts_of(worker.thread);
    for (const Section &section : sections_) {
      for (const PhasePtr &phase : section.parallel) {
        phase->run(worker, parts);
        marks.phase();
      }
      if (section.serial.empty()) continue;
      team.meet(worker.thread, [&] {
        if (deal.n_working > 1) marks.waiting();
        for (const PhasePtr &phase : section.serial) {
          phase->run(worker, Parts{});
          marks.phase();
        }
      });
    }
  }
  void repartition() const;

 private:
  /* Parallel phases, then the serial ones that follow them. */
  struct Section {
    std::vector<PhasePtr> parallel;
    std::vector<PhasePtr> serial;
  };
  std::vector<Section> sections_;
  std::size_t n_phases_ = 0;
  std::vector<StoragePtr> hidden_;
  std::vector<StoragePtr> settled_;
};

}  // namespace annl
#endif
