#include "phase_deliver.h"

#include "edge_lists.h"
#include "row_sum.h"
#include "synaptic_kernels.h"

#include <algorithm>
#include <optional>

namespace annl {
namespace {

void check_targets(const DeliverSpec &spec, i64 itemsize) {
  require(!spec.targets.empty(), "a delivery needs a target");
  for (const StoragePtr &target : spec.targets) require_storage(target, spec.post->size() * itemsize, "targets");
}

template <class T, class W>
class DeliverCsr final : public Phase {
 public:
  explicit DeliverCsr(DeliverSpec spec) : spec_(std::move(spec)), arrivals_(spec_.pre, spec_.post->size(), spec_.epochs) {
    check_targets(spec_, sizeof(T));
    const i64 n_weights = spec_.is_single ? 1 : arrivals_.n_entries();
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(W)), "weights");
    if (!spec_.is_rewired && EdgeLists::are_of_use(spec_.epochs)) lists_.emplace(spec_.pre, spec_.epochs);
    repartition();
  }

  void repartition() override {
    arrivals_.split(spec_.post->partition());
    if (lists_) lists_->split(spec_.post->partition());
    are_long_ = is_long(arrivals_.mean_length(), spec_.post->size(), sizeof(T));
  }

  void run(Worker &worker, Parts parts) override {
    if (lists_) return add_list(worker, parts);
    const Range own = spec_.post->ranks_of(parts);
    if (own.is_empty()) return;
    arrivals_.each_rows(worker.clock.elapsed, parts, [&](i64 emitted, const i64 *edges, const annl_row *first, i64 n) {
      const std::span rows(first, static_cast<std::size_t>(n));
      worker.n_events += n * arrivals_.mean_length();
      arrivals_.rows_of(emitted).post_ranks().visit([&](const auto *post) {
        for (const StoragePtr &target : spec_.targets) add_rows(target->as<T>(), post, edges, rows, own);
      });
    });
  }

 private:
  template <class Rank>
  void add_rows(T *g, const Rank *post, const i64 *edges, std::span<const annl_row> rows, Range own) const noexcept {
    const W *w = spec_.weights->as<W>();
    const auto add = [&](const auto &weight, const auto &fetch) {
      const RowSum sum{g, post, weight, fetch};
      const i64 n_blocks = are_long_ ? n_blocks_of(own.length() * static_cast<i64>(sizeof(T))) : 1;
      n_blocks > 1 ? sum.add_by_blocks(rows, own, n_blocks) : sum.add(rows);
    };
    if (spec_.is_single) {
      const T single{w[0]};
      add([=](i64) { return single; }, [=](i64 k) { fetch_lines(post + k); });
    } else if (edges != nullptr) {
      add([=](i64 k) { return T{w[edges[k]]}; }, [=](i64 k) { fetch_lines(post + k), fetch_lines(edges + k); });
    } else {
      add([=](i64 k) { return T{w[k]}; }, [=](i64 k) { fetch_lines(post + k), fetch_lines(w + k); });
    }
  }

  void add_list(Worker &worker, Parts parts) {
    const std::span<const EdgeLists::Reached> reached = lists_->due(worker.clock.elapsed, parts);
    worker.n_events += spec_.post->partition().in_all(static_cast<i64>(reached.size()), parts);
    const W *__restrict w = spec_.weights->as<W>();
    for (const StoragePtr &target : spec_.targets) {
      T *__restrict g = target->as<T>();
      if (spec_.is_single) {
        const T weight{w[0]};
        for (const EdgeLists::Reached each : reached) g[each.post] += weight;
      } else {
        for (const EdgeLists::Reached each : reached) g[each.post] += T{w[each.edge]};
      }
    }
  }

  DeliverSpec spec_;
  Arrivals arrivals_;
  std::optional<EdgeLists> lists_;
  bool are_long_ = false; /* rows */
};

template <class T, class W>
class DeliverDense final : public Phase {
 public:
  explicit DeliverDense(DeliverSpec spec)
      : spec_(std::move(spec)), arrivals_(spec_.pre, spec_.post->size(), spec_.epochs) {
    check_targets(spec_, sizeof(T));
    const Range pre = spec_.pre_block;
    const Range post = spec_.post_block;
    require(pre.is_within(spec_.pre->size()), "pre_lo, pre_hi lie outside the population");
    require(post.is_within(spec_.post->size()), "post_lo, post_hi lie outside the population");
    const i64 n_weights = spec_.is_single ? 1 : pre.length() * post.length();
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(W)), "weights");
  }

  void run(Worker &worker, Parts parts) override {
    const Range ranks = spec_.post->ranks_of(parts);
    const Range own{std::max(ranks.lo, spec_.post_block.lo), std::min(ranks.hi, spec_.post_block.hi)};
    if (own.is_empty()) return;
    arrivals_.each(worker.clock.elapsed, [&](i64, std::span<const i32> ranks, std::size_t, i64) {
      const std::span<const i32> covered = inside(ranks);
      worker.n_events += static_cast<i64>(covered.size()) * spec_.post_block.length();
      for (const StoragePtr &target : spec_.targets) add_rows(target->as<T>(), covered, own);
    });
  }

 private:
  /* The spikes of the neurons that the matrix covers. */
  std::span<const i32> inside(std::span<const i32> ranks) const noexcept {
    const auto first = std::lower_bound(ranks.begin(), ranks.end(), spec_.pre_block.lo);
    const auto last = std::lower_bound(first, ranks.end(), spec_.pre_block.hi);
    return {first, last};
  }

  void add_rows(T *g, std::span<const i32> ranks, Range own) const noexcept {
    const i64 n = static_cast<i64>(ranks.size());
    if (n == 0) return;
    const i64 stride = spec_.post_block.length();
    const W *weights = spec_.weights->as<W>();
    if (spec_.is_single) {
      synaptic_kernels<T, W>().add_repeatedly(g + own.lo, T{weights[0]}, n, own.length());
    } else {
      const W *first_row = weights + (own.lo - spec_.post_block.lo);
      synaptic_kernels<T, W>().add_rows(g + own.lo, first_row, stride, spec_.pre_block.lo, ranks.data(), n, own.length());
    }
  }

  DeliverSpec spec_;
  Arrivals arrivals_;
};

}  // namespace

PhasePtr make_deliver_csr(DeliverSpec spec) {
  return make_for_types<DeliverCsr>(std::move(spec));
}

PhasePtr make_deliver_dense(DeliverSpec spec) {
  return make_for_types<DeliverDense>(std::move(spec));
}

}  // namespace annl
