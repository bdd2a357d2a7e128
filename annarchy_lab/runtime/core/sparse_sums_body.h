/* sparse_sums_body.h: weighted sums over dendrites whose edges have pre ranks of their own, and delays.  Included once per
 * instruction set, inside its namespace, by synaptic_kernels_body.h.
 */
/* Edges that come from memory are fetched so many bytes ahead, across the ends of dendrites and of pages: one dendrite after
   another is read, and a machine that looks ahead by itself stops at the end of a page. */
constexpr int edge_bytes_ahead = 2048;

template <class V>
ANNL_INLINE void fetch_lanes(const V *of_edges) {
  constexpr int n_bytes = n_lanes * static_cast<int>(sizeof(V));
  const char *ahead = reinterpret_cast<const char *>(of_edges) + edge_bytes_ahead;
  for (int line = 0; line < n_bytes; line += 64) __builtin_prefetch(ahead + line);
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
ANNL_INLINE void fetch(RatesNow<T> of, i64 edge) {
  fetch_lanes(of.pre_ranks + edge);
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
template <class T>
ANNL_INLINE void fetch(RatesLate<T> of, i64 edge) {
  fetch_lanes(of.delays + edge);
  fetch_lanes(of.pre_ranks + edge);
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

template <bool is_single, bool is_fetched, class T, class W, class Rates>
ANNL_INLINE T sum_dendrite(const W *weights, Rates rates, i64 first, i64 n) {
  if (n == 1) return T{0} + T{weights[0]} * rate(rates, first); /* what the lanes would give */
  Lanes<T> lanes;
  clear(lanes);
  i64 j = 0;
  for (; j + n_lanes <= n; j += n_lanes) {
    if constexpr (is_fetched) fetch(rates, first + j);
    if constexpr (is_fetched && !is_single) fetch_lanes(weights + j);
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

template <bool is_single, bool is_fetched, class T, class W, class Rates>
ANNL_INLINE void sum_dendrites(T *target, const W *weights, Rates rates, const i64 *row_ptr, i64 lo, i64 hi) {
  for (i64 post = lo; post < hi; ++post) {
    const i64 first = row_ptr[post];
    const W *own = is_single ? weights : weights + first;
    target[post] += sum_dendrite<is_single, is_fetched, T>(own, rates, first, row_ptr[post + 1] - first);
  }
}

template <bool is_single, class T, class W, class Rates>
ANNL_INLINE void sum_csr_rows(T *target, const W *weights, Rates rates, const i64 *row_ptr, i64 lo, i64 hi) {
  constexpr i64 bytes_per_edge = static_cast<i64>(sizeof(i32) + (is_single ? 0 : sizeof(W)));
  const bool is_large = (row_ptr[hi] - row_ptr[lo]) * bytes_per_edge >= large_matrices.n_bytes;
  if (is_large) return sum_dendrites<is_single, true>(target, weights, rates, row_ptr, lo, hi);
  sum_dendrites<is_single, false>(target, weights, rates, row_ptr, lo, hi);
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
