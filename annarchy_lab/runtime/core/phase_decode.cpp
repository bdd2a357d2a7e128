#include "phase_decode.h"

#include "synaptic_kernels.h"

namespace annl {
namespace {

template <class T, class W>
class DecodePhase final : public Phase {
 public:
  explicit DecodePhase(DecodeSpec spec) : spec_(std::move(spec)), arrivals_(spec_.pre, spec_.post->size(), spec_.epochs) {
    const i64 n_weights = spec_.is_single ? 1 : arrivals_.n_entries();
    require(spec_.window != nullptr && spec_.window->n_post() == spec_.post->size(), "the window is of other neurons");
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(W)), "weights");
    require_storage(spec_.target, spec_.post->size() * static_cast<i64>(sizeof(T)), "target");
    require_row_ptr(spec_.row_ptr, spec_.post->size());
    const i64 *row_ptr = spec_.row_ptr->as<i64>();
    for (i64 post = 0; post < spec_.post->size(); ++post) {
      n_edges_.push_back(static_cast<double>(row_ptr[post + 1] - row_ptr[post]));
    }
    find_stretches();
    repartition();
  }

  void repartition() override {
    arrivals_.split(spec_.post->partition());
    spec_.window->split(spec_.post->partition().n_parts());
  }

  /* Part by part: each has a memory of its own. */
  void run(Worker &worker, Parts parts) override {
    for (int part = parts.first; part < parts.last; ++part) run_part(worker, part);
  }

 private:
  void run_part(Worker &worker, int part) {
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

  /* The post ranks of most rows follow one another: then so do their sums. */
  void find_stretches() {
    const i64 *row_ptr = spec_.epochs.back().row_ptr->as<i64>();
    const PostRanks &post = arrivals_.rows().post_ranks();
    for (i64 row = 0; row < spec_.pre->size(); ++row) {
      u8 is_stretch = 1;
      for (i64 k = row_ptr[row] + 1; k < row_ptr[row + 1]; ++k) is_stretch &= post[k] == post[k - 1] + 1;
      is_stretch_.push_back(is_stretch);
    }
  }

  void add(i32 rank, int part) const {
    const SynapticKernels<T, W> &kernels = synaptic_kernels<T, W>();
    if (each_sum(rank, part, spec_.is_single ? kernels.come_single : kernels.come)) return;
    double *sums = spec_.window->sums();
    i32 *counts = spec_.window->counts();
    each_edge(rank, part, [=](i32 post, double weight) {
      sums[post] += weight;
      ++counts[post];
    });
  }

  void take_away(i32 rank, int part) const {
    const SynapticKernels<T, W> &kernels = synaptic_kernels<T, W>();
    if (each_sum(rank, part, spec_.is_single ? kernels.leave_single : kernels.leave)) return;
    double *sums = spec_.window->sums();
    i32 *counts = spec_.window->counts();
    each_edge(rank, part, [=](i32 post, double weight) {
      --counts[post];
      sums[post] = counts[post] == 0 ? 0.0 : sums[post] - weight;
    });
  }

  /* Lets a kernel change all sums that a pre neuron reaches, if these and their weights follow one another. */
  template <class Kernel>
  bool each_sum(i32 rank, int part, Kernel kernel) const {
    const bool is_in_order = spec_.is_single || !spec_.epochs.back().edges;
    if (!is_in_order || !is_stretch_[static_cast<std::size_t>(rank)]) return false;
    const Range entries = arrivals_.rows().part_of(rank, 0, {part, part + 1});
    if (entries.is_empty()) return true;
    const i64 first = arrivals_.rows().post_ranks()[entries.lo];
    const W *weights = spec_.weights->as<W>() + (spec_.is_single ? 0 : entries.lo);
    kernel(spec_.window->sums(), spec_.window->counts(), weights, first, first + entries.length());
    return true;
  }

  /* visit(post rank, weight) for the edges of a pre neuron. */
  template <class Visit>
  void each_edge(i32 rank, int part, const Visit &visit) const {
    const Rows &rows = arrivals_.rows();
    const i64 *edges = spec_.epochs.back().edges ? spec_.epochs.back().edges->as<i64>() : nullptr;
    const PostRanks &post = rows.post_ranks();
    const W *w = spec_.weights->as<W>();
    const Range entries = rows.part_of(rank, 0, {part, part + 1});
    for (i64 k = entries.lo; k < entries.hi; ++k) {
      visit(post[k], static_cast<double>(w[spec_.is_single ? 0 : edges != nullptr ? edges[k] : k]));
    }
  }

  void transmit(Range own, double dt) const {
    const double hz = 1000.0 / (static_cast<double>(spec_.window->n_steps()) * dt);
    synaptic_kernels<T, W>().add_rates(spec_.target->as<T>(), spec_.window->sums(), n_edges_.data(), hz, own.lo, own.hi);
  }

  DecodeSpec spec_;
  Arrivals arrivals_;
  std::vector<double> n_edges_;  /* per post neuron */
  std::vector<u8> is_stretch_;   /* per row */
};

}  // namespace

PhasePtr make_decode(DecodeSpec spec) {
  return make_for_types<DecodePhase>(std::move(spec));
}

}  // namespace annl
