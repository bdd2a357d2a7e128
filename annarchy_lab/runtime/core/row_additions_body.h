/* row_additions_body.h: what arriving spikes add to g, where all post neurons have an edge.  Included once per instruction
 * set, inside its namespace, by synaptic_kernels_body.h.
 */
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
