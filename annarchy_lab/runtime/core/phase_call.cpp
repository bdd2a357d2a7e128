#include "phase_call.h"

namespace annl {
namespace {

template <class Function>
Function require_function(Function function, const std::string &name) {
  if (function == nullptr) throw std::invalid_argument("the module has no function '" + name + "'");
  return function;
}

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

RangePhase::RangePhase(ContextPtr context, const std::string &function, PopulationPtr population, Turns turns)
    : context_(std::move(context)),
      function_(range_function(context_->functions(), function)),
      population_(std::move(population)),
      turns_(std::move(turns)) {
  prepare_turns(*context_, turns_);
}

void RangePhase::run(Worker &worker, Parts parts) {
  const Range own = population_->ranks_of(parts);
  if (own.is_empty()) return;
  function_(turned(*context_, turns_, worker.thread, worker.clock.elapsed), own.lo, own.hi);
}

DetectPhase::DetectPhase(DetectSpec spec) : spec_(std::move(spec)) {
  require_function(spec_.context->functions().detect, "detect");
  require(spec_.population->is_spiking(), "spikes are detected only in a spiking population");
  if (!spec_.axons) return;
  require(spec_.axons->is_spiking(), "axonal spikes need flags of their own");
  require(spec_.axons->size() == spec_.population->size(), "axonal spikes belong to the same neurons");
}

void DetectPhase::run(Worker &worker, Parts parts) {
  if (spec_.is_serial) parts = spec_.population->partition().all();
  const Range own = spec_.population->ranks_of(parts);
  if (!own.is_empty()) spec_.context->functions().detect(spec_.context->of(worker.thread), own.lo, own.hi);
  spec_.population->collect_spikes(worker.clock.elapsed, parts);
  if (spec_.axons) spec_.axons->collect_spikes(worker.clock.elapsed, parts);
}

}  // namespace annl
