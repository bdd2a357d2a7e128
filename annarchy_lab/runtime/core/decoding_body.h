/* decoding_body.h: spikes come to the sums of a window, and leave them.  Included once per instruction set, inside its
 * namespace, by synaptic_kernels_body.h.
 */
/* docs/exactness.md, section 3: sums in double, and 0 again without a spike. */
struct Come {
  template <class Sum, class Count>
  ANNL_INLINE void pass(Sum &sum, Count &count, const Sum &weight) {
    sum += weight;
    count += 1;
  }
};

struct Leave {
  ANNL_INLINE void pass(double &sum, i32 &count, double weight) {
    const double rest = sum - weight;
    count -= 1;
    sum = count == 0 ? 0.0 : rest;
  }
  template <class Sum, class Count>
  ANNL_INLINE void pass(Sum &sum, Count &count, const Sum &weight) {
    using Bits = decltype(sum < sum);
    count -= 1;
    sum = (Sum)((Bits)(sum - weight) & __builtin_convertvector(count != 0, Bits));
  }
};

/* The post neurons [lo, hi): one by one up to a whole vector, and behind the last one.  Two spikes after one another meet
   the same sums: where both cut them in the same places, the second one need not wait until what the first one has
   written is in the cache. */
template <class Spike, bool is_single, class W>
void pass_all(double *sums, i32 *counts, const W *weights, i64 lo, i64 hi) {
  using Sums = Vector<double>;
  typedef i32 Counts __attribute__((vector_size(ANNL_VECTOR_BYTES / 2), aligned(4), may_alias));
  const auto pass_one = [=](i64 i) {
    Spike::pass(sums[i], counts[i], static_cast<double>(weights[is_single ? 0 : i - lo]));
  };
  const i64 first_whole = (lo + Sums::n - 1) & -i64{Sums::n};
  const i64 head = first_whole < hi ? first_whole : hi;
  i64 i = lo;
  for (; i < head; ++i) pass_one(i);
  const Sums::type single = Sums::type{} + static_cast<double>(weights[0]);
  for (; i + Sums::n <= hi; i += Sums::n) {
    auto &sum = *reinterpret_cast<Sums::unaligned *>(sums + i);
    auto &count = *reinterpret_cast<Counts *>(counts + i);
    Sums::type new_sum = sum;
    Counts new_count = count;
    if constexpr (is_single) {
      Spike::pass(new_sum, new_count, single);
    } else {
      Spike::pass(new_sum, new_count, load_weights<double>(weights + i - lo));
    }
    sum = new_sum;
    count = new_count;
  }
  for (; i < hi; ++i) pass_one(i);
}

template <class T>
void add_rates(T *__restrict target, const double *__restrict sums, const double *__restrict n_edges, double hz,
               i64 lo, i64 hi) {
  for (i64 post = lo; post < hi; ++post) {
    const T rate = static_cast<T>(sums[post] * hz / n_edges[post]);
    target[post] = n_edges[post] > 0 ? target[post] + rate : target[post];
  }
}
