/* team.h: the threads of one network.
 *
 * Thread 0 is the caller; the others live as long as the team and sleep between runs.  Waiting is a short
 * spin, then some turns given away, then a sleep in the kernel: two threads on one core must not burn each
 * other's time.
 */
#ifndef ANNL_TEAM_H
#define ANNL_TEAM_H
#include "os/thread.h"
#include "types.h"

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace annl {

class Team {
 public:
  explicit Team(int n_threads);
  ~Team();
  Team(const Team &) = delete;
  Team &operator=(const Team &) = delete;

  int n_threads() const noexcept { return n_threads_; }

  /* job(thread) on all threads; returns when all have come back. */
  void run(const std::function<void(int)> &job);

  /* To be called by all threads inside a job: everybody waits for everybody, and while they wait thread 0
     executes `leader`.  What was written before is seen by all afterwards. */
  template <class Leader>
  void meet(int thread, const Leader &leader) {
    if (n_threads_ == 1) return leader();
    if (thread != 0) return follow(thread);
    gather();
    leader();
    dismiss();
  }

 private:
  /* How long a thread spins before it gives its core away: longer while that succeeds. */
  struct alignas(64) Patience {
    int n_spins = longest_spin;
  };
  static constexpr int longest_spin = 300; /* about three microseconds */

  void work(int thread);
  void follow(int thread);
  void gather();
  void dismiss();
  void wait_while(std::atomic<u32> &word, u32 value, Patience &patience) const;

  int n_threads_;
  int leader_core_ = -1;
  bool is_closing_ = false;
  const std::function<void(int)> *job_ = nullptr;
  u32 fork_count_ = os::fork_count();
  alignas(64) std::atomic<u32> arrived_{0}; /* of the others, at this meeting */
  alignas(64) std::atomic<u32> round_{0};   /* of meetings that are over */
  std::vector<Patience> patience_; /* per thread */
  std::vector<std::thread> threads_;
};

}  // namespace annl
#endif
