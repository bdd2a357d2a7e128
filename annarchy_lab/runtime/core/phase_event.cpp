#include "phase_event.h"

namespace annl {

OnPrePhase::OnPrePhase(OnPreSpec spec)
    : spec_(std::move(spec)), rows_(spec_.row_ptr, spec_.post_of_edge, spec_.pre->size(), spec_.post->size()) {
  require(spec_.context->functions().on_pre != nullptr, "the module has no function 'on_pre'");
  require(spec_.pre->is_spiking(), "only a spiking population causes pre events");
  require(spec_.delay_steps >= 1, "a spike arrives one step later at least");
  require(spec_.delay_steps < spec_.pre->spikes().n_slots(), "the pre population keeps its spikes for fewer steps");
  if (spec_.edges) require_storage(spec_.edges, rows_.n_entries() * 8, "edges");
  check_rotations(*spec_.context, spec_.rotations);
  repartition();
}

void OnPrePhase::repartition() {
  rows_.split(spec_.is_serial ? Partition(spec_.post->size(), 1) : spec_.post->partition());
}

void OnPrePhase::run(Worker &worker, int part) {
  const i64 elapsed = worker.clock.elapsed;
  annl_ctx *ctx = turned(*spec_.context, spec_.rotations, worker.thread, elapsed);
  const auto on_pre = spec_.context->functions().on_pre;
  const i64 *edges = spec_.edges ? spec_.edges->as<i64>() : nullptr;
  const SpikeRing &spikes = spec_.pre->spikes();
  for (int source = 0; source < spikes.n_parts(); ++source) {
    for (const i32 pre_rank : spikes.list(elapsed - spec_.delay_steps, source)) {
      const Range entries = rows_.part_of(pre_rank, part);
      if (!entries.is_empty()) on_pre(ctx, edges, entries.lo, entries.hi, pre_rank);
    }
  }
}

OnPostPhase::OnPostPhase(OnPostSpec spec) : spec_(std::move(spec)) {
  require(spec_.context->functions().on_post != nullptr, "the module has no function 'on_post'");
  require(spec_.post->is_spiking(), "only a spiking population causes post events");
  require_row_ptr(spec_.row_ptr, spec_.post->size());
  check_rotations(*spec_.context, spec_.rotations);
}

void OnPostPhase::run(Worker &worker, int part) {
  const i64 elapsed = worker.clock.elapsed;
  annl_ctx *ctx = turned(*spec_.context, spec_.rotations, worker.thread, elapsed);
  if (!spec_.is_serial) return run_part(ctx, elapsed, part);
  for (int each = 0; each < spec_.post->spikes().n_parts(); ++each) run_part(ctx, elapsed, each);
}

void OnPostPhase::run_part(annl_ctx *ctx, i64 elapsed, int part) const {
  const i64 *row_ptr = spec_.row_ptr->as<i64>();
  const auto on_post = spec_.context->functions().on_post;
  for (const i32 rank : spec_.post->spikes().list(elapsed, part)) {
    if (row_ptr[rank] < row_ptr[rank + 1]) on_post(ctx, row_ptr[rank], row_ptr[rank + 1], rank);
  }
}

}  // namespace annl
