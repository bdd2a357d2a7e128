/* wait.h: to sleep until a number changes, and to wake those who do. */
#ifndef ANNL_OS_WAIT_H
#define ANNL_OS_WAIT_H
#include <atomic>
#include <cstdint>

namespace annl::os {

/* Returns at once if the word has another value; else sleeps until somebody calls `wake`, or for no reason. */
void sleep_while(std::atomic<std::uint32_t> &word, std::uint32_t value) noexcept;

/* Wakes all who sleep at the word; costs a system call, whether anybody does or not. */
void wake(std::atomic<std::uint32_t> &word) noexcept;

}  // namespace annl::os
#endif
