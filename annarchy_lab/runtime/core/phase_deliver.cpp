#include "phase_deliver.h"

#include "synaptic_kernels.h"

#include <algorithm>

namespace annl {
namespace {

void check_ends(const DeliverSpec &spec, i64 itemsize) {
  require(spec.pre->is_spiking(), "only a spiking population delivers spikes");
  require(spec.delay_steps >= 1, "a spike arrives one step later at least");
  require(spec.delay_steps < spec.pre->spikes().n_slots(), "the pre population keeps its spikes for fewer steps");
  require(!spec.targets.empty(), "a delivery needs a target");
  for (const StoragePtr &target : spec.targets) require_storage(target, spec.post->size() * itemsize, "targets");
}

template <class T>
class DeliverCsr final : public Phase {
 public:
  explicit DeliverCsr(DeliverSpec spec)
      : spec_(std::move(spec)), rows_(spec_.row_ptr, spec_.post_ranks, spec_.pre->size(), spec_.post->size()) {
    check_ends(spec_, sizeof(T));
    const i64 n_weights = spec_.is_single ? 1 : rows_.n_entries();
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(T)), "weights");
    if (spec_.edges) require_storage(spec_.edges, rows_.n_entries() * 8, "edges");
    repartition();
  }

  void repartition() override { rows_.split(spec_.post->partition()); }

  void run(Worker &worker, int part) override {
    const i64 emitted = worker.clock.elapsed - spec_.delay_steps;
    for (const StoragePtr &target : spec_.targets) {
      for (int source = 0; source < spec_.pre->spikes().n_parts(); ++source) {
        for (const i32 pre_rank : spec_.pre->spikes().list(emitted, source)) {
          add_row(target->as<T>(), rows_.part_of(pre_rank, part));
        }
      }
    }
  }

 private:
  void add_row(T *__restrict g, Range entries) const noexcept {
    const i32 *__restrict post = rows_.post_ranks();
    const T *__restrict w = spec_.weights->as<T>();
    if (spec_.is_single) {
      const T weight = w[0];
      for (i64 k = entries.lo; k < entries.hi; ++k) g[post[k]] += weight;
    } else if (spec_.edges) {
      const i64 *__restrict edges = spec_.edges->as<i64>();
      for (i64 k = entries.lo; k < entries.hi; ++k) g[post[k]] += w[edges[k]];
    } else {
      for (i64 k = entries.lo; k < entries.hi; ++k) g[post[k]] += w[k];
    }
  }

  DeliverSpec spec_;
  Rows rows_;
};

template <class T>
class DeliverDense final : public Phase {
 public:
  explicit DeliverDense(DeliverSpec spec) : spec_(std::move(spec)) {
    check_ends(spec_, sizeof(T));
    const Range pre = spec_.pre_block;
    const Range post = spec_.post_block;
    require(pre.is_within(spec_.pre->size()), "pre_lo, pre_hi lie outside the population");
    require(post.is_within(spec_.post->size()), "post_lo, post_hi lie outside the population");
    const i64 n_weights = spec_.is_single ? 1 : pre.length() * post.length();
    require_storage(spec_.weights, n_weights * static_cast<i64>(sizeof(T)), "weights");
  }

  void run(Worker &worker, int part) override {
    const Range ranks = spec_.post->part(part);
    const Range own{std::max(ranks.lo, spec_.post_block.lo), std::min(ranks.hi, spec_.post_block.hi)};
    if (own.is_empty()) return;
    const i64 emitted = worker.clock.elapsed - spec_.delay_steps;
    for (const StoragePtr &target : spec_.targets) {
      for (int source = 0; source < spec_.pre->spikes().n_parts(); ++source) {
        add_rows(target->as<T>(), arriving(emitted, source), own);
      }
    }
  }

 private:
  /* The spikes of the neurons that the matrix covers. */
  std::span<const i32> arriving(i64 emitted, int source) const noexcept {
    const std::span<const i32> ranks = spec_.pre->spikes().list(emitted, source);
    const auto first = std::lower_bound(ranks.begin(), ranks.end(), spec_.pre_block.lo);
    const auto last = std::lower_bound(first, ranks.end(), spec_.pre_block.hi);
    return {first, last};
  }

  void add_rows(T *g, std::span<const i32> ranks, Range own) const noexcept {
    const i64 n = static_cast<i64>(ranks.size());
    if (n == 0) return;
    const i64 stride = spec_.post_block.length();
    const T *weights = spec_.weights->as<T>();
    if (spec_.is_single) {
      synaptic_kernels<T>().add_repeatedly(g + own.lo, weights[0], n, own.length());
    } else {
      const T *first_row = weights + (own.lo - spec_.post_block.lo);
      synaptic_kernels<T>().add_rows(g + own.lo, first_row, stride, spec_.pre_block.lo, ranks.data(), n, own.length());
    }
  }

  DeliverSpec spec_;
};

}  // namespace

PhasePtr make_deliver_csr(DeliverSpec spec) {
  if (spec.is_double) return std::make_shared<DeliverCsr<double>>(std::move(spec));
  return std::make_shared<DeliverCsr<float>>(std::move(spec));
}

PhasePtr make_deliver_dense(DeliverSpec spec) {
  if (spec.is_double) return std::make_shared<DeliverDense<double>>(std::move(spec));
  return std::make_shared<DeliverDense<float>>(std::move(spec));
}

}  // namespace annl
