#include "runner.h"

namespace annl {
namespace {

constexpr i64 endless = -1;
constexpr i64 many_steps = i64{1} << 62;

/* A drive is about a chunk long, so that figures and signals stay fresh; commands end it at once. */
constexpr double slice_seconds = Pacer::chunk_seconds;

}  // namespace

Runner::~Runner() {
  if (thread_.joinable()) thread_.detach(); /* destroyed by its own thread, which is about to end */
}

/* ---- commands -------------------------------------------------------------------------------------- */

void Runner::claim() {
  if (is_own_thread()) throw std::runtime_error("a run cannot be started by the end of the one before it");
  if (!engine_->claim()) throw std::runtime_error("the network is running already");
  join();
}

void Runner::start(i64 n_steps, double speed, RunnerCalls calls) {
  calls_ = calls;
  speed_ = speed;
  n_left_ = n_steps < 0 ? endless : n_steps;
  n_extra_ = n_taken_ = 0;
  is_stopping_ = is_paused_ = is_sitting_ = has_failed_ = false;
  failure_.clear();
  set_state(RunState::running);
  try {
    const std::lock_guard lock(thread_mutex_);
    thread_ = std::thread([self = shared_from_this()] { self->main(); });
  } catch (...) { /* the system has no thread for us */
    set_state(RunState::stopped);
    engine_->disclaim();
    throw;
  }
}

void Runner::require_started() const {
  if (!is_started()) throw std::runtime_error("the network is not running; start it first");
}

/* The thread may be waiting for the edge, and then hears no command. */
void Runner::require_no_edge() const {
  if (engine_->edge().is_mine()) throw std::runtime_error("the run cannot be commanded while its edge is held");
}

void Runner::pause() {
  require_no_edge();
  Lock lock(mutex_);
  require_started();
  is_paused_ = true;
  n_extra_ = 0;
  if (is_sitting_ && !has_failed_) set_state(RunState::paused);
  engine_->interrupt();
  changed_.notify_all();
  if (!is_own_thread()) changed_.wait(lock, [&] { return is_sitting_ || !is_paused_ || !is_started(); });
}

void Runner::resume() {
  const Lock lock(mutex_);
  require_started();
  is_paused_ = has_failed_ = false;
  set_state(RunState::running);
}

i64 Runner::advance(i64 n_steps) {
  require_no_edge();
  Lock lock(mutex_);
  require_started();
  require(n_steps >= 0, "the number of steps cannot be negative");
  if (is_own_thread()) throw std::runtime_error("a callback cannot advance the run that calls it");
  if (!is_sitting_ || !is_paused_ || n_extra_ > 0) throw std::runtime_error("only a paused run can be advanced");
  n_extra_ = n_steps;
  n_taken_ = 0;
  has_failed_ = false;
  changed_.notify_all();
  changed_.wait(lock, [&] { return (n_extra_ == 0 && is_sitting_) || !is_started(); });
  return n_taken_;
}

void Runner::stop() {
  require_no_edge();
  {
    const Lock lock(mutex_);
    is_stopping_ = true;
    if (is_started()) engine_->interrupt();
    changed_.notify_all();
  }
  if (!is_own_thread()) join();
}

void Runner::close() {
  {
    const Lock lock(mutex_);
    is_closing_ = true;
  }
  stop();
}

void Runner::join() {
  const std::lock_guard lock(thread_mutex_);
  if (thread_.joinable()) thread_.join();
}

bool Runner::wait(double seconds) {
  Lock lock(mutex_);
  const auto is_over = [&] { return !is_started() || state() == RunState::failed; };
  if (seconds >= 0) return changed_.wait_for(lock, std::chrono::duration<double>(seconds), is_over);
  changed_.wait(lock, is_over);
  return true;
}

void Runner::set_speed(double speed) {
  const Lock lock(mutex_);
  speed_ = speed;
  is_speed_new_ = true;
  if (is_started()) engine_->interrupt();
  changed_.notify_all();
}

std::string Runner::failure() const {
  const Lock lock(mutex_);
  return failure_;
}

void Runner::abandon_thread() noexcept {
  /* never destroyed: neither joining nor detaching means anything for a thread of another process */
  if (thread_.joinable()) new std::thread(std::move(thread_));
}

/* ---- the thread ------------------------------------------------------------------------------------ */

void Runner::set_state(RunState state) noexcept {
  state_.store(state, std::memory_order_release);
  changed_.notify_all();
}

void Runner::main() {
  own_id_.store(std::this_thread::get_id());
  Lock lock(mutex_);
  const RunState end = loop(lock);
  meter_.restart(0);
  engine_->disclaim(); /* whoever sees the end may drive the network */
  set_state(end);
  const bool is_awaited = calls_.at_end != nullptr && !is_closing_;
  lock.unlock();
  if (is_awaited) calls_.at_end(calls_.self, static_cast<i32>(end));
  own_id_.store(std::thread::id{});
}

RunState Runner::loop(Lock &lock) {
  is_speed_new_ = true;
  meter_.restart(os::wall_seconds());
  while (n_left_ != 0) {
    if (is_stopping_) return RunState::stopped;
    if (is_paused_ && n_extra_ == 0) {
      sit_out_pause(lock);
      continue;
    }
    const double now = os::wall_seconds();
    const i64 n_steps = budget(now);
    if (n_steps > 0) {
      drive(lock, n_steps);
    } else {
      meter_.add(now, 0, 0, 0);
      changed_.wait_for(lock, std::chrono::duration<double>(pacer_.wake_time(now) - now));
    }
  }
  return RunState::finished;
}

void Runner::sit_out_pause(Lock &lock) {
  meter_.restart(os::wall_seconds());
  is_sitting_ = true;
  set_state(has_failed_ ? RunState::failed : RunState::paused);
  changed_.wait(lock, [&] { return is_stopping_ || !is_paused_ || n_extra_ > 0; });
  is_sitting_ = false;
  is_speed_new_ = true; /* the time of the pause is not made up for */
  meter_.restart(os::wall_seconds());
}

/* Steps to execute now; 0 if none is due yet. */
i64 Runner::budget(double now) {
  if (is_speed_new_) pacer_.restart(now, speed_);
  is_speed_new_ = false;
  const i64 n_left = n_left_ == endless ? many_steps : n_left_;
  if (n_extra_ > 0) return std::min(n_extra_, n_left);
  return pacer_.is_unlimited() ? n_left : std::min(pacer_.n_due(now), n_left);
}

void Runner::drive(Lock &lock, i64 n_steps) {
  lock.unlock();
  Outcome outcome;
  std::string fault;
  const i64 first = engine_->clock().elapsed();
  const double before = os::wall_seconds();
  try {
    outcome = engine_->drive(n_steps, slice_seconds);
  } catch (const std::exception &failure) {
    fault = failure.what();
    outcome = {engine_->clock().elapsed() - first, Reason::interrupted};
  }
  const double after = os::wall_seconds();
  const double lent = outcome.lent_seconds;
  const double simulated = static_cast<double>(outcome.n_steps) * engine_->clock().dt() / 1000.0;
  meter_.add(after, simulated, after - before - lent, lent);
  lock.lock();
  pacer_.add(outcome.n_steps);
  if (n_left_ != endless) n_left_ -= outcome.n_steps;
  n_taken_ += outcome.n_steps;
  n_extra_ = std::max(i64{0}, n_extra_ - outcome.n_steps); /* a pause may have ended them early */
  if (outcome.reason == Reason::halted) n_left_ = 0;
  if (!fault.empty()) fail(fault);
  if (outcome.reason == Reason::callback) call_back(lock);
  if (outcome.reason == Reason::full) make_room(lock);
}

void Runner::call_back(Lock &lock) {
  lock.unlock();
  const double before = os::wall_seconds();
  const i64 next = calls_.before_step(calls_.self, engine_->clock().step());
  if (next != failed_callback) {
    const EdgeGuard guard(engine_->edge());
    engine_->set_callback_step(next);
  }
  note_lent(before);
  lock.lock();
  if (next == failed_callback) fail("");
}

void Runner::make_room(Lock &lock) {
  lock.unlock();
  const double before = os::wall_seconds();
  const bool is_done = calls_.make_room(calls_.self);
  note_lent(before);
  lock.lock();
  if (!is_done) fail("");
}

/* All time since `before` went to somebody else. */
void Runner::note_lent(double before) noexcept {
  const double now = os::wall_seconds();
  meter_.add(now, 0, 0, now - before);
}

/* The run stands still as if paused, and says why. */
void Runner::fail(const std::string &text) noexcept {
  failure_ = text;
  has_failed_ = true;
  is_paused_ = true;
  n_extra_ = 0;
  changed_.notify_all();
}

}  // namespace annl
