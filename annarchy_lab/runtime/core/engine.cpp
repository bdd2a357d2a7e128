#include "engine.h"

#include "os/float_env.h"
#include "os/memory.h"
#include "os/time.h"

#include <utility>

namespace annl {
namespace {

/* Seconds.  Who wants the edge behind a step that stored less waits for one more: not so long that people notice. */
constexpr double longest_unseen_step = 0.01;

}  // namespace

/* ---- structure ------------------------------------------------------------------------------------- */

Engine::Engine(double dt, u64 seed) : clock_(dt, seed), workers_(1), crew_(std::make_unique<Crew>(1, Plan{})) {
  require(dt > 0, "dt must be positive");
}

i64 Engine::add_population(i64 size, i64 n_slots, StoragePtr flags, StoragePtr last_spike) {
  populations_.push_back(
      std::make_shared<Population>(size, n_slots, deal_.n_parts, std::move(flags), std::move(last_spike)));
  return static_cast<i64>(populations_.size()) - 1;
}

const PopulationPtr &Engine::population(i64 index) const {
  const bool is_known = index >= 0 && index < static_cast<i64>(populations_.size());
  if (!is_known) throw std::out_of_range("there is no population " + std::to_string(index));
  return populations_[static_cast<std::size_t>(index)];
}

void Engine::keep_spikes(i64 index, i64 n_slots) {
  Population &grown = *population(index);
  if (n_slots > grown.spikes().n_slots()) grown.reshape(deal_.n_parts, n_slots, clock_.elapsed());
}

i64 Engine::add_context(ModulePtr module, std::vector<StoragePtr> buffers, ContextSizes sizes) {
  auto context = std::make_shared<Context>(std::move(module), std::move(buffers), sizes);
  bind(*context);
  contexts_.push_back(std::move(context));
  return static_cast<i64>(contexts_.size()) - 1;
}

const ContextPtr &Engine::context(i64 index) const {
  const bool is_known = index >= 0 && index < static_cast<i64>(contexts_.size());
  if (!is_known || !contexts_[static_cast<std::size_t>(index)]) {
    throw std::out_of_range("there is no context " + std::to_string(index));
  }
  return contexts_[static_cast<std::size_t>(index)];
}

void Engine::remove_context(i64 index) {
  context(index);
  retired_.push_back(std::move(contexts_[static_cast<std::size_t>(index)]));
}

void Engine::install(std::vector<PhasePtr> phases) {
  schedule_ = Schedule(std::move(phases));
  recorders_->settle(schedule_.settled());
  profile_.begin_anew(schedule_.size());
  retired_.clear();
}

void Engine::bind(Context &context) {
  std::vector<const annl_clock *> clocks;
  for (const Worker &worker : workers_) clocks.push_back(&worker.clock);
  context.bind(clocks);
}

void Engine::set_parallel(int n_threads, int n_parts, Plan plan) {
  require(n_threads >= 1 && n_parts >= n_threads, "there must be at least one thread, and one part per thread");
  crew_ = std::make_unique<Crew>(n_threads, std::move(plan));
  deal_ = {n_threads, n_parts, n_threads};
  workers_ = std::vector<Worker>(static_cast<std::size_t>(n_threads));
  for (int thread = 0; thread < n_threads; ++thread) workers_[static_cast<std::size_t>(thread)].thread = thread;
  for (const std::vector<ContextPtr> *contexts : {&contexts_, &retired_}) {
    for (const ContextPtr &context : *contexts) {
      if (context) bind(*context);
    }
  }
  for (const PopulationPtr &each : populations_) each->reshape(n_parts, each->spikes().n_slots(), clock_.elapsed());
  for (const auto &[number, recorder] : recorders_->all()) recorder->repartition();
  schedule_.repartition();
  tail_.repartition();
}

/* ---- state and values ------------------------------------------------------------------------------ */

void Engine::set_step(i64 step) {
  for (const auto &[number, recorder] : recorders_->all()) recorder->jump(clock_.step(), step);
  clock_.set_step(step);
}

void Engine::set_elapsed(i64 elapsed) {
  clock_.set_elapsed(elapsed);
  for (const PopulationPtr &each : populations_) each->forget_spikes();
}

void Engine::prepare(Context &context) {
  if (context.functions().prepare == nullptr) return;
  const os::FloatEnvironment environment;
  workers_.front().clock = clock_.snapshot();
  context.functions().prepare(context.of(0));
}

/* ---- driving --------------------------------------------------------------------------------------- */

bool Engine::claim() noexcept {
  if (is_claimed_.exchange(true, std::memory_order_acquire)) return false;
  is_interrupted_.store(false, std::memory_order_relaxed); /* meant for a drive that is over */
  return true;
}

void Engine::after_fork() {
  if (is_claimed()) {
    throw std::runtime_error("the process was forked while this network was running; make a new network");
  }
  edge_.release(); /* perhaps locked by a thread that does not exist here */
  edge_ = std::make_unique<Edge>();
  crew_ = std::make_unique<Crew>(deal_.n_threads, crew_->plan());
}

Outcome Engine::drive(i64 n_steps, double seconds) {
  if (edge_->is_mine()) throw std::runtime_error("the network cannot run while its edge is held");
  const os::FloatEnvironment environment;
  double lent_seconds = -os::wall_seconds(); /* a guest may be there already */
  const EdgeGuard guard(*edge_);
  lent_seconds += os::wall_seconds();
  Slice slice{n_steps, Deadline(seconds, step_seconds_)};
  look_around();
  for (decide(slice);; decide(slice)) {
    if (slice.goes_on) run_slice(slice);
    if (slice.reason != Reason::guest) break;
    slice.n_at_visit = slice.n_done;
    lent_seconds -= os::wall_seconds();
    edge_->let_in();
    lent_seconds += os::wall_seconds();
    look_around();
  }
  step_seconds_ = slice.deadline.seconds_per_step();
  if (slice.failure) std::rethrow_exception(slice.failure);
  return {slice.n_done, slice.reason, lent_seconds};
}

void Engine::run_slice(Slice &slice) {
  for (const ContextPtr &context : contexts_) {
    if (context) prepare(*context); /* whatever they derive from may have changed since the last slice */
  }
  slice.attempt([&] { recorders_->open(clock_); });
  if (slice.failure) return;
  crew_->begin();
  do {
    deal_.n_working = crew_->muster(slice.n_steps - slice.n_done);
    slice.has_same_threads = true;
    crew_->team().run(deal_.n_working, [this, &slice](int thread) { work(thread, slice); });
    crew_->end_stretch();
  } while (slice.goes_on);
}

void Engine::work(int thread, Slice &slice) {
  Worker &worker = workers_[static_cast<std::size_t>(thread)];
  NoMarks none;
  do {
    worker.clock = clock_.snapshot();
    worker.is_seen = is_seen_;
    if (thread == 0 && profile_.is_due()) {
      profile_.start();
      step(worker, slice, profile_);
    } else {
      step(worker, slice, none);
    }
  } while (slice.goes_on && slice.has_same_threads);
  os::end_copies(); /* of recorded rows: nobody looks at them earlier */
}

template <class Marks>
void Engine::step(Worker &worker, Slice &slice, Marks &marks) {
  schedule_.run(worker, deal_, crew_->team(), marks);
  if (tail_.size() > 0) {
    NoMarks none; /* all of it counts as one */
    tail_.run(worker, deal_, crew_->team(), none);
    marks.conditions();
  }
  crew_->team().meet(worker.thread, [&] {
    if (deal_.n_working > 1) marks.waiting();
    finish_step(slice);
    marks.end();
  });
}

/* By the leader, while all others wait. */
void Engine::finish_step(Slice &slice) {
  slice.attempt([&] { recorders_->close(clock_); });
  if (const std::exception_ptr failure = failure_->take()) slice.attempt([&] { std::rethrow_exception(failure); });
  clock_.advance();
  ++slice.n_done;
  decide(slice);
  slice.has_same_threads = crew_->goes_on(std::exchange(workers_.front().n_events, 0));
  if (slice.goes_on) slice.attempt([&] { recorders_->open(clock_); });
}

/* Whether recorders keep more than they may; they are asked when they might. */
bool Engine::is_full() noexcept {
  if (full_bytes_ == never || --n_until_full_ > 0) return false;
  const i64 n_left = full_bytes_ - recorders_->n_kept_bytes();
  n_until_full_ = n_left / recorders_->most_bytes_per_step() + 1;
  return n_left < 0;
}

/* At an edge: everything is stored, and somebody may have changed what is recorded. */
void Engine::look_around() noexcept {
  n_until_full_ = 0;
  const std::vector<StoragePtr> &hidden = schedule_.hidden();
  hides_ = tail_.size() == 0 && !hidden.empty() && !recorders_->look_at(hidden);
  is_seen_ = true;
}

/* Between two steps: go on, or come back and why. */
void Engine::decide(Slice &slice) noexcept {
  slice.goes_on = false;
  if (std::exchange(*halt_, false)) {
    slice.reason = Reason::halted;
  } else if (slice.failure || slice.n_done >= slice.n_steps) {
    slice.reason = Reason::done;
  } else if (is_interrupted_.load(std::memory_order_relaxed)) {
    is_interrupted_.store(false, std::memory_order_relaxed);
    slice.reason = Reason::interrupted;
  } else if (clock_.step() >= callback_step_) {
    slice.reason = Reason::callback;
  } else if (is_full()) {
    slice.reason = Reason::full;
  } else if (slice.n_done != slice.n_at_visit && edge_->is_wanted()) {
    slice.reason = Reason::guest;
  } else if (slice.n_done > 0 && slice.deadline.is_over()) {
    slice.reason = Reason::time;
  } else {
    slice.goes_on = true;
  }
  if (hides_) postpone(slice);
}

/* Whoever wants the edge waits for a step that stores everything. */
void Engine::postpone(Slice &slice) noexcept {
  if (slice.goes_on) {
    const bool is_slow = slice.deadline.seconds_per_step() > longest_unseen_step;
    is_seen_ = is_slow || slice.n_done + 1 >= slice.n_steps || clock_.step() + 1 >= callback_step_;
  } else if (!is_seen_ && slice.reason != Reason::done) {
    if (slice.reason == Reason::interrupted) is_interrupted_.store(true, std::memory_order_relaxed);
    slice.goes_on = is_seen_ = true;
  }
}

}  // namespace annl
