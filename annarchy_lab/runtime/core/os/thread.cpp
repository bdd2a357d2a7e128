#include "thread.h"

#include <atomic>

#if !defined(_WIN32)
#include <pthread.h>
#endif
#if defined(__linux__)
#include <sched.h>
#include <unistd.h>
#endif

namespace annl::os {
namespace {

std::atomic<std::uint32_t> forks{0};

#if !defined(_WIN32)
void count_fork() { forks.fetch_add(1, std::memory_order_relaxed); }
[[maybe_unused]] const int is_registered = pthread_atfork(nullptr, nullptr, count_fork);
#endif

}  // namespace

#if defined(__linux__)

int current_core() noexcept { return sched_getcpu(); }

void keep_off_core(int core) noexcept {
  cpu_set_t allowed;
  /* of the process, not of this thread, which may have been kept off another core before */
  if (sched_getaffinity(getpid(), sizeof allowed, &allowed) != 0) return;
  if (core >= 0 && CPU_COUNT(&allowed) > 1) CPU_CLR(static_cast<std::size_t>(core), &allowed);
  sched_setaffinity(0, sizeof allowed, &allowed);
}

#else

int current_core() noexcept { return -1; }
void keep_off_core(int) noexcept {}

#endif

std::uint32_t fork_count() noexcept { return forks.load(std::memory_order_relaxed); }

}  // namespace annl::os
