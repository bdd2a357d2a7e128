/* memory.h: pages from the operating system.
 *
 * In: a number of bytes.  Out: aligned memory, on huge pages where the system lends them.
 * Not here: who owns the memory (storage.h).
 */
#ifndef ANNL_OS_MEMORY_H
#define ANNL_OS_MEMORY_H
#include <cstddef>

namespace annl::os {

/* A cache line; what every buffer is aligned to at least. */
constexpr std::size_t line_bytes = 64;

/* From here on a buffer asks for huge pages: dense sums read 1.4 times faster from them. */
constexpr std::size_t huge_from_bytes = std::size_t{3} << 20;

/* Memory of at least n_bytes, in whole lines or huge pages; throws std::bad_alloc. */
void *allocate(std::size_t n_bytes);
void *allocate_zeroed(std::size_t n_bytes);
/* The same as `allocate` for what is written once and seldom read, behind `fetch_pages`: on huge pages only while they
   come quickly. */
void *allocate_to_fill(std::size_t n_bytes);

/* Before the first write: many pages at once cost half of what they do one by one, as they are touched.  The memory goes
   on for `n_left` bytes. */
void fetch_pages(void *begin, std::size_t n_bytes, std::size_t n_left) noexcept;
/* Copies what is not read again soon: what lies in the caches stays there.  Others see it after `end_copies`. */
void copy_past_caches(void *to, const void *from, std::size_t n_bytes) noexcept;
/* To be called by the thread that has copied, before it says so. */
void end_copies() noexcept;

void release(void *memory) noexcept;

}  // namespace annl::os
#endif
