/* gaps_body.h: the gaps between the spikes of a Poisson block.  Included once per instruction set, inside its
 * namespace. */

/* annl_log where it has no special cases: u is what annl_uniform_of gives */
ANNL_INLINE double log_of_uniform(double u) {
  const annl_u64 bits = annl_bits_of(u), exponent = (bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull)) >> 52;
  const double mantissa = annl_f64_of(bits - ((exponent - 1023) << 52));
  const double k = annl_f64_of(0x4330000000000000ull | exponent) - 4503599627371519.0;
  return annl_log_sum(k, mantissa - 1.0, 0.0);
}

ANNL_INLINE annl_i32 gap_of(double u, double log_none) {
  const double gap = log_of_uniform(u) / log_none;
  return (annl_i32)(gap < 1024.0 ? gap : 1024.0);
}

/* Gaps `first` to `first + n - 1` between the candidates of a Poisson block, both multiples of 8, n at most 128: draw
   2j gives gap j, and 1024 stands for all that reach beyond any block.  Where asked for, draw 2j + 1 goes to
   `thinning`. */
void gaps(annl_i32 *out, double *thinning, annl_i64 first, annl_i64 n, double log_none, annl_u64 seed,
          annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  const annl_u64 group = block / 256 * 128 + block % 128;
  const bool is_second = block % 256 >= 128;
  const annl_u32 low = (annl_u32)group, high = (annl_u32)(group >> 32);
  const auto draw = [&](double *drawn, annl_u32 offset) {
    for (annl_i64 done = 0; done < n; done += 8) { /* no group of 8 gaps has two keys: 256 draws have one */
      const annl_random_key key = annl_random_key_of(seed, stream, 2 * (annl_u32)(first + done), rng_step);
      ANNL_IVDEP
      for (annl_u32 l = 0; l < 8; l++) {
        annl_random_key own = key;
        own.draw = key.draw + 2 * l + offset;
        const annl_words w = annl_random_words(own, low, high);
        drawn[done + l] = annl_uniform_of(is_second ? w.x2 : w.x0, is_second ? w.x3 : w.x1);
      }
    }
  };
  alignas(64) double u[128];
  draw(u, 0);
  ANNL_IVDEP
  for (annl_i64 l = 0; l < n; l++) out[l] = gap_of(u[l], log_none);
  if (thinning) draw(thinning, 1);
}

/* What the first gaps of some steps are drawn from, in whole vectors: behind the last one lie some that nobody asked
   for. */
struct GapDraws {
  static constexpr annl_i64 most = 128, in_vector = 16;
  annl_i64 n, n_padded;
  alignas(64) annl_u32 draw[most], step_low[most], upper[most];
};

/* Gaps from the upper words of their draws, in float32; -1 stands for those of which these do not tell enough.  Returns
   whether there are any.
   The logarithm has an error of less than 2^-20 by the lower word, where u is not below 2^-12, and of some units in
   the last place.  Gaps that are as near as that to a whole number are not known: one of some thousands, and more where
   rates are so small that most lie beyond the block. */
ANNL_INLINE bool estimate_gaps(annl_i32 *out, const GapDraws &draws, double log_none) {
  const float per_log = (float)(1.0 / log_none), doubt = per_log * -1.5e-6f;
  annl_i32 any_unknown = 0;
  ANNL_IVDEP
  for (annl_i64 l = 0; l < draws.n_padded; l++) {
    const float u = (float)(annl_i32)(draws.upper[l] >> 1) * 4.65661287307739258e-10f + 2.32830643653869629e-10f;
    const annl_u32 bits = annl_bits_of(u), exponent = (bits + (0x3f800000u - 0x3f3504f3u)) >> 23;
    const float m = annl_f32_of(bits - ((exponent - 127) << 23)), k = (float)((annl_i32)exponent - 127);
    const float s = (m - 1.0f) / (m + 1.0f), z = s * s;
    const float log = k * 0.69314718f + s * (2.0f + z * (0.66666667f + z * (0.4f + z * 0.28571429f)));
    const float gap = log * per_log, near = gap < 1024.0f ? gap : 1024.0f, margin = doubt + gap * 6e-7f;
    const annl_i32 whole = (annl_i32)near;
    const float part = near - (float)whole;
    const bool is_inside = (part > margin) & (part < 1.0f - margin), is_beyond = gap - margin > 1024.0f;
    const bool is_known = (is_inside | is_beyond) & (u > 2.44140625e-4f);
    any_unknown |= !is_known;
    out[l] = is_known ? whole : -1;
  }
  return any_unknown != 0;
}

template <bool is_second>
void first_gaps_of(annl_i32 *out, double *thinning, annl_i64 n, annl_i64 n_steps, double log_none,
                   const annl_random_key &key, annl_u32 low, annl_u32 high) {
  GapDraws draws;
  draws.n = n * n_steps;
  draws.n_padded = (draws.n + draws.in_vector - 1) & -draws.in_vector;
  annl_u32 first = 0, step_low = key.step_low;
  for (annl_i64 l = 0; l < draws.n_padded; l += 8) {
    ANNL_IVDEP
    for (annl_u32 k = 0; k < 8; k++) {
      draws.draw[l + k] = first + 2 * k;
      draws.step_low[l + k] = step_low;
    }
    const bool is_last = first + 16 == 2 * (annl_u32)n;
    first = is_last ? 0 : first + 16;
    step_low += is_last;
  }
  const auto words_of = [&](annl_i64 l, annl_u32 offset) {
    annl_random_key own = key;
    own.draw = draws.draw[l] + offset;
    own.step_low = draws.step_low[l];
    return annl_random_words(own, low, high);
  };
  const auto uniform_of = [&](annl_i64 l, annl_u32 offset) {
    const annl_words w = words_of(l, offset);
    return annl_uniform_of(is_second ? w.x2 : w.x0, is_second ? w.x3 : w.x1);
  };
  if (thinning) {
    for (annl_i64 first = 0; first < draws.n; first += 8) {
      ANNL_IVDEP
      for (annl_i64 l = first; l < first + 8; l++) thinning[l] = uniform_of(l, 1);
    }
  }
  ANNL_IVDEP
  for (annl_i64 l = 0; l < draws.n_padded; l++) {
    const annl_words w = words_of(l, 0);
    draws.upper[l] = is_second ? w.x2 : w.x0;
  }
  if (!estimate_gaps(out, draws, log_none)) return;
  for (annl_i64 l = 0; l < draws.n; l++) {
    if (out[l] < 0) out[l] = gap_of(uniform_of(l, 0), log_none);
  }
}

/* Gaps 0 to n - 1 of a Poisson block, as above, in each of n_steps steps; those of a step follow one another.  n is a
   multiple of 8, n * n_steps at most 128, and `out` has room for 128; `thinning` is as above.  The lower word of rng_step
   does not wrap within these steps. */
void first_gaps(annl_i32 *out, double *thinning, annl_i64 n, annl_i64 n_steps, double log_none, annl_u64 seed,
                annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  const annl_u64 group = block / 256 * 128 + block % 128;
  const annl_random_key key = annl_random_key_of(seed, stream, 0, rng_step);
  const auto draw = block % 256 >= 128 ? first_gaps_of<true> : first_gaps_of<false>;
  draw(out, thinning, n, n_steps, log_none, key, (annl_u32)group, (annl_u32)(group >> 32));
}
