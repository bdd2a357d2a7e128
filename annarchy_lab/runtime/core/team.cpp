#include "team.h"

#include "os/float_env.h"
#include "os/time.h"

#include <algorithm>

namespace annl {

Team::Team(int n_threads) : n_threads_(n_threads) {
  require(n_threads >= 1 && n_threads <= 1024, "a team has between 1 and 1024 threads");
  for (int thread = 1; thread < n_threads; ++thread) seats_.push_back(std::make_unique<Seat>());
  for (int thread = 1; thread < n_threads; ++thread) threads_.emplace_back([this, thread] { work(thread); });
}

Team::~Team() {
  if (fork_count_ != os::fork_count()) { /* the threads stayed in the parent process */
    new std::vector<std::thread>(std::move(threads_)); /* never destroyed: they can be neither joined nor detached */
    return;
  }
  is_closing_ = true;
  for (const auto &seat : seats_) seat->order.raise();
  for (std::thread &thread : threads_) thread.join();
}

/* ---- thread 0 -------------------------------------------------------------------------------------- */

void Team::order(int n, bool has_job) noexcept {
  leader_core_.store(os::current_core(), std::memory_order_relaxed);
  for (int thread = 1; thread < n; ++thread) {
    Signal &order = seat_of(thread).order;
    order.raise(is_job(order.value()) == has_job ? 2 : 1);
  }
}

bool Team::are_here(int n) const noexcept {
  const auto is_here = [](const auto &seat) { return seat->is_awake.load(std::memory_order_relaxed); };
  return std::all_of(seats_.begin(), seats_.begin() + (n - 1), is_here);
}

void Team::run(int n, const std::function<void(int)> &job) {
  n_working_ = n;
  if (n == 1) return job(0);
  patience_.set_seconds(patient_seconds_);
  job_ = &job;
  order(n, true);
  job(0);
  gather();
  arrived_.set_quietly(0);
}

void Team::gather() noexcept {
  const u32 n_others = static_cast<u32>(n_working_ - 1);
  for (u32 n = arrived_.value(); n != n_others; n = arrived_.value()) is_delayed_ |= arrived_.wait_while(n, patience_);
}

void Team::dismiss() noexcept {
  arrived_.set_quietly(0);
  round_.raise();
}

/* ---- the others ------------------------------------------------------------------------------------ */

void Team::work(int thread) {
  const os::FloatEnvironment environment;
  Seat &seat = seat_of(thread);
  int avoided_core = -1;
  for (u32 last = 0;;) {
    await_order(seat, last);
    last = seat.order.value();
    if (is_closing_) return;
    /* threads that wake each other are drawn to one core, and then stay there, waiting for each other */
    const int core = leader_core_.load(std::memory_order_relaxed);
    if (avoided_core != core) os::keep_off_core(avoided_core = core);
    seat.is_awake.store(true, std::memory_order_relaxed);
    if (!is_job(last)) continue;
    seat.patience.set_seconds(patient_seconds_);
    (*job_)(thread);
    arrived_.raise();
  }
}

void Team::await_order(Seat &seat, u32 last) const noexcept {
  const double awake_seconds = awake_seconds_.load(std::memory_order_relaxed);
  seat.patience.set_seconds(is_job(last) ? 0 : awake_seconds); /* one who was called will be needed */
  if (seat.order.waits_awake(last, seat.patience)) return;
  seat.is_awake.store(false, std::memory_order_relaxed);
  seat.order.sleeps_while(last);
}

void Team::follow(int thread) noexcept {
  const u32 round = round_.value();
  arrived_.raise();
  round_.wait_while(round, seat_of(thread).patience);
}

}  // namespace annl
