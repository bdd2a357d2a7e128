#include "phase_decode.h"

namespace annl {
namespace {

template <class T>
class DecodePhase final : public Phase {
 public:
  explicit DecodePhase(DecodeSpec spec) : spec_(std::move(spec)), arrivals_(spec_.pre, spec_.post->size(), spec_.epochs) {
    const i64 n_weights = spec_.is_single ? 1 : arrivals_.n_entries();
    require(spec_.window != nullptr && spec_.window->n_post() == spec_.post->size(), "the window is of other neurons");
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(T)), "weights");
    require_storage(spec_.target, spec_.post->size() * static_cast<i64>(sizeof(T)), "target");
    require_row_ptr(spec_.row_ptr, spec_.post->size());
    repartition();
  }

  void repartition() override {
    arrivals_.split(spec_.post->partition());
    spec_.window->split(spec_.post->partition().n_parts());
  }

  void run(Worker &worker, int part) override {
    const Range own = spec_.post->part(part);
    const i64 elapsed = worker.clock.elapsed;
    let_go(elapsed - spec_.window->n_steps(), own, part);
    SpikeMemory &memory = spec_.window->memory(part);
    arrivals_.each(elapsed, [&](i64, std::span<const i32> ranks, std::size_t, i64) {
      memory.remember(elapsed, ranks);
      for (const i32 rank : ranks) add(rank, part);
    });
    transmit(own, worker.clock.dt);
  }

 private:
  /* Lets the spikes go that arrived in step `last` or before. */
  void let_go(i64 last, Range own, int part) {
    SpikeMemory &memory = spec_.window->memory(part);
    const bool is_known = own.is_empty() || !spec_.window->is_unknown(own);
    if (is_known) return memory.forget_until(last, [&](i32 rank) { take_away(rank, part); });
    std::fill(spec_.window->sums() + own.lo, spec_.window->sums() + own.hi, 0.0);
    std::fill(spec_.window->counts() + own.lo, spec_.window->counts() + own.hi, 0);
    memory.forget_until(last, [](i32) {});
    memory.each([&](i64, i32 rank) { add(rank, part); });
  }

  /* visit(post rank, weight) for the edges of a pre neuron. */
  template <class Visit>
  void each_edge(i32 rank, int part, const Visit &visit) const {
    const Rows &rows = arrivals_.rows();
    const i64 *edges = spec_.epochs.back().edges ? spec_.epochs.back().edges->as<i64>() : nullptr;
    const i32 *post = rows.post_ranks();
    const T *w = spec_.weights->as<T>();
    const Range entries = rows.part_of(rank, 0, part);
    for (i64 k = entries.lo; k < entries.hi; ++k) {
      visit(post[k], static_cast<double>(w[spec_.is_single ? 0 : edges != nullptr ? edges[k] : k]));
    }
  }

  void add(i32 rank, int part) const {
    double *sums = spec_.window->sums();
    i32 *counts = spec_.window->counts();
    each_edge(rank, part, [=](i32 post, double weight) {
      sums[post] += weight;
      ++counts[post];
    });
  }

  void take_away(i32 rank, int part) const {
    double *sums = spec_.window->sums();
    i32 *counts = spec_.window->counts();
    each_edge(rank, part, [=](i32 post, double weight) {
      --counts[post];
      sums[post] = counts[post] == 0 ? 0.0 : sums[post] - weight;
    });
  }

  void transmit(Range own, double dt) const {
    const double hz = 1000.0 / (static_cast<double>(spec_.window->n_steps()) * dt);
    const double *sums = spec_.window->sums();
    const i64 *row_ptr = spec_.row_ptr->as<i64>();
    T *target = spec_.target->as<T>();
    for (i64 post = own.lo; post < own.hi; ++post) {
      const i64 n_edges = row_ptr[post + 1] - row_ptr[post];
      if (n_edges > 0) target[post] += static_cast<T>(sums[post] * hz / static_cast<double>(n_edges));
    }
  }

  DecodeSpec spec_;
  Arrivals arrivals_;
};

}  // namespace

PhasePtr make_decode(DecodeSpec spec) {
  if (spec.is_double) return std::make_shared<DecodePhase<double>>(std::move(spec));
  return std::make_shared<DecodePhase<float>>(std::move(spec));
}

}  // namespace annl
