/* sparse_sums_body.h: weighted sums over dendrites whose edges have pre ranks of their own, and delays.  Included once per
 * instruction set, inside its namespace, by synaptic_kernels_body.h.
 */
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
