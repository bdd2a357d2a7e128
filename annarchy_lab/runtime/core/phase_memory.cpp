#include "phase_memory.h"

#include <cstring>

namespace annl {

ZeroPhase::ZeroPhase(StoragePtr buffer, i64 itemsize, PopulationPtr population)
    : buffer_(std::move(buffer)), itemsize_(itemsize), population_(std::move(population)) {
  require(itemsize_ > 0, "itemsize must be positive");
  require_storage(buffer_, population_->size() * itemsize_, "buffer");
}

void ZeroPhase::run(Worker &, Parts parts) {
  const Range own = population_->ranks_of(parts);
  std::memset(buffer_->bytes() + own.lo * itemsize_, 0, static_cast<std::size_t>(own.length() * itemsize_));
}

PushPhase::PushPhase(StoragePtr source, Rotation queue, i64 itemsize, PopulationPtr population)
    : source_(std::move(source)), queue_(std::move(queue)), itemsize_(itemsize), population_(std::move(population)) {
  require(itemsize_ > 0, "itemsize must be positive");
  queue_.check();
  require(queue_.lag == 0, "values are pushed into the slot of the current step");
  require(queue_.stride_bytes >= population_->size() * itemsize_, "a slot of the ring is too small");
  require_storage(source_, population_->size() * itemsize_, "source");
}

void PushPhase::run(Worker &worker, Parts parts) {
  const Range own = population_->ranks_of(parts);
  const i64 offset = own.lo * itemsize_;
  u8 *slot = static_cast<u8 *>(queue_.at(worker.clock.elapsed));
  std::memcpy(slot + offset, source_->bytes() + offset, static_cast<std::size_t>(own.length() * itemsize_));
}

}  // namespace annl
