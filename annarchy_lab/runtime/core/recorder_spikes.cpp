#include "recorder_spikes.h"

#include <cstring>

namespace annl {
namespace {

constexpr i64 row_bytes = sizeof(i32);

i64 checked_capacity(const SpikesSpec &spec) {
  require(spec.population->is_spiking(), "only a spiking population has spikes to record");
  const i64 n_mask = static_cast<i64>(spec.mask.size());
  require(n_mask == 0 || n_mask == spec.population->size(), "the mask needs one value per neuron");
  return spec.capacity;
}

}  // namespace

SpikesRecorder::SpikesRecorder(SpikesSpec spec) : Recorder(row_bytes, checked_capacity(spec)), spec_(std::move(spec)) {}

void SpikesRecorder::close(const Clock &clock) {
  spec_.population->spikes().each_list(clock.elapsed(), [&](std::span<const i32> ranks) {
    if (spec_.mask.empty()) return store().append_ranks(clock.step(), ranks.data(), static_cast<i64>(ranks.size()));
    for (const i32 rank : ranks) {
      if (spec_.mask[static_cast<std::size_t>(rank)] != 0) store().append_ranks(clock.step(), &rank, 1);
    }
  });
}

i64 SpikesRecorder::most_bytes_per_step() const noexcept { return store().bytes_of(spec_.population->size()); }

CountsRecorder::CountsRecorder(SpikesSpec spec) : Recorder(row_bytes, checked_capacity(spec)), spec_(std::move(spec)) {}

void CountsRecorder::close(const Clock &clock) {
  i32 count = 0;
  spec_.population->spikes().each_list(clock.elapsed(), [&](std::span<const i32> ranks) {
    if (spec_.mask.empty()) {
      count += static_cast<i32>(ranks.size());
    } else {
      for (const i32 rank : ranks) count += spec_.mask[static_cast<std::size_t>(rank)] != 0;
    }
  });
  std::memcpy(store().append(clock.step()), &count, sizeof count);
}

}  // namespace annl
