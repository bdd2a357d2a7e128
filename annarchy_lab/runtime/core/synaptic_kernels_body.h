/* synaptic_kernels_body.h: the text of the kernels.  The including file defines
 *   ANNL_VECTOR_BYTES  width of a vector register
 *   ANNL_TABLE_F32, ANNL_TABLE_F64, ANNL_TABLE_MIXED  names of the tables; the last is of float weights among double
 * Nothing of the C++ library is used here: an inline function of it, compiled for a wide machine, could be
 * the copy that the linker keeps for everybody.
 */
namespace annl {
namespace {

/* The number of lanes of a dendrite's sum is part of the meaning of a sum (docs/exactness.md). */
constexpr int n_lanes = 16;

template <class T>
struct Vector {
  static constexpr int n = ANNL_VECTOR_BYTES / static_cast<int>(sizeof(T));
  static constexpr int per_row = n_lanes / n;
  /* as many rows at once as keep eight registers of sums busy */
  static constexpr int n_rows = 8 / per_row;
  typedef T type __attribute__((vector_size(ANNL_VECTOR_BYTES)));
  typedef T unaligned __attribute__((vector_size(ANNL_VECTOR_BYTES), aligned(alignof(T)), may_alias));
};

/* The sums of one dendrite while they are formed. */
template <class T>
struct Lanes {
  typename Vector<T>::type part[Vector<T>::per_row];
};

template <class T>
ANNL_INLINE void clear(Lanes<T> &lanes) {
  for (int v = 0; v < Vector<T>::per_row; ++v) lanes.part[v] = typename Vector<T>::type{};
}

template <class T>
ANNL_INLINE typename Vector<T>::type load(const T *values) {
  return *reinterpret_cast<const typename Vector<T>::unaligned *>(values);
}

/* As many weights as a vector of T has elements, widened.  Written out, since GCC makes one instruction of this, but
   three of __builtin_convertvector. */
template <class T, class W>
ANNL_INLINE typename Vector<T>::type load_weights(const W *w) {
  using V = typename Vector<T>::type;
  if constexpr (sizeof(W) == sizeof(T)) {
    return load(w);
  } else if constexpr (Vector<T>::n == 2) {
    return V{w[0], w[1]};
  } else if constexpr (Vector<T>::n == 4) {
    return V{w[0], w[1], w[2], w[3]};
  } else {
    static_assert(Vector<T>::n == 8);
    return V{w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]};
  }
}

/* 0, 1, 2, ... as a vector of integers as wide as T. */
template <class T>
ANNL_INLINE auto positions() {
  decltype(typename Vector<T>::type{} < typename Vector<T>::type{}) at{};
  for (int l = 0; l < Vector<T>::n; ++l) at[l] = l;
  return at;
}

/* The last edges, which do not fill all lanes; values(l, n) gives those from lane l on, of which n count.  Whole vectors
   are loaded all the same: storage has a margin behind its end (storage.h), and what lies there is computed with and
   thrown away. */
template <bool is_single, class T, class W, class Values>
ANNL_INLINE void add_left(Lanes<T> &lanes, const W *weights, int n_left, const Values &values) {
  for (int v = 0; v < Vector<T>::per_row; ++v) {
    const int first = v * Vector<T>::n;
    if (first >= n_left) return;
    const typename Vector<T>::type x = values(first, n_left - first);
    typename Vector<T>::type product;
    if constexpr (is_single) {
      product = T{weights[0]} * x;
    } else {
      product = load_weights<T>(weights + first) * x;
    }
    lanes.part[v] = positions<T>() < n_left - first ? lanes.part[v] + product : lanes.part[v];
  }
}

/* The tree: lane l + lane l + s for s = 8, 4, 2, 1. */
template <class T>
ANNL_INLINE T sum_of(Lanes<T> &lanes) {
  for (int s = Vector<T>::per_row / 2; s > 0; s /= 2) {
    for (int v = 0; v < s; ++v) lanes.part[v] += lanes.part[v + s];
  }
  T lane[Vector<T>::n];
  for (int l = 0; l < Vector<T>::n; ++l) lane[l] = lanes.part[0][l];
  for (int s = Vector<T>::n / 2; s > 0; s /= 2) {
    for (int l = 0; l < s; ++l) lane[l] += lane[l + s];
  }
  return lane[0];
}

/* Matrices from here on come from memory.  It brings more where more rows are asked for at once, all whose sums find a
   register, and each is fetched so many bytes ahead, also beyond the end of a page, where the machine does not look by
   itself.  Out of a cache the same costs more than it brings. */
constexpr i64 far_bytes = i64{16} << 20;
constexpr i64 fetched_ahead = 512;
constexpr int n_far_sums = 28;

/* `n_rows` dendrites side by side: each value of r is loaded once for all of them. */
template <bool is_single, bool is_far, int n_rows, class T, class W>
ANNL_INLINE void sum_rows(T *target, const W *weights, const T *r, i64 n) {
  Lanes<T> lanes[n_rows];
  for (int k = 0; k < n_rows; ++k) clear(lanes[k]);
  i64 j = 0;
  for (; j + n_lanes <= n; j += n_lanes) {
    for (int v = 0; v < Vector<T>::per_row; ++v) {
      const typename Vector<T>::type x = load(r + j + v * Vector<T>::n);
      for (int k = 0; k < n_rows; ++k) {
        if constexpr (is_single) {
          lanes[k].part[v] += T{weights[0]} * x;
        } else {
          const W *w = weights + k * n + j + v * Vector<T>::n;
          if constexpr (is_far) __builtin_prefetch(reinterpret_cast<const char *>(w) + fetched_ahead);
          lanes[k].part[v] += load_weights<T>(w) * x;
        }
      }
    }
  }
  for (int k = 0; k < n_rows; ++k) {
    add_left<is_single>(lanes[k], is_single ? weights : weights + k * n + j, static_cast<int>(n - j),
                        [=](int l, int) { return load(r + j + l); });
    target[k] += sum_of(lanes[k]);
  }
}

/* Dendrites of one edge: what the lanes would give. */
template <bool is_single, class T, class W>
ANNL_INLINE void sum_single_edges(T *__restrict target, const W *__restrict weights, T x, i64 lo, i64 hi) {
  for (i64 post = lo; post < hi; ++post) target[post] += T{0} + weights[is_single ? 0 : post] * x;
}

template <bool is_single, bool is_far, class T, class W>
ANNL_INLINE void sum_dense_rows(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi) {
  /* Narrow weights come twice as fast as r does: with the registers of AVX-512 it serves twice as many rows. */
  constexpr int n_near = Vector<T>::n_rows * (ANNL_VECTOR_BYTES == 64 ? static_cast<int>(sizeof(T) / sizeof(W)) : 1);
  constexpr int n_rows = is_far ? n_far_sums / Vector<T>::per_row : n_near;
  const auto row = [=](i64 post) { return is_single ? weights : weights + post * n; };
  i64 post = lo;
  for (; post + n_rows <= hi; post += n_rows) sum_rows<is_single, is_far, n_rows>(target + post, row(post), r, n);
  if constexpr (is_far) return sum_dense_rows<is_single, false>(target, weights, r, n, post, hi);
  for (; post < hi; ++post) sum_rows<is_single, is_far, 1>(target + post, row(post), r, n);
}

template <bool is_single, bool is_far, class T, class W>
ANNL_INLINE void sum_dense_chunks(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  constexpr i64 chunk = 56; /* rows */
  const i64 n_chunks = (hi - lo + chunk - 1) / chunk;
  for (i64 k = 0; k < n_chunks; ++k) {
    const i64 begin = lo + chunk * (is_backward ? n_chunks - 1 - k : k);
    sum_dense_rows<is_single, is_far>(target, weights, r, n, begin, begin + chunk < hi ? begin + chunk : hi);
  }
}

template <bool is_single, class T, class W>
ANNL_INLINE void sum_dense_block(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  if (n == 1) return sum_single_edges<is_single>(target, weights, r[0], lo, hi);
  if constexpr (is_single) return sum_dense_rows<is_single, false>(target, weights, r, n, lo, hi);
  const bool is_far = ANNL_VECTOR_BYTES == 64 && (hi - lo) * n * static_cast<i64>(sizeof(W)) >= far_bytes;
  if (is_far) return sum_dense_chunks<is_single, true>(target, weights, r, n, lo, hi, is_backward);
  sum_dense_chunks<is_single, false>(target, weights, r, n, lo, hi, is_backward);
}

/* What the edges of a dendrite see: the rate now, or as long ago as their delay says. */
template <class T>
struct RatesNow {
  const T *r;
  const i32 *pre_ranks;
};
template <class T>
ANNL_INLINE T rate(RatesNow<T> of, i64 edge) {
  return of.r[of.pre_ranks[edge]];
}

template <class T>
struct RatesLate {
  const T *const *r;
  const i32 *delays;
  const i32 *pre_ranks;
};
template <class T>
ANNL_INLINE T rate(RatesLate<T> of, i64 edge) {
  return of.r[of.delays[edge]][of.pre_ranks[edge]];
}

/* A vector of what edges see.  Written out: values that go through memory one by one are waited for when they are loaded
   at once.  Lanes from n_left on see what the first one sees. */
template <class T, class Rates>
ANNL_INLINE typename Vector<T>::type rates_from(Rates rates, i64 edge, int n_left = n_lanes) {
  const auto at = [=](int l) { return rate(rates, edge + (l < n_left ? l : 0)); };
  using V = typename Vector<T>::type;
  if constexpr (Vector<T>::n == 2) {
    return V{at(0), at(1)};
  } else if constexpr (Vector<T>::n == 4) {
    return V{at(0), at(1), at(2), at(3)};
  } else if constexpr (Vector<T>::n == 8) {
    return V{at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)};
  } else {
    static_assert(Vector<T>::n == 16);
    return V{at(0), at(1), at(2),  at(3),  at(4),  at(5),  at(6),  at(7),
             at(8), at(9), at(10), at(11), at(12), at(13), at(14), at(15)};
  }
}

template <bool is_single, class T, class W, class Rates>
ANNL_INLINE T sum_dendrite(const W *weights, Rates rates, i64 first, i64 n) {
  if (n == 1) return T{0} + T{weights[0]} * rate(rates, first); /* what the lanes would give */
  Lanes<T> lanes;
  clear(lanes);
  i64 j = 0;
  for (; j + n_lanes <= n; j += n_lanes) {
    for (int v = 0; v < Vector<T>::per_row; ++v) {
      const typename Vector<T>::type x = rates_from<T>(rates, first + j + v * Vector<T>::n);
      if constexpr (is_single) {
        lanes.part[v] += T{weights[0]} * x;
      } else {
        lanes.part[v] += load_weights<T>(weights + j + v * Vector<T>::n) * x;
      }
    }
  }
  add_left<is_single>(lanes, is_single ? weights : weights + j, static_cast<int>(n - j), [=](int l, int n_left) {
    return rates_from<T>(rates, first + j + l, n_left);
  });
  return sum_of(lanes);
}

template <bool is_single, class T, class W, class Rates>
ANNL_INLINE void sum_csr_rows(T *target, const W *weights, Rates rates, const i64 *row_ptr, i64 lo, i64 hi) {
  for (i64 post = lo; post < hi; ++post) {
    const i64 first = row_ptr[post];
    const i64 n = row_ptr[post + 1] - first;
    target[post] += sum_dendrite<is_single, T>(is_single ? weights : weights + first, rates, first, n);
  }
}

template <class T, class W>
void sum_dense(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  sum_dense_block<false>(target, weights, r, n, lo, hi, is_backward);
}

template <class T, class W>
void sum_dense_single(T *target, const W *weight, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  sum_dense_block<true>(target, weight, r, n, lo, hi, is_backward);
}

template <class T, class W>
void sum_csr(T *target, const W *weights, const T *r, const i64 *row_ptr, const i32 *pre_ranks, i64 lo, i64 hi) {
  sum_csr_rows<false>(target, weights, RatesNow<T>{r, pre_ranks}, row_ptr, lo, hi);
}

template <class T, class W>
void sum_csr_single(T *target, const W *weight, const T *r, const i64 *row_ptr, const i32 *pre_ranks, i64 lo, i64 hi) {
  sum_csr_rows<true>(target, weight, RatesNow<T>{r, pre_ranks}, row_ptr, lo, hi);
}

template <class T, class W>
void sum_late(T *target, const W *weights, const T *const *r, const i32 *delays, const i64 *row_ptr,
              const i32 *pre_ranks, i64 lo, i64 hi) {
  sum_csr_rows<false>(target, weights, RatesLate<T>{r, delays, pre_ranks}, row_ptr, lo, hi);
}

template <class T, class W>
void sum_late_single(T *target, const W *weight, const T *const *r, const i32 *delays, const i64 *row_ptr,
                     const i32 *pre_ranks, i64 lo, i64 hi) {
  sum_csr_rows<true>(target, weight, RatesLate<T>{r, delays, pre_ranks}, row_ptr, lo, hi);
}

/* Several rows per pass: g is loaded and stored so much less often, in the same order of additions. */
template <class T, class W>
ANNL_INLINE void add_four(T *__restrict g, const W *__restrict a, const W *__restrict b, const W *__restrict c,
                          const W *__restrict d, i64 length) {
  for (i64 i = 0; i < length; ++i) g[i] = (((g[i] + T{a[i]}) + T{b[i]}) + T{c[i]}) + T{d[i]};
}

template <class T, class W>
ANNL_INLINE void add_three(T *__restrict g, const W *__restrict a, const W *__restrict b, const W *__restrict c,
                           i64 length) {
  for (i64 i = 0; i < length; ++i) g[i] = ((g[i] + T{a[i]}) + T{b[i]}) + T{c[i]};
}

template <class T, class W>
ANNL_INLINE void add_two(T *__restrict g, const W *__restrict a, const W *__restrict b, i64 length) {
  for (i64 i = 0; i < length; ++i) g[i] = (g[i] + T{a[i]}) + T{b[i]};
}

template <class T, class W>
ANNL_INLINE void add_one(T *__restrict g, const W *__restrict a, i64 length) {
  for (i64 i = 0; i < length; ++i) g[i] += T{a[i]};
}

template <class T, class W>
void add_rows(T *g, const W *rows, i64 stride, i64 first_rank, const i32 *ranks, i64 n_ranks, i64 length) {
  constexpr i64 tile = 8192 / sizeof(T); /* of g: stays in the first cache while all rows pass */
  for (i64 begin = 0; begin < length; begin += tile) {
    const i64 n = length - begin < tile ? length - begin : tile;
    const auto row = [=](i64 k) { return rows + (ranks[k] - first_rank) * stride + begin; };
    i64 k = 0;
    for (; k + 4 <= n_ranks; k += 4) add_four(g + begin, row(k), row(k + 1), row(k + 2), row(k + 3), n);
    if (n_ranks - k == 3) add_three(g + begin, row(k), row(k + 1), row(k + 2), n);
    if (n_ranks - k == 2) add_two(g + begin, row(k), row(k + 1), n);
    if (n_ranks - k == 1) add_one(g + begin, row(k), n);
  }
}

template <class T>
void add_repeatedly(T *g, T weight, i64 n, i64 length) {
  constexpr i64 tile = 64;
  for (i64 begin = 0; begin < length; begin += tile) {
    const i64 m = length - begin < tile ? length - begin : tile;
    for (i64 k = 0; k < n; ++k) {
      for (i64 i = 0; i < m; ++i) g[begin + i] += weight;
    }
  }
}

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
ANNL_INLINE void pass_all(double *sums, i32 *counts, const W *weights, i64 lo, i64 hi) {
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

template <class W>
void come(double *sums, i32 *counts, const W *weights, i64 lo, i64 hi) {
  pass_all<Come, false>(sums, counts, weights, lo, hi);
}

template <class W>
void come_single(double *sums, i32 *counts, const W *weight, i64 lo, i64 hi) {
  pass_all<Come, true>(sums, counts, weight, lo, hi);
}

template <class W>
void leave(double *sums, i32 *counts, const W *weights, i64 lo, i64 hi) {
  pass_all<Leave, false>(sums, counts, weights, lo, hi);
}

template <class W>
void leave_single(double *sums, i32 *counts, const W *weight, i64 lo, i64 hi) {
  pass_all<Leave, true>(sums, counts, weight, lo, hi);
}

template <class T>
void add_rates(T *__restrict target, const double *__restrict sums, const double *__restrict n_edges, double hz,
               i64 lo, i64 hi) {
  for (i64 post = lo; post < hi; ++post) {
    const T rate = static_cast<T>(sums[post] * hz / n_edges[post]);
    target[post] = n_edges[post] > 0 ? target[post] + rate : target[post];
  }
}

template <class T, class W>
constexpr SynapticKernels<T, W> table{
    add_rows<T, W>,       add_repeatedly<T>, sum_dense<T, W>, sum_dense_single<T, W>, sum_csr<T, W>,
    sum_csr_single<T, W>, sum_late<T, W>,    sum_late_single<T, W>, come<W>,          come_single<W>,
    leave<W>,             leave_single<W>,   add_rates<T>};

}  // namespace

constinit const SynapticKernels<float, float> ANNL_TABLE_F32 = table<float, float>;
constinit const SynapticKernels<double, double> ANNL_TABLE_F64 = table<double, double>;
constinit const SynapticKernels<double, float> ANNL_TABLE_MIXED = table<double, float>;

}  // namespace annl
