/* time.h: the clocks of the machine (the network's clock is clock.h). */
#ifndef ANNL_OS_TIME_H
#define ANNL_OS_TIME_H

namespace annl::os {

/* Seconds of a clock that never steps back. */
double wall_seconds() noexcept;

/* Seconds that the calling thread has spent on a core. */
double thread_cpu_seconds() noexcept;

}  // namespace annl::os
#endif
