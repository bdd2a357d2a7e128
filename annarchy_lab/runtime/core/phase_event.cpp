#include "phase_event.h"

namespace annl {

OnPrePhase::OnPrePhase(OnPreSpec spec)
    : spec_(std::move(spec)), arrivals_(spec_.pre, spec_.post->size(), spec_.epochs) {
  const bool is_to_one = function_to_one() != nullptr;
  require(is_to_one || function() != nullptr, "the module has no function for arriving spikes");
  require(!is_to_one || arrivals_.is_to_one(spec_.post->size()), "the edges do not lead to one neuron");
  prepare_turns(*spec_.context, spec_.turns);
  for (const Recall &recall : spec_.recalls) {
    recall.check();
    require_buffer(*spec_.context, recall.past.index);
  }
  if (!spec_.is_rewired && RowLists::are_of_use(spec_.epochs)) lists_.emplace(spec_.pre, spec_.epochs);
  repartition();
}

void OnPrePhase::repartition() {
  const Partition parts = spec_.is_serial ? Partition(spec_.post->size(), 1) : spec_.post->partition();
  arrivals_.split(parts);
  if (lists_) lists_->split(parts.n_parts());
}

void OnPrePhase::run(Worker &worker, Parts parts) {
  const i64 elapsed = worker.clock.elapsed;
  annl_ctx *ctx = turned(*spec_.context, spec_.turns, worker.thread, elapsed);
  ctx->emitted = elapsed; /* no spike that arrives now was emitted now */
  if (function_to_one() != nullptr) {
    if (spec_.is_serial || !spec_.post->ranks_of(parts).is_empty()) run_to_one(ctx, worker);
    return;
  }
  const auto on_arrival = function();
  const auto arrive = [&](i64 emitted, const i64 *edges, const annl_row *rows, i64 n_rows) {
    if (ctx->emitted != emitted) look_back(ctx, emitted, elapsed);
    worker.n_events += n_rows * arrivals_.mean_length();
    on_arrival(ctx, edges, rows, n_rows);
  };
  if (lists_) return lists_->each_rows(arrivals_, elapsed, parts, arrive);
  arrivals_.each_rows(elapsed, parts, arrive);
}

void OnPrePhase::run_to_one(annl_ctx *ctx, Worker &worker) const noexcept {
  const auto on_arrival = function_to_one();
  const i64 elapsed = worker.clock.elapsed;
  arrivals_.each(elapsed, [&](i64 emitted, std::span<const i32> ranks, std::size_t, i64) {
    if (ctx->emitted != emitted) look_back(ctx, emitted, elapsed);
    worker.n_events += static_cast<i64>(ranks.size());
    on_arrival(ctx, ranks.data(), static_cast<i64>(ranks.size()));
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
  i64 n_own = 0;
  spec_.post->spikes().each_list(elapsed, parts, [&](std::span<const i32> ranks) {
    for (const i32 rank : ranks) {
      const Range entries{row_ptr[rank], row_ptr[rank + 1]};
      if (entries.is_empty()) continue;
      n_own += entries.length();
      on_post(ctx, entries.lo, entries.hi, rank);
    }
  });
  worker.n_events += spec_.post->partition().in_all(n_own, parts);
}

}  // namespace annl
