/* flags.h: which of many bytes are set.
 *
 * In: flags, each 0 or 1.  Out: the places of those that are 1, ascending.  Most are 0, so 64 cost one comparison.
 * Not here: what they mean: spikes, pairs to tie, synapses to prune.
 */
#ifndef ANNL_FLAGS_H
#define ANNL_FLAGS_H
#include "annl_types.h"
#include "types.h"

#include <bit>
#include <cstring>

namespace annl {

static_assert(std::endian::native == std::endian::little, "flags are scanned as little-endian words");

ANNL_INLINE u64 flag_word(const u8 *flags) noexcept {
  u64 word;
  std::memcpy(&word, flags, sizeof word);
  return word;
}

ANNL_INLINE bool is_any_of_64(const u8 *flags) noexcept {
  u64 any = 0;
  for (int first = 0; first < 64; first += 8) any |= flag_word(flags + first);
  return any != 0;
}

/* 64 flags as bits: a product brings those of a word together in its upper byte. */
ANNL_INLINE u64 bits_of_64(const u8 *flags) noexcept {
  u64 bits = 0;
  for (int word = 0; word < 8; ++word) bits |= (flag_word(flags + 8 * word) * 0x0102040810204080u >> 56) << (8 * word);
  return bits;
}

/* Calls found(place) for each that is set. */
template <class Found>
ANNL_INLINE void each_flag(const u8 *flags, Range places, const Found &found) {
  i64 place = places.lo;
  for (; place + 64 <= places.hi; place += 64) {
    if (!is_any_of_64(flags + place)) continue;
    for (u64 bits = bits_of_64(flags + place); bits != 0; bits &= bits - 1) found(place + std::countr_zero(bits));
  }
  for (; place < places.hi; ++place) {
    if (flags[place] != 0) found(place);
  }
}

}  // namespace annl
#endif
