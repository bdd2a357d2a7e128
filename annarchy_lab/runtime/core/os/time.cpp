#include "time.h"

#include <chrono>

#if !defined(_WIN32)
#include <time.h>
#endif

namespace annl::os {

double wall_seconds() noexcept {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

double thread_cpu_seconds() noexcept {
#if defined(_WIN32)
  return wall_seconds();
#else
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
#endif
}

}  // namespace annl::os
