#include "phase_call.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>

namespace annl {
namespace {

template <class Function>
Function require_function(Function function, const std::string &name) {
  if (function == nullptr) throw std::invalid_argument("the module has no function '" + name + "'");
  return function;
}

/* Where resets touch what neurons share, all are tested before the first one is reset. */
constexpr i64 everybody = i64{1} << 31;

/* About as many neurons as have their values in a first cache of 32 kB: tests of spikes read few of these again, and what
   a block computes for all of its neurons costs most where it is short.  Draws wait in that cache, too, and what is
   hidden is to stay there. */
i64 block_of(const annl_module &module, bool hides) noexcept {
  constexpr i64 cache_bytes = 32768, longest = 8192;
  i64 n_bytes = 1, shortest = hides ? 512 : 1024;
  for (i32 n = 0; n < module.n_buffers; ++n) {
    const annl_buffer_entry &entry = module.buffers[n];
    if (std::string_view(entry.name).starts_with("stream:")) shortest = 256;
    if (entry.extent == ANNL_NEURON) n_bytes += itemsize_of(entry);
  }
  const u64 n = static_cast<u64>(cache_bytes + cache_bytes / 2) / static_cast<u64>(n_bytes);
  return std::clamp(static_cast<i64>(std::bit_floor(n)), shortest, longest);
}

/* The spikes of some neurons in one step, listed block by block.  They become known when all resets have run: these may
   ask when a neuron spiked last. */
class Emitter {
 public:
  using Reset = void (*)(annl_ctx *, const i32 *, i64);

  Emitter(Population &population, i64 elapsed, Parts parts, Reset reset) noexcept
      : population_(population),
        elapsed_(elapsed),
        parts_(parts),
        reset_(reset),
        ranks_(population.open_spikes(elapsed, parts)) {}

  /* Lists those of a block, and lets `reset` run for them. */
  void follow(annl_ctx *ctx, Range block) noexcept {
    const i64 n = population_.find_spikes(block, ranks_ + n_);
    if (n > 0 && reset_ != nullptr) reset_(ctx, ranks_ + n_, n);
    n_ += n;
  }
  void commit() noexcept { population_.commit_spikes(elapsed_, parts_, n_); }

 private:
  Population &population_;
  i64 elapsed_;
  Parts parts_;
  Reset reset_;
  i32 *ranks_;
  i64 n_ = 0;
};

}  // namespace

OnceFunction once_function(const annl_module &module, const std::string &name) {
  if (name == "update_global") return require_function(module.update_global, name);
  if (name == "prepare") return require_function(module.prepare, name);
  throw std::invalid_argument("'" + name + "' is not a function that runs once per step");
}

RangeFunction range_function(const annl_module &module, const std::string &name) {
  if (name == "update") return require_function(module.update, name);
  if (name == "psp") return require_function(module.psp, name);
  if (name == "semiglobal") return require_function(module.semiglobal, name);
  if (name == "synapse") return require_function(module.synapse, name);
  if (name == "stop") return require_function(module.stop, name);
  if (name == "update_pre") return require_function(module.update_pre, name);
  if (name == "synapse_unseen") return require_function(module.synapse_unseen, name);
  throw std::invalid_argument("'" + name + "' is not a function on a range of ranks");
}

OncePhase::OncePhase(ContextPtr context, const std::string &function, Turns turns)
    : context_(std::move(context)),
      function_(once_function(context_->functions(), function)),
      turns_(std::move(turns)) {
  prepare_turns(*context_, turns_);
}

void OncePhase::run(Worker &worker, Parts) {
  function_(turned(*context_, turns_, worker.thread, worker.clock.elapsed));
}

RangePhase::RangePhase(ContextPtr context, const std::string &function, PopulationPtr population, Turns turns,
                       std::vector<StoragePtr> hidden)
    : context_(std::move(context)),
      function_(range_function(context_->functions(), function)),
      unseen_(hidden.empty() ? function_ : range_function(context_->functions(), function + "_unseen")),
      population_(std::move(population)),
      turns_(std::move(turns)),
      hidden_(std::move(hidden)) {
  prepare_turns(*context_, turns_);
}

void RangePhase::run(Worker &worker, Parts parts) {
  const Range own = population_->ranks_of(parts);
  if (own.is_empty()) return;
  const RangeFunction function = worker.is_seen ? function_ : unseen_;
  function(turned(*context_, turns_, worker.thread, worker.clock.elapsed), own.lo, own.hi);
}

DetectPhase::DetectPhase(DetectSpec spec)
    : spec_(std::move(spec)),
      block_(spec_.is_serial ? everybody : block_of(spec_.context->functions(), !spec_.hidden.empty())),
      hidden_(*spec_.context, spec_.hidden, block_) {
  const annl_module &module = spec_.context->functions();
  require(module.detect != nullptr || module.reset != nullptr, "the module neither finds spikes nor follows them");
  require(!spec_.updates || module.update != nullptr, "the module has no function 'update'");
  require(spec_.population->is_spiking(), "spikes are detected only in a spiking population");
  if (!spec_.axons) return;
  require(spec_.axons->is_spiking(), "axonal spikes need flags of their own");
  require(spec_.axons->size() == spec_.population->size(), "axonal spikes belong to the same neurons");
}

void DetectPhase::run(Worker &worker, Parts parts) {
  if (spec_.is_serial) parts = spec_.population->partition().all();
  const annl_module &module = spec_.context->functions();
  annl_ctx *ctx = spec_.context->of(worker.thread);
  Emitter neurons{*spec_.population, worker.clock.elapsed, parts, module.reset};
  std::optional<Emitter> axons;
  if (spec_.axons) axons.emplace(*spec_.axons, worker.clock.elapsed, parts, module.axon_reset);
  const Range own = spec_.population->ranks_of(parts);
  const bool hides = !worker.is_seen && !hidden_.is_empty();
  for (Range block{own.lo, own.lo}; block.hi < own.hi;) {
    block = {block.hi, std::min(own.hi, (block.hi & -block_) + block_)}; /* a power of two; draws come in blocks, too */
    if (hides) hidden_.hide(ctx, worker.thread, block.lo);
    if (spec_.updates) module.update(ctx, block.lo, block.hi);
    if (module.detect != nullptr) module.detect(ctx, block.lo, block.hi);
    neurons.follow(ctx, block);
    if (axons) axons->follow(ctx, block);
    if (!spec_.settled.empty()) spec_.recorders->copy_block(*spec_.population, block);
  }
  if (hides) hidden_.show(ctx);
  if (axons) axons->commit();
  neurons.commit();
}

}  // namespace annl
