#include "memory.h"

#include "time.h"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#if defined(_WIN32)
#include <malloc.h>
#elif defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace annl::os {
namespace {

constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;

std::size_t alignment_of(std::size_t n_bytes) {
  return n_bytes >= huge_from_bytes ? huge_page_bytes : line_bytes;
}

std::size_t rounded_bytes(std::size_t n_bytes) {
  const std::size_t alignment = alignment_of(n_bytes);
  const std::size_t wanted = n_bytes == 0 ? 1 : n_bytes;
  return (wanted + alignment - 1) / alignment * alignment;
}

void *reserve(std::size_t n_bytes) {
#if defined(_WIN32)
  void *memory = _aligned_malloc(rounded_bytes(n_bytes), alignment_of(n_bytes));
#else
  void *memory = std::aligned_alloc(alignment_of(n_bytes), rounded_bytes(n_bytes));
#endif
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

/* Must come before the first touch: a page that exists stays as small as it is. */
void ask_for_huge_pages([[maybe_unused]] void *memory, [[maybe_unused]] std::size_t n_bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  madvise(memory, n_bytes, MADV_HUGEPAGE); /* a wish: refused without harm */
#endif
}

/* A huge page that the machine has at hand costs a fifth of as many small ones.  But a virtual machine may have given
   it back to its host, and then it costs five times as much as they do.  So they are timed as they come. */
constexpr double longest_page_seconds = 0.8e-3;
constexpr int n_small_after_slow = 15;
std::atomic<int> n_small_to_come{0};

/* What is not there yet of memory that ends at `end`; pages that exist stay as they are. */
void go_on_with_small_pages([[maybe_unused]] std::uintptr_t begin, [[maybe_unused]] std::uintptr_t end) {
#if defined(__linux__) && defined(MADV_NOHUGEPAGE)
  n_small_to_come.store(n_small_after_slow, std::memory_order_relaxed);
  const std::uintptr_t next = (begin + huge_page_bytes - 1) / huge_page_bytes * huge_page_bytes;
  if (next < end) madvise(reinterpret_cast<void *>(next), end - next, MADV_NOHUGEPAGE);
#endif
}

#if defined(__SSE2__)
constexpr std::size_t shortest_past_caches = 1024;

/* Whole lines are written past the caches; what stands before and behind them is not. */
void stream(std::byte *to, const std::byte *from, std::size_t n_bytes) noexcept {
  constexpr std::size_t width = sizeof(__m128i);
  const std::size_t begin = (line_bytes - reinterpret_cast<std::uintptr_t>(to) % line_bytes) % line_bytes;
  const std::size_t end = begin + (n_bytes - begin) / line_bytes * line_bytes;
  std::memcpy(to, from, begin);
  for (std::size_t k = begin; k < end; k += width) {
    const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from + k));
    _mm_stream_si128(reinterpret_cast<__m128i *>(to + k), values);
  }
  std::memcpy(to + end, from + end, n_bytes - end);
}
#endif

}  // namespace

void *allocate(std::size_t n_bytes) {
  void *memory = reserve(n_bytes);
  if (n_bytes >= huge_from_bytes) ask_for_huge_pages(memory, rounded_bytes(n_bytes));
  return memory;
}

void *allocate_to_fill(std::size_t n_bytes) {
  if (n_bytes < huge_from_bytes || n_small_to_come.load(std::memory_order_relaxed) <= 0) return allocate(n_bytes);
  n_small_to_come.fetch_sub(1, std::memory_order_relaxed);
  return reserve(n_bytes);
}

void fetch_pages([[maybe_unused]] void *begin, [[maybe_unused]] std::size_t n_bytes,
                 [[maybe_unused]] std::size_t n_left) noexcept {
#if defined(__linux__) && defined(MADV_POPULATE_WRITE)
  static const auto page_bytes = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto address = reinterpret_cast<std::uintptr_t>(begin);
  const std::uintptr_t first = address / page_bytes * page_bytes, end = address + n_bytes;
  const double longest = longest_page_seconds * static_cast<double>(1 + n_bytes / huge_page_bytes);
  const double before = thread_cpu_seconds();
  madvise(reinterpret_cast<void *>(first), end - first, MADV_POPULATE_WRITE); /* a wish, too */
  if (thread_cpu_seconds() - before > longest) go_on_with_small_pages(end, address + n_left);
#endif
}

void copy_past_caches(void *to, const void *from, std::size_t n_bytes) noexcept {
#if defined(__SSE2__)
  if (n_bytes >= shortest_past_caches) {
    return stream(static_cast<std::byte *>(to), static_cast<const std::byte *>(from), n_bytes);
  }
#endif
  std::memcpy(to, from, n_bytes);
}

void end_copies() noexcept {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}

void *allocate_zeroed(std::size_t n_bytes) { return std::memset(allocate(n_bytes), 0, rounded_bytes(n_bytes)); }

void release(void *memory) noexcept {
#if defined(_WIN32)
  _aligned_free(memory);
#else
  std::free(memory);
#endif
}

}  // namespace annl::os
