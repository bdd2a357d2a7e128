#include "phase_weighted_sum.h"

#include "synaptic_kernels.h"
#include "rows.h"

namespace annl {
namespace {

void check_ends(const WeightedSumSpec &spec, i64 itemsize) {
  require_storage(spec.target, spec.post->size() * itemsize, "target");
  spec.pre.check();
  require_storage(spec.pre.ring, spec.n_pre * itemsize, "pre");
  require(spec.pre.n_slots == 1 || spec.pre.stride_bytes >= spec.n_pre * itemsize, "a slot of the ring is too small");
}

template <class T, class W>
class WeightedSumCsr final : public Phase {
 public:
  explicit WeightedSumCsr(WeightedSumSpec spec) : spec_(std::move(spec)) {
    check_ends(spec_, sizeof(T));
    require_row_ptr(spec_.row_ptr, spec_.post->size());
    const i64 n_edges = spec_.row_ptr->as<i64>()[spec_.post->size()];
    require_storage(spec_.weights, (spec_.is_single ? 1 : n_edges) * static_cast<i64>(sizeof(W)), "weights");
    const i32 *ranks = require_storage(spec_.pre_ranks, n_edges * 4, "pre_ranks")->as<i32>();
    bool is_inside = true;
    for (i64 k = 0; k < n_edges; ++k) is_inside &= ranks[k] >= 0 && ranks[k] < spec_.n_pre;
    require(is_inside, "a pre rank lies outside the pre population");
    if (spec_.delay_of_edge) check_delays(n_edges);
    repartition();
  }

  void repartition() override {
    late_.assign(static_cast<std::size_t>(spec_.post->partition().n_parts()), std::vector<void *>(spec_.late.lags.size()));
  }

  void run(Worker &worker, Parts parts) override {
    if (spec_.delay_of_edge) return sum_late(worker.clock.elapsed, parts);
    const Range own = spec_.post->ranks_of(parts);
    const T *r = static_cast<const T *>(spec_.pre.at(worker.clock.elapsed));
    const auto sum = spec_.is_single ? synaptic_kernels<T, W>().sum_csr_single : synaptic_kernels<T, W>().sum_csr;
    sum(spec_.target->as<T>(), spec_.weights->as<W>(), r, spec_.row_ptr->as<i64>(), spec_.pre_ranks->as<i32>(),
        own.lo, own.hi);
  }

 private:
  void check_delays(i64 n_edges) const {
    spec_.late.check();
    const i32 *delays = require_storage(spec_.delay_of_edge, n_edges * 4, "delay_of_edge")->as<i32>();
    const i64 n_delays = static_cast<i64>(spec_.late.lags.size());
    bool is_known = true;
    for (i64 k = 0; k < n_edges; ++k) is_known &= delays[k] >= 0 && delays[k] < n_delays;
    require(is_known, "an edge has a delay that is not in the table");
  }

  void sum_late(i64 elapsed, Parts parts) {
    std::vector<void *> &pointers = late_[static_cast<std::size_t>(parts.first)];
    spec_.late.point(pointers.data(), elapsed);
    const Range own = spec_.post->ranks_of(parts);
    const auto sum = spec_.is_single ? synaptic_kernels<T, W>().sum_late_single : synaptic_kernels<T, W>().sum_late;
    const auto *rates = reinterpret_cast<const T *const *>(pointers.data());
    sum(spec_.target->as<T>(), spec_.weights->as<W>(), rates, spec_.delay_of_edge->as<i32>(), spec_.row_ptr->as<i64>(),
        spec_.pre_ranks->as<i32>(), own.lo, own.hi);
  }

  WeightedSumSpec spec_;
  std::vector<std::vector<void *>> late_; /* by first part: pointers to the rates, one per delay */
};

template <class T, class W>
class WeightedSumDense final : public Phase {
 public:
  explicit WeightedSumDense(WeightedSumSpec spec) : spec_(std::move(spec)) {
    check_ends(spec_, sizeof(T));
    const Range pre = spec_.pre_block;
    const Range post = spec_.post_block;
    require(pre.is_within(spec_.n_pre), "pre_lo, pre_hi lie outside the population");
    require(post.is_within(spec_.post->size()), "post_lo, post_hi lie outside the population");
    const i64 n_weights = spec_.is_single ? 1 : pre.length() * post.length();
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(W)), "weights");
  }

  void run(Worker &worker, Parts parts) override {
    const Range ranks = spec_.post->ranks_of(parts);
    const i64 first = spec_.post_block.lo;
    const Range own{std::max(ranks.lo, first), std::min(ranks.hi, spec_.post_block.hi)};
    if (own.is_empty()) return;
    const T *r = static_cast<const T *>(spec_.pre.at(worker.clock.elapsed)) + spec_.pre_block.lo;
    const auto sum = spec_.is_single ? synaptic_kernels<T, W>().sum_dense_single : synaptic_kernels<T, W>().sum_dense;
    const bool is_backward = worker.clock.elapsed % 2 == 1;
    sum(spec_.target->as<T>() + first, spec_.weights->as<W>(), r, spec_.pre_block.length(), own.lo - first,
        own.hi - first, is_backward);
  }

 private:
  WeightedSumSpec spec_;
};

}  // namespace

PhasePtr make_weighted_sum_csr(WeightedSumSpec spec) {
  return make_for_types<WeightedSumCsr>(std::move(spec));
}

PhasePtr make_weighted_sum_dense(WeightedSumSpec spec) {
  return make_for_types<WeightedSumDense>(std::move(spec));
}

}  // namespace annl
