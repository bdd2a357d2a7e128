#include "schedule.h"

namespace annl {

Schedule::Schedule(std::vector<PhasePtr> phases) : n_phases_(phases.size()) {
  for (PhasePtr &phase : phases) {
    const bool is_serial = phase->is_serial();
    for (StoragePtr &storage : phase->hidden()) hidden_.push_back(std::move(storage));
    for (StoragePtr &storage : phase->settled()) settled_.push_back(std::move(storage));
    if (sections_.empty() || (!is_serial && !sections_.back().serial.empty())) sections_.emplace_back();
    (is_serial ? sections_.back().serial : sections_.back().parallel).push_back(std::move(phase));
  }
}

void Schedule::repartition() const {
  for (const Section &section : sections_) {
    for (const PhasePtr &phase : section.parallel) phase->repartition();
    for (const PhasePtr &phase : section.serial) phase->repartition();
  }
}

}  // namespace annl
