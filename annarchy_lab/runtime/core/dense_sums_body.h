/* dense_sums_body.h: weighted sums over the rows of a matrix.  Included once per instruction set, inside its namespace, by
 * synaptic_kernels_body.h.
 */
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

template <bool is_far, class T, class W>
ANNL_INLINE void sum_dense_chunks(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  constexpr i64 chunk = 56; /* rows */
  const i64 n_chunks = (hi - lo + chunk - 1) / chunk;
  for (i64 k = 0; k < n_chunks; ++k) {
    const i64 begin = lo + chunk * (is_backward ? n_chunks - 1 - k : k);
    sum_dense_rows<false, is_far>(target, weights, r, n, begin, begin + chunk < hi ? begin + chunk : hi);
  }
}

template <class T, class W>
void sum_dense(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward) {
  if (n == 1) return sum_single_edges<false>(target, weights, r[0], lo, hi);
  if constexpr (ANNL_VECTOR_BYTES == 64) {
    const bool is_far = (hi - lo) * n * static_cast<i64>(sizeof(W)) >= far_bytes;
    if (is_far) return sum_dense_chunks<true>(target, weights, r, n, lo, hi, is_backward);
  }
  sum_dense_chunks<false>(target, weights, r, n, lo, hi, is_backward);
}

/* One weight is in the cache anyway: there is no way back to take. */
template <class T, class W>
void sum_dense_single(T *target, const W *weight, const T *r, i64 n, i64 lo, i64 hi, bool) {
  if (n == 1) return sum_single_edges<true>(target, weight, r[0], lo, hi);
  sum_dense_rows<true, false>(target, weight, r, n, lo, hi);
}
