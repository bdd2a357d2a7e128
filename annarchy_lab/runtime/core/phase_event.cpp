#include "phase_event.h"

namespace annl {

OnPrePhase::OnPrePhase(OnPreSpec spec)
    : spec_(std::move(spec)), arrivals_(spec_.pre, spec_.post->size(), spec_.epochs) {
  require(function() != nullptr, "the module has no function for arriving spikes");
  prepare_turns(*spec_.context, spec_.turns);
  for (const Recall &recall : spec_.recalls) {
    recall.check();
    require_buffer(*spec_.context, recall.past.index);
  }
  repartition();
}

void OnPrePhase::repartition() {
  arrivals_.split(spec_.is_serial ? Partition(spec_.post->size(), 1) : spec_.post->partition());
}

void OnPrePhase::run(Worker &worker, Parts parts) {
  const i64 elapsed = worker.clock.elapsed;
  annl_ctx *ctx = turned(*spec_.context, spec_.turns, worker.thread, elapsed);
  const auto on_arrival = function();
  ctx->emitted = elapsed; /* no spike that arrives now was emitted now */
  arrivals_.each_rows(elapsed, parts, [&](i64 emitted, const i64 *edges, const annl_row *rows, i64 n_rows) {
    if (ctx->emitted != emitted) look_back(ctx, emitted, elapsed);
    on_arrival(ctx, edges, rows, n_rows);
  });
}

void OnPrePhase::look_back(annl_ctx *ctx, i64 emitted, i64 elapsed) const noexcept {
  ctx->emitted = emitted;
  for (const Recall &recall : spec_.recalls) ctx->buffers[recall.past.index] = recall.at(emitted, elapsed);
}

OnPreOncePhase::OnPreOncePhase(ContextPtr context, PopulationPtr pre, std::vector<Epoch> epochs)
    : context_(std::move(context)), pre_(std::move(pre)), arrivals_(pre_, 0, std::move(epochs)) {
  require(context_->functions().on_pre_once != nullptr, "the module has no function 'on_pre_once'");
}

void OnPreOncePhase::run(Worker &worker, Parts parts) {
  annl_ctx *ctx = context_->of(worker.thread);
  const auto on_pre_once = context_->functions().on_pre_once;
  arrivals_.each_own(worker.clock.elapsed, parts, [&](std::span<const i32> ranks) {
    on_pre_once(ctx, ranks.data(), static_cast<i64>(ranks.size()));
  });
}

OnPostPhase::OnPostPhase(OnPostSpec spec) : spec_(std::move(spec)) {
  require(spec_.context->functions().on_post != nullptr, "the module has no function 'on_post'");
  require(spec_.post->is_spiking(), "only a spiking population causes post events");
  require_row_ptr(spec_.row_ptr, spec_.post->size());
  prepare_turns(*spec_.context, spec_.turns);
}

void OnPostPhase::run(Worker &worker, Parts parts) {
  const i64 elapsed = worker.clock.elapsed;
  annl_ctx *ctx = turned(*spec_.context, spec_.turns, worker.thread, elapsed);
  const i64 *row_ptr = spec_.row_ptr->as<i64>();
  const auto on_post = spec_.context->functions().on_post;
  if (spec_.is_serial) parts = spec_.post->partition().all();
  for (int part = parts.first; part < parts.last; ++part) {
    for (const i32 rank : spec_.post->spikes().list(elapsed, part)) {
      if (row_ptr[rank] < row_ptr[rank + 1]) on_post(ctx, row_ptr[rank], row_ptr[rank + 1], rank);
    }
  }
}

}  // namespace annl
