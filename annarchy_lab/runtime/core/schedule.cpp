#include "schedule.h"

namespace annl {

Schedule::Schedule(std::vector<PhasePtr> phases) {
  for (PhasePtr &phase : phases) {
    const bool is_serial = phase->is_serial();
    if (sections_.empty() || (!is_serial && !sections_.back().serial.empty())) sections_.emplace_back();
    (is_serial ? sections_.back().serial : sections_.back().parallel).push_back(std::move(phase));
  }
}

void Schedule::run(Worker &worker, const Deal &deal, Team &team) const {
  const int first = deal.first_part(worker.thread);
  const int last = deal.first_part(worker.thread + 1);
  for (const Section &section : sections_) {
    for (const PhasePtr &phase : section.parallel) {
      for (int part = first; part < last; ++part) phase->run(worker, part);
    }
    if (section.serial.empty()) continue;
    team.meet(worker.thread, [&] {
      for (const PhasePtr &phase : section.serial) phase->run(worker, 0);
    });
  }
}

void Schedule::repartition() const {
  for (const Section &section : sections_) {
    for (const PhasePtr &phase : section.parallel) phase->repartition();
    for (const PhasePtr &phase : section.serial) phase->repartition();
  }
}

}  // namespace annl
