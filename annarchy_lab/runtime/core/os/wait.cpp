#include "wait.h"

#if defined(__linux__)
#include <climits>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace annl::os {

#if defined(__linux__)

/* Not by std::atomic::wait, which gives turns away before it sleeps: beside a busy thread each may cost a whole
   slice of the scheduler, while one who sleeps gets the core back at once when woken. */
void sleep_while(std::atomic<std::uint32_t> &word, std::uint32_t value) noexcept {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0);
}

void wake(std::atomic<std::uint32_t> &word) noexcept {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

#else

void sleep_while(std::atomic<std::uint32_t> &word, std::uint32_t value) noexcept { word.wait(value); }
void wake(std::atomic<std::uint32_t> &word) noexcept { word.notify_all(); }

#endif

}  // namespace annl::os
