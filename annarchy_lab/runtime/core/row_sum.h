/* row_sum.h: what arriving spikes add to g, one row of entries after another.
 *
 * In: g, the post rank and the weight of each entry; the rows of spikes in the order of their arrival.
 * Rows lie anywhere in memory, and the machine foresees no row: while one is added, what comes next is fetched.
 * Not here: which spikes arrive (arrivals.h), where weights come from (phase_deliver.cpp).
 */
#ifndef ANNL_ROW_SUM_H
#define ANNL_ROW_SUM_H
#include "annl_abi.h"
#include "arrivals.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

namespace annl {

/* How many entries are added, and fetched, at a time. */
constexpr i64 n_at_once = 16;
/* Of g: what stays in the first cache while all rows pass. */
constexpr i64 block_bytes = 32768;

/* Whether a row has enough entries in a block of g that the ends of loops cost less than the first cache brings. */
inline bool is_long(i64 row_length, i64 n_post, i64 itemsize) noexcept {
  return row_length * (block_bytes / itemsize) >= 128 * n_post;
}

/* Into how many blocks so much of g is cut. */
inline i64 n_blocks_of(i64 n_bytes) noexcept {
  return 2 * n_bytes > 3 * block_bytes ? (n_bytes + block_bytes - 1) / block_bytes : 1;
}

/* Into the second cache: the first one is left to what is added to. */
template <class Value>
void fetch_lines(const Value *values) noexcept {
  constexpr i64 line = 64 / static_cast<i64>(sizeof(Value));
  for (i64 k = 0; k < n_at_once; k += line) __builtin_prefetch(values + k, 0, 2);
}

/* Four ranks of two bytes come as one word. */
ANNL_INLINE std::array<u64, 4> four_ranks(const u16 *ranks) noexcept {
  u64 word;
  std::memcpy(&word, ranks, sizeof word);
  return {word & 0xffff, word >> 16 & 0xffff, word >> 32 & 0xffff, word >> 48};
}
ANNL_INLINE std::array<i32, 4> four_ranks(const i32 *ranks) noexcept {
  return {ranks[0], ranks[1], ranks[2], ranks[3]};
}

/* weight(k): that of an entry; fetch(k): n_at_once entries from k on are needed soon. */
template <class T, class Rank, class Weight, class Fetch>
struct RowSum {
  T *g;
  const Rank *post;
  Weight weight;
  Fetch fetch;

  void add(std::span<const annl_row> rows) const noexcept {
    for (std::size_t n = 0; n < rows.size(); ++n) {
      const Range ahead = n + 1 < rows.size() ? Range{rows[n + 1].lo, rows[n + 1].hi} : Range{};
      add_while([](i64) { return true; }, {rows[n].lo, rows[n].hi}, ahead);
    }
  }

  /* All rows for one block of post neurons, then all for the next one: to each neuron they come in the same order. */
  void add_by_blocks(std::span<const annl_row> rows, Range own, i64 n_blocks) const noexcept {
    i64 at[Arrivals::most_rows];
    for (std::size_t n = 0; n < rows.size(); ++n) at[n] = rows[n].lo;
    for (i64 block = 1; block <= n_blocks; ++block) {
      const i64 end = own.lo + own.length() * block / n_blocks;
      for (std::size_t n = 0; n < rows.size(); ++n) {
        const std::size_t next = n + 1 < rows.size() ? n + 1 : 0; /* of the next block, as far as it is foreseen */
        const i64 foreseen = (rows[next].hi - rows[next].lo) / n_blocks + n_at_once;
        const Range ahead{at[next], std::min(rows[next].hi, at[next] + foreseen)};
        at[n] = add_while([this, end](i64 k) { return post[k] < end; }, {at[n], rows[n].hi}, ahead);
      }
    }
  }

 private:
  /* The entries of which is_own(k) holds, which come first; returns the first of the others. */
  template <class IsOwn>
  i64 add_while(const IsOwn &is_own, Range entries, Range ahead) const noexcept {
    i64 k = entries.lo;
    for (; k + n_at_once <= entries.hi && is_own(k + n_at_once - 1); k += n_at_once) {
      if (ahead.lo < ahead.hi) fetch(ahead.lo);
      ahead.lo += n_at_once;
      add_entries(k);
    }
    for (; ahead.lo < ahead.hi; ahead.lo += n_at_once) fetch(ahead.lo);
    for (; k < entries.hi && is_own(k); ++k) g[post[k]] += weight(k);
    return k;
  }

  /* The next n_at_once entries.  A row has no rank twice, so sums may be formed before others are stored: the machine
     then asks less often whether it loads what it is just storing.  Of doubles it waits for memory instead. */
  void add_entries(i64 k) const noexcept {
    T *__restrict to = g;
    if constexpr (sizeof(T) == 4) {
      for (const i64 end = k + n_at_once; k < end; k += 4) {
        const auto at = four_ranks(post + k);
        const T sums[4] = {to[at[0]] + weight(k), to[at[1]] + weight(k + 1), to[at[2]] + weight(k + 2),
                           to[at[3]] + weight(k + 3)};
        for (std::size_t j = 0; j < 4; ++j) to[at[j]] = sums[j];
      }
    } else {
      for (const i64 end = k + n_at_once; k < end; ++k) to[post[k]] += weight(k);
    }
  }
};

}  // namespace annl
#endif
