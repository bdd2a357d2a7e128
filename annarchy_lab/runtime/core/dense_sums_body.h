/* dense_sums_body.h: weighted sums over the rows of a matrix.  Included once per instruction set, inside its namespace, by
 * synaptic_kernels_body.h.
 */
/* Of a matrix that comes from memory so many rows are read at once: as many as have registers for their sums with AVX-512.
   Intel's processors want each of them fetched ahead, also beyond the end of a page, where they do not look by
   themselves; AMD's take longer if told so.  Out of a cache few rows at once are faster. */
constexpr int n_rows_from_memory = 14;
constexpr int row_bytes_ahead = 512;

/* `n_rows` dendrites side by side: each value of r is loaded once for all of them, weights are fetched `n_ahead` bytes
   before they are needed. */
template <bool is_single, int n_rows, int n_ahead, class T, class W>
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
          if constexpr (n_ahead > 0) __builtin_prefetch(reinterpret_cast<const char *>(w) + n_ahead);
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

/* Narrow weights come twice as fast as r does: with the registers of AVX-512 it serves twice as many rows. */
template <class T, class W>
constexpr int n_rows_from_cache =
    Vector<T>::n_rows * (ANNL_VECTOR_BYTES == 64 ? static_cast<int>(sizeof(T) / sizeof(W)) : 1);

template <bool is_single, int n_rows, int n_ahead, class T, class W>
ANNL_INLINE void sum_dense_rows(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi) {
  constexpr int n_fewer = n_rows > n_rows_from_cache<T, W> ? n_rows_from_cache<T, W> : 1;
  const auto row = [=](i64 post) { return is_single ? weights : weights + post * n; };
  i64 post = lo;
  for (; post + n_rows <= hi; post += n_rows) sum_rows<is_single, n_rows, n_ahead>(target + post, row(post), r, n);
  if constexpr (n_rows > 1) sum_dense_rows<is_single, n_fewer, 0>(target, weights, r, n, post, hi);
}

template <int n_rows, int n_ahead, class T, class W>
ANNL_INLINE void sum_dense_chunks(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  constexpr i64 chunk = 56; /* rows */
  const i64 n_chunks = (hi - lo + chunk - 1) / chunk;
  for (i64 k = 0; k < n_chunks; ++k) {
    const i64 begin = lo + chunk * (is_backward ? n_chunks - 1 - k : k);
    const i64 end = begin + chunk < hi ? begin + chunk : hi;
    sum_dense_rows<false, n_rows, n_ahead>(target, weights, r, n, begin, end);
  }
}

template <class T, class W>
void sum_dense(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  if (n == 1) return sum_single_edges<false>(target, weights, r[0], lo, hi);
  if constexpr (ANNL_VECTOR_BYTES == 64) {
    if ((hi - lo) * n * static_cast<i64>(sizeof(W)) >= large_matrices.n_bytes) {
      constexpr int many = n_rows_from_memory;
      if (!large_matrices.are_rows_fetched) return sum_dense_chunks<many, 0>(target, weights, r, n, lo, hi, is_backward);
      return sum_dense_chunks<many, row_bytes_ahead>(target, weights, r, n, lo, hi, is_backward);
    }
  }
  sum_dense_chunks<n_rows_from_cache<T, W>, 0>(target, weights, r, n, lo, hi, is_backward);
}

/* One weight is in the cache anyway: there is no way back to take. */
template <class T, class W>
void sum_dense_single(T *target, const W *weight, const T *r, i64 n, i64 lo, i64 hi, bool) {
  if (n == 1) return sum_single_edges<true>(target, weight, r[0], lo, hi);
  sum_dense_rows<true, n_rows_from_cache<T, W>, 0>(target, weight, r, n, lo, hi);
}
