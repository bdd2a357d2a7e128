/* runner.h: a thread that drives a network: start, pause, resume, advance, stop, at a chosen speed.
 *
 * Commands come from any thread and take effect within one step; they return when they have, except on the
 * runner's own thread (from a callback), where they only leave word.
 */
#ifndef ANNL_RUNNER_H
#define ANNL_RUNNER_H
#include "engine.h"
#include "meter.h"
#include "pacer.h"

namespace annl {

enum class RunState { idle, running, paused, finished, stopped, failed };

/* What the runner calls back, on its own thread, holding nothing. */
struct RunnerCalls {
  void *self = nullptr;
  /* Before the step that was asked for: returns the next such step, `Engine::never`, or `failed_callback`. */
  i64 (*before_step)(void *self, i64 step) = nullptr;
  /* Recorders keep more than they may; false if nobody could take it from them. */
  bool (*make_room)(void *self) = nullptr;
  void (*at_end)(void *self, i32 state) = nullptr;
};

constexpr i64 failed_callback = std::numeric_limits<i64>::min();

class Runner : public std::enable_shared_from_this<Runner> {
 public:
  explicit Runner(std::shared_ptr<Engine> engine) : engine_(std::move(engine)), pacer_(engine_->clock().dt()) {}
  ~Runner();

  /* Makes this the driver and waits until the run before has called its end.  Throws if somebody drives. */
  void claim();
  /* To be called after `claim`.  n_steps < 0: endless; speed <= 0: as fast as it goes. */
  void start(i64 n_steps, double speed, RunnerCalls calls);
  void pause();
  void resume();
  /* Executes up to n_steps of a paused run; returns how many. */
  i64 advance(i64 n_steps);
  /* Ends the run and waits for the thread. */
  void stop();
  /* The same for an owner that is going away: nothing is called back any more. */
  void close();
  /* True when the run has ended or failed; waits up to `seconds` for that (negative: for ever). */
  bool wait(double seconds);
  void set_speed(double speed);

  RunState state() const noexcept { return state_.load(std::memory_order_acquire); }
  bool is_started() const noexcept { return is_alive(state()); }
  const Meter &meter() const noexcept { return meter_; }
  /* Why the loop itself failed; empty if it did not. */
  std::string failure() const;

  /* In a forked process: the thread stayed behind. */
  void abandon_thread() noexcept;

 private:
  using Lock = std::unique_lock<std::mutex>;

  static bool is_alive(RunState state) noexcept {
    return state == RunState::running || state == RunState::paused || state == RunState::failed;
  }
  bool is_own_thread() const noexcept { return own_id_.load() == std::this_thread::get_id(); }
  void require_started() const;
  void require_no_edge() const;
  void set_state(RunState state) noexcept;
  void join();

  void main();
  RunState loop(Lock &lock);
  void sit_out_pause(Lock &lock);
  i64 budget(double now);
  void drive(Lock &lock, i64 n_steps);
  void call_back(Lock &lock);
  void make_room(Lock &lock);
  void note_lent(double before) noexcept;
  void fail(const std::string &text) noexcept;

  std::shared_ptr<Engine> engine_;
  std::mutex thread_mutex_; /* guards the handle: two threads may stop at once */
  std::thread thread_;
  std::atomic<std::thread::id> own_id_{};
  RunnerCalls calls_{};
  Meter meter_;
  std::atomic<RunState> state_{RunState::idle};

  mutable std::mutex mutex_; /* guards everything below */
  std::condition_variable changed_;
  Pacer pacer_;
  double speed_ = 1;
  i64 n_left_ = -1;
  i64 n_extra_ = 0; /* steps to take although paused */
  i64 n_taken_ = 0; /* of them */
  bool is_stopping_ = false;
  bool is_closing_ = false;
  bool is_sitting_ = false; /* the thread waits for the end of a pause */
  bool is_paused_ = false;
  bool has_failed_ = false;
  bool is_speed_new_ = false;
  std::string failure_;
};

}  // namespace annl
#endif
