/* random_body.h: blocks of 256 random numbers, many draws of one element, Poisson gaps.  Included once per instruction set, inside its namespace.
 *
 * A block is made in stages over whole arrays: fused into one loop, the generator and the transformation are too long
 * for a compiler to vectorise.
 */

template <int n>
struct WordBlock {
  alignas(64) annl_u32 x0[n], x1[n], x2[n], x3[n];
};

/* the words of the n groups of a block; n is a power of two, so the lower half of the group never carries */
template <int n>
ANNL_INLINE void draw_words(WordBlock<n> &words, const annl_random_key &key, annl_u64 block) {
  const annl_u64 first = block * n;
  const annl_u32 low = (annl_u32)first, high = (annl_u32)(first >> 32);
  ANNL_IVDEP
  for (int l = 0; l < n; l++) {
    const annl_words w = annl_random_words(key, low + (annl_u32)l, high);
    words.x0[l] = w.x0;
    words.x1[l] = w.x1;
    words.x2[l] = w.x2;
    words.x3[l] = w.x3;
  }
}

void uniform_f64(double *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  WordBlock<128> words;
  draw_words(words, annl_random_key_of(seed, stream, draw, rng_step), block);
  ANNL_IVDEP
  for (int l = 0; l < 128; l++) out[l] = annl_uniform_of(words.x0[l], words.x1[l]);
  ANNL_IVDEP
  for (int l = 0; l < 128; l++) out[128 + l] = annl_uniform_of(words.x2[l], words.x3[l]);
}

void normal_f64(double *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  WordBlock<128> words;
  draw_words(words, annl_random_key_of(seed, stream, draw, rng_step), block);
  ANNL_IVDEP
  for (int l = 0; l < 128; l++) {
    annl_normal_pair(words.x0[l], words.x1[l], words.x2[l], words.x3[l], out[l], out[128 + l]);
  }
}

void uniform_f32(float *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  WordBlock<64> words;
  draw_words(words, annl_random_key_of(seed, stream, draw, rng_step), block);
  ANNL_IVDEP
  for (int l = 0; l < 64; l++) {
    out[l] = annl_uniform_of(words.x0[l]);
    out[64 + l] = annl_uniform_of(words.x1[l]);
    out[128 + l] = annl_uniform_of(words.x2[l]);
    out[192 + l] = annl_uniform_of(words.x3[l]);
  }
}

void normal_f32(float *out, annl_u64 seed, annl_u64 stream, annl_u64 block, annl_u32 draw, annl_u64 rng_step) {
  WordBlock<64> words;
  draw_words(words, annl_random_key_of(seed, stream, draw, rng_step), block);
  ANNL_IVDEP
  for (int l = 0; l < 64; l++) annl_normal_pair(words.x0[l], words.x1[l], out[l], out[64 + l]);
  ANNL_IVDEP
  for (int l = 0; l < 64; l++) annl_normal_pair(words.x2[l], words.x3[l], out[128 + l], out[192 + l]);
}

/* n successive draws of one element: a lane is a draw here, and the key changes where its lower 8 bits wrap */
void uniform_draws(double *out, annl_i64 n, annl_u64 seed, annl_u64 stream, annl_u64 element, annl_u32 first_draw,
                   annl_u64 rng_step) {
  const annl_u64 group = element / 256 * 128 + element % 128;
  const bool is_second = element % 256 >= 128;
  while (n > 0) {
    annl_random_key key = annl_random_key_of(seed, stream, first_draw, rng_step);
    const annl_u32 first = key.draw, until_wrap = 256 - first;
    const annl_i32 count = n < (annl_i64)until_wrap ? (annl_i32)n : (annl_i32)until_wrap;
    ANNL_IVDEP
    for (annl_i32 l = 0; l < count; l++) {
      annl_random_key own = key;
      own.draw = first + (annl_u32)l;
      const annl_words w = annl_random_words(own, (annl_u32)group, (annl_u32)(group >> 32));
      out[l] = annl_uniform_of(is_second ? w.x2 : w.x0, is_second ? w.x3 : w.x1);
    }
    out += count;
    n -= count;
    first_draw += (annl_u32)count;
  }
}

/* annl_log where it has no special cases: u is what annl_uniform_of gives */
ANNL_INLINE double log_of_uniform(double u) {
  const annl_u64 bits = annl_bits_of(u), exponent = (bits + (0x3ff0000000000000ull - 0x3fe6a09e667f3bcdull)) >> 52;
  const double mantissa = annl_f64_of(bits - ((exponent - 1023) << 52));
  const double k = annl_f64_of(0x4330000000000000ull | exponent) - 4503599627371519.0;
  return annl_log_sum(k, mantissa - 1.0, 0.0);
}

/* Gaps `first` to `first + n - 1` between the candidates of a Poisson block, both multiples of 8, n at most 128: draw 2j
   gives gap j, and 1024 stands for all that reach beyond any block.  Where asked for, draw 2j + 1 goes to `thinning`. */
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
  for (annl_i64 l = 0; l < n; l++) {
    const double gap = log_of_uniform(u[l]) / log_none;
    out[l] = (annl_i32)(gap < 1024.0 ? gap : 1024.0);
  }
  if (thinning) draw(thinning, 1);
}
