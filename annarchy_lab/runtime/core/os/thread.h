/* thread.h: what a thread asks of the machine beyond the C++ library. */
#ifndef ANNL_OS_THREAD_H
#define ANNL_OS_THREAD_H
#include <cstdint>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace annl::os {

/* Tells the core that this is a waiting loop. */
inline void relax() noexcept {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/* The core that the calling thread is on, or -1 where the system does not say. */
int current_core() noexcept;

/* Lets the calling thread run on any core that the process may use, but for this one (-1: on any).  A wish:
   where it cannot be fulfilled, nothing changes. */
void keep_off_core(int core) noexcept;

/* How often this process has been forked off from another since the library was loaded.  A fork copies
   memory but no threads; who owns threads compares this number to notice that they are gone. */
std::uint32_t fork_count() noexcept;

}  // namespace annl::os
#endif
