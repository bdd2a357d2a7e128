#include "phase_deliver.h"

#include "edge_lists.h"
#include "synaptic_kernels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace annl {
namespace {

void check_targets(const DeliverSpec &spec, i64 itemsize) {
  require(!spec.targets.empty(), "a delivery needs a target");
  for (const StoragePtr &target : spec.targets) require_storage(target, spec.post->size() * itemsize, "targets");
}

constexpr i64 line_bytes = 64;
/* How many entries are added, and fetched, at a time. */
constexpr i64 n_at_once = 16;

/* Into the second cache: the first one is left to what is added to. */
inline void fetch(const void *line) noexcept { __builtin_prefetch(line, 0, 2); }

template <class Value>
void fetch_lines(const Value *values) noexcept {
  for (i64 k = 0; k < n_at_once; k += line_bytes / static_cast<i64>(sizeof(Value))) fetch(values + k);
}

/* Four ranks of two bytes come as one word. */
ANNL_INLINE std::array<u64, 4> four_ranks(const u16 *ranks) noexcept {
  u64 word;
  std::memcpy(&word, ranks, sizeof word);
  return {word & 0xffff, word >> 16 & 0xffff, word >> 32 & 0xffff, word >> 48};
}
ANNL_INLINE std::array<i32, 4> four_ranks(const i32 *ranks) noexcept { return {ranks[0], ranks[1], ranks[2], ranks[3]}; }

/* The next n_at_once entries.  A row has no rank twice, so sums may be formed before others are stored: the machine
   then asks less often whether it loads what it is just storing.  Of doubles it waits for memory instead. */
template <class T, class Rank, class Weight>
ANNL_INLINE void add_entries(T *__restrict g, const Rank *__restrict post, const Weight &weight, i64 k) noexcept {
  if constexpr (sizeof(T) == 4) {
    for (const i64 end = k + n_at_once; k < end; k += 4) {
      const auto at = four_ranks(post + k);
      const T sums[4] = {g[at[0]] + weight(k), g[at[1]] + weight(k + 1), g[at[2]] + weight(k + 2), g[at[3]] + weight(k + 3)};
      for (std::size_t j = 0; j < 4; ++j) g[at[j]] = sums[j];
    }
  } else {
    for (i64 j = k; j < k + n_at_once; ++j) g[post[j]] += weight(j);
  }
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
  }

  void run(Worker &worker, Parts parts) override {
    if (lists_) return add_list(lists_->due(worker.clock.elapsed, parts));
    arrivals_.each_row(worker.clock.elapsed, parts,
                       [this](const Rows &rows, const i64 *edges, Range entries, Range next) {
                         rows.post_ranks().visit([&](const auto *post) {
                           for (const StoragePtr &target : spec_.targets) {
                             add_row(target->as<T>(), post, edges, entries, next);
                           }
                         });
                       });
  }

 private:
  template <class Rank>
  void add_row(T *__restrict g, const Rank *__restrict post, const i64 *__restrict edges, Range entries,
               Range next) const noexcept {
    const W *__restrict w = spec_.weights->as<W>();
    if (spec_.is_single) {
      const T weight{w[0]};
      each_entry(entries, next, g, post, [=](i64) { return weight; }, [=](i64 k) { fetch_lines(post + k); });
    } else if (edges != nullptr) {
      each_entry(entries, next, g, post, [=](i64 k) { return T{w[edges[k]]}; },
                 [=](i64 k) { fetch_lines(post + k), fetch_lines(edges + k); });
    } else {
      each_entry(entries, next, g, post, [=](i64 k) { return T{w[k]}; },
                 [=](i64 k) { fetch_lines(post + k), fetch_lines(w + k); });
    }
  }

  void add_list(std::span<const EdgeLists::Reached> reached) const noexcept {
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

  /* Rows lie anywhere in memory, and the machine foresees no row: while one is added, the next one is fetched. */
  template <class Rank, class Weight, class Fetch>
  static void each_entry(Range entries, Range next, T *__restrict g, const Rank *__restrict post, const Weight &weight,
                         const Fetch &fetch) noexcept {
    i64 k = entries.lo;
    i64 ahead = next.lo;
    for (; k + n_at_once <= entries.hi; k += n_at_once) {
      if (ahead < next.hi) fetch(ahead);
      ahead += n_at_once;
      add_entries(g, post, weight, k);
    }
    for (; ahead < next.hi; ahead += n_at_once) fetch(ahead);
    for (; k < entries.hi; ++k) g[post[k]] += weight(k);
  }

  DeliverSpec spec_;
  Arrivals arrivals_;
  std::optional<EdgeLists> lists_;
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
