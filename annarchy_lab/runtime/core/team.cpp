#include "team.h"

#include "os/float_env.h"

namespace annl {
namespace {

/* About two microseconds: longer than a balanced phase is apart, shorter than what a lost core costs. */
constexpr int spins_with_cores = 100;

int spins_for(int n_threads) {
  return n_threads <= static_cast<int>(std::thread::hardware_concurrency()) ? spins_with_cores : 1;
}

}  // namespace

Team::Team(int n_threads) : n_threads_(n_threads), n_spins_(spins_for(n_threads)) {
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
  dismiss();
  job(0);
  gather();
}

void Team::work(int thread) {
  const os::FloatEnvironment environment;
  for (follow(); !is_closing_; follow()) (*job_)(thread);
}

/* Between two jobs all others stand in a meeting that the leader has gathered and not dismissed. */
void Team::follow() {
  const u32 round = round_.load(std::memory_order_relaxed);
  arrived_.fetch_add(1, std::memory_order_acq_rel);
  arrived_.notify_one();
  wait_while(round_, round);
}

void Team::gather() {
  const u32 n_others = static_cast<u32>(n_threads_ - 1);
  for (u32 n = arrived_.load(std::memory_order_acquire); n != n_others; n = arrived_.load(std::memory_order_acquire)) {
    wait_while(arrived_, n);
  }
}

void Team::dismiss() {
  arrived_.store(0, std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
}

void Team::wait_while(std::atomic<u32> &word, u32 value) const {
  for (int spin = 0; spin < n_spins_; ++spin) {
    if (word.load(std::memory_order_acquire) != value) return;
    os::relax();
  }
  word.wait(value, std::memory_order_acquire);
}

}  // namespace annl
