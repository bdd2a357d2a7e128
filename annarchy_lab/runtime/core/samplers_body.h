/* samplers_body.h: blocks of Gamma, Binomial and DiscreteUniform.  Included once per instruction set, inside its
 * namespace, after random_body.h.  The arguments are the same for a whole block, so what depends on them is computed
 * once; the bits are those of one element at a time (samplers.cpp).
 */

/* The first attempt of all elements at once; the few that fail try again one by one. */
template <class R>
ANNL_INLINE void gamma_block(R *out, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed,
                             annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  if (!annl_gamma_is_random(shape)) {
    for (annl_i64 i = first; i < last; i++) out[i] = (R)(annl_gamma_certain(shape) * scale);
    return;
  }
  const annl_gamma_law law = annl_gamma_law_of(shape);
  alignas(64) double x[256], u[256], drawn[256];
  alignas(64) annl_u8 is_done[256];
  normal_f64(x, seed, stream, block, 1, rng_step);
  uniform_f64(u, seed, stream, block, 2, rng_step);
  ANNL_IVDEP
  for (int i = 0; i < 256; i++) {
    const double cube = annl_gamma_cube(law, x[i]);
    drawn[i] = law.d * cube;
    is_done[i] = annl_gamma_squeeze(cube, x[i], u[i]);
  }
  for (annl_i64 i = first; i < last; i++) {
    if (is_done[i] || annl_gamma_accept(law, annl_gamma_cube(law, x[i]), x[i], u[i])) continue;
    drawn[i] = annl_gamma_from(1, shape, seed, stream, block * 256 + (annl_u64)i, rng_step);
  }
  if (shape < 1.0) {
    uniform_f64(u, seed, stream, block, 0, rng_step);
    ANNL_IVDEP
    for (int i = 0; i < 256; i++) drawn[i] *= annl_gamma_boost(shape, u[i]);
  }
  ANNL_IVDEP
  for (annl_i64 i = first; i < last; i++) out[i] = (R)(drawn[i] * scale);
}

void gamma_f64(double *out, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed, annl_u64 stream,
               annl_u64 block, annl_u64 rng_step) {
  gamma_block(out, first, last, shape, scale, seed, stream, block, rng_step);
}

void gamma_f32(float *out, annl_i64 first, annl_i64 last, double shape, double scale, annl_u64 seed, annl_u64 stream,
               annl_u64 block, annl_u64 rng_step) {
  gamma_block(out, first, last, shape, scale, seed, stream, block, rng_step);
}

/* The distribution function of one chunk, as far as it was needed so far: sums[k] for k = 0 ... at.k. */
struct BinomialTable {
  annl_binomial_sum at;
  bool is_complete;
  double sums[ANNL_BINOMIAL_TERMS];

  BinomialTable(const annl_binomial_law &law, annl_i32 n) { begin(law, n); }
  void begin(const annl_binomial_law &law, annl_i32 n) {
    at = annl_binomial_sum_of(law, n);
    is_complete = false;
    sums[0] = at.sum;
  }
  void cover(double u) {
    while (u > at.sum && !is_complete) {
      is_complete = !annl_binomial_next(at);
      sums[at.k] = at.sum;
    }
  }
  /* how many of the sums before the last one are below u: the smallest k with u <= sums[k], or the last one */
  annl_i32 find(double u) const {
    annl_i32 below = 0, length = at.k;
    while (length > 0) {
      const annl_i32 half = length / 2;
      const bool is_above = u > sums[below + half];
      below = is_above ? below + half + 1 : below;
      length = is_above ? length - half - 1 : half;
    }
    return below;
  }
};

/* adds the successes of one chunk; few sums are compared one by one, with all elements at once */
ANNL_INLINE void add_successes(annl_i32 *out, annl_i64 first, annl_i64 last, BinomialTable &table, const double *u) {
  for (annl_i64 i = first; i < last; i++) table.cover(u[i]);
  if (table.at.k > 128) {
    for (annl_i64 i = first; i < last; i++) out[i] += table.find(u[i]);
    return;
  }
  for (annl_i32 k = 0; k < table.at.k; k++) {
    const double sum = table.sums[k];
    ANNL_IVDEP
    for (annl_i64 i = first; i < last; i++) out[i] += u[i] > sum;
  }
}

void binomial(annl_i32 *out, annl_i64 first, annl_i64 last, annl_i32 n, double p, annl_u64 seed, annl_u64 stream,
              annl_u64 block, annl_u64 rng_step) {
  const bool is_certain = n <= 0 || !(p > 0.0) || p >= 1.0;
  for (annl_i64 i = first; i < last; i++) out[i] = is_certain && n > 0 && p >= 1.0 ? n : 0;
  if (is_certain) return;
  const annl_binomial_law law = annl_binomial_law_of(p);
  const annl_i32 most = annl_binomial_chunk(law, n);
  BinomialTable table(law, most);
  alignas(64) double u[256];
  annl_u32 draw = 0;
  for (annl_i32 left = n; left > 0; left -= most) {
    if (left < most) table.begin(law, left);
    uniform_f64(u, seed, stream, block, draw++, rng_step);
    add_successes(out, first, last, table, u);
  }
  if (law.is_reversed) {
    for (annl_i64 i = first; i < last; i++) out[i] = n - out[i];
  }
}

void discrete(annl_i32 *out, annl_i64 first, annl_i64 last, annl_i32 least, annl_i32 most, annl_u64 seed,
              annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  const double width = annl_discrete_width(least, most);
  alignas(64) double u[256];
  uniform_f64(u, seed, stream, block, 0, rng_step);
  ANNL_IVDEP
  for (annl_i64 i = first; i < last; i++) out[i] = annl_discrete_of(least, width, u[i]);
}
