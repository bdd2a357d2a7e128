#include "team.h"

#include "os/float_env.h"

#include <algorithm>

namespace annl {
namespace {

constexpr int shortest_spin = 10;

/* After spinning, the core goes to whoever is ready, perhaps the thread that is waited for; sleeping at once
   would cost that thread a system call to wake us. */
constexpr int turns_given_away = 30;

}  // namespace

Team::Team(int n_threads) : n_threads_(n_threads), patience_(static_cast<std::size_t>(n_threads)) {
  require(n_threads >= 1 && n_threads <= 1024, "a team has between 1 and 1024 threads");
  for (int thread = 1; thread < n_threads; ++thread) threads_.emplace_back([this, thread] { work(thread); });
  if (n_threads_ > 1) gather(); /* all are waiting for the first job */
}

Team::~Team() {
  if (fork_count_ != os::fork_count()) { /* the threads stayed in the parent process */
    new std::vector<std::thread>(std::move(threads_)); /* never destroyed: they can be neither joined nor detached */
    return;
  }
  is_closing_ = true;
  dismiss();
  for (std::thread &thread : threads_) thread.join();
}

void Team::run(const std::function<void(int)> &job) {
  if (n_threads_ == 1) return job(0);
  job_ = &job;
  leader_core_ = os::current_core();
  dismiss();
  job(0);
  gather();
}

void Team::work(int thread) {
  const os::FloatEnvironment environment;
  int avoided_core = -1;
  for (follow(thread); !is_closing_; follow(thread)) {
    /* threads that wake each other are drawn to one core, and then stay there, waiting for each other */
    if (avoided_core != leader_core_) os::keep_off_core(avoided_core = leader_core_);
    (*job_)(thread);
  }
}

/* Between two jobs all others stand in a meeting that the leader has gathered and not dismissed. */
void Team::follow(int thread) {
  const u32 round = round_.load(std::memory_order_relaxed);
  arrived_.fetch_add(1, std::memory_order_acq_rel);
  arrived_.notify_one();
  wait_while(round_, round, patience_[static_cast<std::size_t>(thread)]);
}

void Team::gather() {
  const u32 n_others = static_cast<u32>(n_threads_ - 1);
  for (u32 n = arrived_.load(std::memory_order_acquire); n != n_others; n = arrived_.load(std::memory_order_acquire)) {
    wait_while(arrived_, n, patience_.front());
  }
}

void Team::dismiss() {
  arrived_.store(0, std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
}

void Team::wait_while(std::atomic<u32> &word, u32 value, Patience &patience) const {
  const auto is_over = [&] { return word.load(std::memory_order_acquire) != value; };
  for (int spin = 0; spin < patience.n_spins; ++spin) {
    if (is_over()) {
      patience.n_spins = std::min(patience.n_spins + 1, longest_spin);
      return;
    }
    os::relax();
  }
  patience.n_spins = std::max(patience.n_spins / 2, shortest_spin);
  for (int turn = 0; turn < turns_given_away; ++turn) {
    if (is_over()) return;
    std::this_thread::yield();
  }
  word.wait(value, std::memory_order_acquire);
}

}  // namespace annl
