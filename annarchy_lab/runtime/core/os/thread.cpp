#include "thread.h"

#include <atomic>

#if !defined(_WIN32)
#include <pthread.h>
#endif

namespace annl::os {
namespace {

std::atomic<std::uint32_t> forks{0};

#if !defined(_WIN32)
void count_fork() { forks.fetch_add(1, std::memory_order_relaxed); }
[[maybe_unused]] const int is_registered = pthread_atfork(nullptr, nullptr, count_fork);
#endif

}  // namespace

std::uint32_t fork_count() noexcept { return forks.load(std::memory_order_relaxed); }

}  // namespace annl::os
