/* team.h: the threads of one network.
 *
 * Thread 0 is the caller; the others live as long as the team and sleep between jobs.  A job may be for some of
 * them only.  They can be called beforehand, so that none is waited for before the system has given it a core.
 * Not here: how many are worth having (governor.h).
 */
#ifndef ANNL_TEAM_H
#define ANNL_TEAM_H
#include "signal.h"

#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace annl {

class Team {
 public:
  explicit Team(int n_threads);
  ~Team();
  Team(const Team &) = delete;
  Team &operator=(const Team &) = delete;

  int n_threads() const noexcept { return n_threads_; }

  /* Wakes the first n threads, and does not wait for them; they stay awake for so long. */
  void call(int n, double awake_seconds) noexcept {
    awake_seconds_.store(awake_seconds, std::memory_order_relaxed);
    order(n, false);
  }
  /* Whether they are awake. */
  bool are_here(int n) const noexcept;

  /* job(thread) on the first n threads, woken where they sleep; returns when all have come back. */
  void run(int n, const std::function<void(int)> &job);

  /* To be called by all threads of a job: everybody waits for everybody, and while they wait thread 0 executes
     `leader`.  What was written before is seen by all afterwards. */
  template <class Leader>
  void meet(int thread, const Leader &leader) {
    if (n_working_ == 1) return leader();
    if (thread != 0) return follow(thread);
    gather();
    leader();
    dismiss();
  }

  /* How long threads of the next job wait for each other before they sleep, beyond some microseconds. */
  void be_patient(double seconds) noexcept { patient_seconds_ = seconds; }

  /* Whether thread 0 has slept for another since this was asked last: somebody else may want a core. */
  bool take_delay() noexcept { return std::exchange(is_delayed_, false); }

 private:
  /* Where a thread gets its orders: even ones to come, odd ones to do the job. */
  struct Seat {
    Signal order;
    alignas(64) std::atomic<bool> is_awake{false};
    Patience patience;
  };

  static bool is_job(u32 order) noexcept { return order % 2 == 1; }
  Seat &seat_of(int thread) const noexcept { return *seats_[static_cast<std::size_t>(thread - 1)]; }
  void order(int n, bool has_job) noexcept;
  void work(int thread);
  void await_order(Seat &seat, u32 last) const noexcept;
  void follow(int thread) noexcept;
  void gather() noexcept;
  void dismiss() noexcept;

  int n_threads_;
  int n_working_ = 1;
  bool is_closing_ = false;
  bool is_delayed_ = false;
  double patient_seconds_ = 0;
  const std::function<void(int)> *job_ = nullptr;
  u32 fork_count_ = os::fork_count();
  std::atomic<int> leader_core_{-1};
  std::atomic<double> awake_seconds_{0};
  Signal arrived_; /* how many of the others have come to this meeting */
  Signal round_;   /* how many meetings are over */
  Patience patience_;
  std::vector<std::unique_ptr<Seat>> seats_; /* of threads 1, 2, ... */
  std::vector<std::thread> threads_;
};

}  // namespace annl
#endif
