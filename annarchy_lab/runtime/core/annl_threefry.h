/* annl_threefry.h: Threefry4x32, the counter-based generator behind every random number.
 *
 * In: a counter of four words and a key of four words.  Out: four words, a pure function of the two.
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011.
 * Sections are marked as in annl_math.h.  Not here: what counter and key mean, see annl_random.h.
 */
#ifndef ANNL_THREEFRY_H
#define ANNL_THREEFRY_H
#include "annl_types.h" /* cut when pasted: annl_types.h is pasted before */

// [annl:threefry] needs:
/* Round `done` on two pairs of words: add, rotate by p (q) bits, xor. */
#define ANNL_THREEFRY_ROUND(done, a, b, p, c, d, q) \
  if (rounds > (done)) {                            \
    a += b;                                         \
    b = ((b << (p)) | (b >> (32 - (p)))) ^ a;       \
    c += d;                                         \
    d = ((d << (q)) | (d >> (32 - (q)))) ^ c;       \
  }
/* The key enters before round 0 and after every fourth, one word further each time. */
#define ANNL_THREEFRY_KEY(n, k, l, m, o) \
  if (rounds >= 4 * (n)) {               \
    x0 += (k);                           \
    x1 += (l);                           \
    x2 += (m);                           \
    x3 += (o) + (n);                     \
  }
#define ANNL_THREEFRY_FOUR(n)                                   \
  ANNL_THREEFRY_ROUND(4 * (n) + 0, x0, x1, 10, x2, x3, 26)      \
  ANNL_THREEFRY_ROUND(4 * (n) + 1, x0, x3, 11, x2, x1, 21)      \
  ANNL_THREEFRY_ROUND(4 * (n) + 2, x0, x1, 13, x2, x3, 27)      \
  ANNL_THREEFRY_ROUND(4 * (n) + 3, x0, x3, 23, x2, x1, 5)
#define ANNL_THREEFRY_FOUR_MORE(n)                              \
  ANNL_THREEFRY_ROUND(4 * (n) + 0, x0, x1, 6, x2, x3, 20)       \
  ANNL_THREEFRY_ROUND(4 * (n) + 1, x0, x3, 17, x2, x1, 11)      \
  ANNL_THREEFRY_ROUND(4 * (n) + 2, x0, x1, 25, x2, x3, 10)      \
  ANNL_THREEFRY_ROUND(4 * (n) + 3, x0, x3, 18, x2, x1, 20)

/* Turns the counter x0..x3 into the random words.  `rounds`, 0 to 20, is a constant where speed matters:
   everything behind it then folds away. */
ANNL_INLINE void annl_threefry4x32(const int rounds, annl_u32 &x0, annl_u32 &x1, annl_u32 &x2, annl_u32 &x3,
                                   annl_u32 k0, annl_u32 k1, annl_u32 k2, annl_u32 k3) {
  const annl_u32 k4 = 0x1BD11BDAu ^ k0 ^ k1 ^ k2 ^ k3;
  ANNL_THREEFRY_KEY(0, k0, k1, k2, k3)
  ANNL_THREEFRY_FOUR(0)
  ANNL_THREEFRY_KEY(1, k1, k2, k3, k4)
  ANNL_THREEFRY_FOUR_MORE(1)
  ANNL_THREEFRY_KEY(2, k2, k3, k4, k0)
  ANNL_THREEFRY_FOUR(2)
  ANNL_THREEFRY_KEY(3, k3, k4, k0, k1)
  ANNL_THREEFRY_FOUR_MORE(3)
  ANNL_THREEFRY_KEY(4, k4, k0, k1, k2)
  ANNL_THREEFRY_FOUR(4)
  ANNL_THREEFRY_KEY(5, k0, k1, k2, k3)
}
// [annl:end]

#endif
