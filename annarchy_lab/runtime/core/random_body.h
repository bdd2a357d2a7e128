/* random_body.h: blocks of 256 random numbers, many draws of one element.  Included once per instruction set, inside its namespace.
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

/* The marked elements among `first` to `last` of a block; marks[0] is that of the first one. */
ANNL_INLINE annl_i32 list_marked(annl_i32 *listed, const annl_u8 *marks, annl_i32 first, annl_i32 last) {
  annl_i32 n = 0;
  each_flag(marks, {0, last - first}, [&](annl_i64 place) { listed[n++] = first + (annl_i32)place; });
  return n;
}

/* Uniform numbers of those alone, each in its place; n groups in a block, value(words, nth) is the nth number of one. */
template <int n, class Real, class Value>
ANNL_INLINE void draw_marked(Real *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last,
                             const annl_random_key &key, annl_u64 block, const Value &value) {
  constexpr annl_i32 at_once = 16;
  const annl_u64 group = block * n;
  annl_i32 listed[256 + at_once];
  const annl_i32 n_listed = list_marked(listed, marks, first, last);
  for (annl_i32 l = 0; l < at_once; l++) listed[n_listed + l] = 0;
  for (annl_i32 done = 0; done < n_listed; done += at_once) {
    const annl_i32 *at = listed + done;
    Real drawn[at_once];
    ANNL_IVDEP
    for (annl_i32 l = 0; l < at_once; l++) {
      const annl_words w = annl_random_words(key, (annl_u32)group + (annl_u32)(at[l] % n), (annl_u32)(group >> 32));
      drawn[l] = value(w, at[l] / n);
    }
    for (annl_i32 l = 0; l < at_once && done + l < n_listed; l++) out256[at[l]] = drawn[l];
  }
}

void uniform_marked_f64(double *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                        annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  const annl_random_key key = annl_random_key_of(seed, stream, 0, rng_step);
  draw_marked<128>(out256, marks, first, last, key, block, [](const annl_words &w, annl_i32 nth) {
    return annl_uniform_of(nth == 0 ? w.x0 : w.x2, nth == 0 ? w.x1 : w.x3);
  });
}

void uniform_marked_f32(float *out256, const annl_u8 *marks, annl_i32 first, annl_i32 last, annl_u64 seed,
                        annl_u64 stream, annl_u64 block, annl_u64 rng_step) {
  const annl_random_key key = annl_random_key_of(seed, stream, 0, rng_step);
  draw_marked<64>(out256, marks, first, last, key, block, [](const annl_words &w, annl_i32 nth) {
    const annl_u32 first_half = nth == 0 ? w.x0 : w.x1, second_half = nth == 2 ? w.x2 : w.x3;
    return annl_uniform_of(nth < 2 ? first_half : second_half);
  });
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
