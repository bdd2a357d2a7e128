#include "phase_rate.h"

namespace annl {
namespace {

template <class T>
class RatePhase final : public Phase {
 public:
  RatePhase(PopulationPtr population, StoragePtr rates) : population_(std::move(population)), rates_(std::move(rates)) {
    require(population_->window() != nullptr, "the population counts no spikes");
    require_storage(rates_, population_->size() * static_cast<i64>(sizeof(T)), "rates");
  }

  void run(Worker &worker, Parts parts) override {
    SpikeWindow &window = *population_->window();
    const i64 elapsed = worker.clock.elapsed;
    for (int part = parts.first; part < parts.last; ++part) {
      window.advance(elapsed, part, population_->spikes().list(elapsed, part));
    }
    const T hz = static_cast<T>(1000.0 / (static_cast<double>(window.n_steps()) * worker.clock.dt));
    const i32 *__restrict counts = window.counts();
    T *__restrict rates = rates_->as<T>();
    const Range own = population_->ranks_of(parts);
    for (i64 rank = own.lo; rank < own.hi; ++rank) rates[rank] = static_cast<T>(counts[rank]) * hz;
  }

 private:
  PopulationPtr population_;
  StoragePtr rates_;
};

}  // namespace

PhasePtr make_rate(PopulationPtr population, StoragePtr rates, bool is_double) {
  if (is_double) return std::make_shared<RatePhase<double>>(std::move(population), std::move(rates));
  return std::make_shared<RatePhase<float>>(std::move(population), std::move(rates));
}

}  // namespace annl
