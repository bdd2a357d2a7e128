#include "phase_rewire.h"

#include "flags.h"

#include <algorithm>

namespace annl {
namespace {

bool is_due(const RuleSpec &spec, const Worker &worker) noexcept {
  return (worker.clock.step - spec.first_step) % spec.period_steps == 0;
}

void check(const RuleSpec &spec) {
  require(spec.period_steps >= 1, "a period lasts one step at least");
  require(spec.table != nullptr && spec.failure != nullptr, "a rule needs a table of edges");
  require(spec.post->size() == spec.table->n_post(), "the table belongs to another population");
  prepare_turns(*spec.context, spec.turns);
}

template <class Item>
std::vector<Item> joined(std::vector<std::vector<Item>> &parts) {
  std::vector<Item> all;
  for (std::vector<Item> &part : parts) {
    all.insert(all.end(), part.begin(), part.end());
    part.clear();
  }
  return all;
}

}  // namespace

CreatingPhase::CreatingPhase(RuleSpec spec) : spec_(std::move(spec)) {
  check(spec_);
  require(spec_.context->functions().creating != nullptr, "the module has no function 'creating'");
  const i64 n_pre = spec_.table->n_pre();
  const u8 *pre = require_storage(spec_.pre_candidates, n_pre, "pre_candidates")->as<u8>();
  require_storage(spec_.post_candidates, spec_.post->size(), "post_candidates");
  const auto is_candidate = [](u8 flag) { return flag != 0; };
  pres_.lo = std::find_if(pre, pre + n_pre, is_candidate) - pre;
  pres_.hi = n_pre;
  while (pres_.hi > pres_.lo && pre[pres_.hi - 1] == 0) --pres_.hi;
  repartition();
}

void CreatingPhase::repartition() {
  const std::size_t n_parts = static_cast<std::size_t>(spec_.post->partition().n_parts());
  marks_.assign(n_parts, std::vector<u8>(static_cast<std::size_t>(spec_.table->n_pre())));
  spec_.table->make_parts(n_parts);
}

void CreatingPhase::run(Worker &worker, Parts parts) {
  if (!is_due(spec_, worker) || pres_.is_empty()) return;
  annl_ctx *ctx = turned(*spec_.context, spec_.turns, worker.thread, worker.clock.elapsed);
  spec_.failure->guard([&] { propose(ctx, spec_.post->ranks_of(parts), parts.first); });
}

void CreatingPhase::propose(annl_ctx *ctx, Range posts, int part) {
  const auto creating = spec_.context->functions().creating;
  const u8 *may_start = spec_.pre_candidates->as<u8>();
  const u8 *may_end = spec_.post_candidates->as<u8>();
  const i64 *row_ptr = spec_.table->row_ptr();
  const i32 *pre_ranks = spec_.table->pre_ranks();
  u8 *marks = marks_[static_cast<std::size_t>(part)].data();
  std::vector<Pair> &proposed = spec_.table->proposed(part);
  for (i64 post = posts.lo; post < posts.hi; ++post) {
    if (may_end[post] == 0) continue;
    creating(ctx, pres_.lo, pres_.hi, post, marks);
    for (i64 edge = row_ptr[post]; edge < row_ptr[post + 1]; ++edge) marks[pre_ranks[edge]] = 0;
    each_flag(marks, pres_, [&](i64 pre) {
      if (may_start[pre] != 0) proposed.push_back({static_cast<i32>(pre), static_cast<i32>(post)});
    });
  }
}

CreatedPhase::CreatedPhase(ContextPtr context, EdgeTablePtr table, FailurePtr failure)
    : context_(std::move(context)), table_(std::move(table)), failure_(std::move(failure)) {
  require(context_->functions().created != nullptr, "the module has no function 'created'");
}

void CreatedPhase::run(Worker &worker, Parts) {
  failure_->guard([&] {
    const std::vector<i64> edges = table_->insert(joined(table_->proposed()), worker.clock.elapsed);
    if (edges.empty()) return;
    annl_ctx *ctx = context_->of(worker.thread);
    context_->functions().created(ctx, edges.data(), 0, static_cast<i64>(edges.size()));
    table_->settle(edges);
  });
}

PruningPhase::PruningPhase(RuleSpec spec) : spec_(std::move(spec)) {
  check(spec_);
  require(spec_.context->functions().pruning != nullptr, "the module has no function 'pruning'");
  repartition();
}

void PruningPhase::repartition() {
  spec_.table->make_parts(static_cast<std::size_t>(spec_.post->partition().n_parts()));
}

void PruningPhase::run(Worker &worker, Parts parts) {
  const Range own = spec_.post->ranks_of(parts);
  const i64 *row_ptr = spec_.table->row_ptr();
  const Range edges{row_ptr[own.lo], row_ptr[own.hi]};
  if (!is_due(spec_, worker) || edges.is_empty()) return;
  annl_ctx *ctx = turned(*spec_.context, spec_.turns, worker.thread, worker.clock.elapsed);
  u8 *marks = spec_.table->marks();
  spec_.context->functions().pruning(ctx, own.lo, own.hi, marks);
  spec_.failure->guard([&] {
    std::vector<i64> &doomed = spec_.table->doomed(parts.first);
    each_flag(marks, edges, [&](i64 edge) { doomed.push_back(edge); });
  });
}

PrunedPhase::PrunedPhase(EdgeTablePtr table, FailurePtr failure)
    : table_(std::move(table)), failure_(std::move(failure)) {
  require(table_ != nullptr, "a rule needs a table of edges");
}

void PrunedPhase::run(Worker &, Parts) {
  failure_->guard([&] { table_->remove(joined(table_->doomed())); });
}

RewiredPhase::RewiredPhase(EdgeTablePtr table, FailurePtr failure)
    : table_(std::move(table)), failure_(std::move(failure)) {
  require(table_ != nullptr, "a rule needs a table of edges");
}

void RewiredPhase::run(Worker &, Parts) {
  failure_->guard([&] { table_->finish(); });
}

}  // namespace annl
