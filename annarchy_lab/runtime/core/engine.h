/* engine.h: a network as the core sees it, and the loop that steps it.
 *
 * In: populations, contexts, recorders and a schedule, all as data.  Out: steps.
 * What a step would only overwrite is stored in the last step before an edge; so whatever asks for the edge amid a
 * run gets it one step later where there is such a thing.
 * Whoever changes anything here holds the edge; whoever steps is the driver, and there is one at a time.
 * Not here: the thread of its own (runner.h), and Python.
 */
#ifndef ANNL_ENGINE_H
#define ANNL_ENGINE_H
#include "crew.h"
#include "deadline.h"
#include "edge.h"
#include "failure.h"
#include "profile.h"
#include "recorder.h"
#include "schedule.h"

#include <exception>
#include <limits>

namespace annl {

/* Why a drive came back. */
enum class Reason {
  done,        /* all steps executed */
  time,        /* the slice is over */
  callback,    /* before the step that a callback waits for */
  full,        /* recorders hold more than they may: somebody has to collect */
  interrupted, /* `interrupt` was called */
  halted,      /* after a step in which the condition of a HaltPhase held */
  guest        /* somebody wants the edge; never leaves `drive` */
};

struct Outcome {
  i64 n_steps = 0;
  Reason reason = Reason::done;
  double lent_seconds = 0; /* to guests at edges */
};

class Engine {
 public:
  static constexpr i64 never = std::numeric_limits<i64>::max();

  Engine(double dt, u64 seed);

  Edge &edge() noexcept { return *edge_; }
  Clock &clock() noexcept { return clock_; }

  /* ---- structure; the caller holds the edge */
  i64 add_population(i64 size, i64 n_slots, StoragePtr flags, StoragePtr last_spike);
  const PopulationPtr &population(i64 index) const;
  void keep_spikes(i64 population, i64 n_slots);
  void forget_spikes(i64 index) { population(index)->forget_spikes(); }
  void set_rate_window(i64 index, i64 n_steps) { population(index)->set_window(n_steps); }
  i64 add_context(ModulePtr module, std::vector<StoragePtr> buffers, ContextSizes sizes);
  const ContextPtr &context(i64 index) const;
  void remove_context(i64 index);
  void install(std::vector<PhasePtr> phases);
  /* What follows the schedule in each step while a run waits for a condition; empty: nothing. */
  void install_tail(std::vector<PhasePtr> phases) { tail_ = Schedule(std::move(phases)); }
  const Profile &profile() const noexcept { return profile_; }
  /* `plan`: how many of the threads take a step, in turn; empty: as many as are worth having. */
  void set_parallel(int n_threads, int n_parts, Plan plan);
  const Deal &deal() const noexcept { return deal_; }
  const Crew &crew() const noexcept { return *crew_; }

  /* What a HaltPhase sets. */
  const std::shared_ptr<bool> &halt() const noexcept { return halt_; }
  /* Where a phase leaves what went wrong; the run ends with it after the step. */
  const FailurePtr &failure() const noexcept { return failure_; }

  /* ---- state; the caller holds the edge */
  void set_step(i64 step);
  /* Forgets the spikes in flight: they belong to another count. */
  void set_elapsed(i64 elapsed);

  /* ---- recorders; the caller holds the edge, except where it reads the set */
  const RecorderSetPtr &recorders() const noexcept { return recorders_; }

  /* Drives come back with Reason::full where recorders keep more than `n_bytes`; `never`: they never do. */
  void limit_recorders(i64 n_bytes) noexcept { recorder_limit_ = full_bytes_ = n_bytes; }
  /* To be called after Reason::full: what was left where it is does not count again. */
  void accept_recorders() noexcept {
    full_bytes_ = recorder_limit_ == never ? never : recorders_->n_kept_bytes() + recorder_limit_;
  }

  /* ---- driving */
  /* Makes the caller the one driver; false if there is one. */
  bool claim() noexcept;
  void disclaim() noexcept { is_claimed_.store(false, std::memory_order_release); }
  bool is_claimed() const noexcept { return is_claimed_.load(std::memory_order_relaxed); }

  /* Up to n_steps steps in about `seconds`.  Guests come in on the way.  The caller has claimed the network
     and does not hold the edge. */
  Outcome drive(i64 n_steps, double seconds);
  /* Ends the current or the next drive within one step, or two where the first was not to be seen; from any
     thread. */
  void interrupt() noexcept { is_interrupted_.store(true, std::memory_order_relaxed); }

  /* To be called first in a forked process, where only the calling thread exists.  Refuses a network that
     another thread was driving: its state is somewhere amid a step. */
  void after_fork();

  /* The step before which a drive comes back with Reason::callback. */
  void set_callback_step(i64 step) noexcept { callback_step_ = step; }
  i64 callback_step() const noexcept { return callback_step_; }

 private:
  /* What the threads of a drive share. */
  struct Slice {
    i64 n_steps;
    Deadline deadline;
    i64 n_done = 0;
    i64 n_at_visit = -1; /* steps done when guests were last let in: one step at least between two visits */
    Reason reason = Reason::done;
    bool goes_on = true;
    bool has_same_threads = true; /* those who took the last step take the next one */
    std::exception_ptr failure{}; /* no memory for a recorder or for edges */

    template <class Action>
    void attempt(const Action &action) noexcept {
      try {
        action();
      } catch (...) {
        failure = std::current_exception();
        goes_on = false;
        reason = Reason::done;
      }
    }
  };

  void run_slice(Slice &slice);
  void work(int thread, Slice &slice);
  template <class Marks>
  void step(Worker &worker, Slice &slice, Marks &marks);
  void finish_step(Slice &slice);
  void look_around() noexcept;
  void decide(Slice &slice) noexcept;
  void postpone(Slice &slice) noexcept;
  bool is_full() noexcept;
  void bind(Context &context);
  void prepare(Context &context);

  std::unique_ptr<Edge> edge_ = std::make_unique<Edge>();
  Clock clock_;
  std::vector<PopulationPtr> populations_;
  std::vector<ContextPtr> contexts_; /* null where removed */
  std::vector<ContextPtr> retired_;  /* removed, perhaps still in the schedule */
  RecorderSetPtr recorders_ = std::make_shared<RecorderSet>();
  i64 recorder_limit_ = never;
  i64 full_bytes_ = never;
  i64 n_until_full_ = 0; /* steps before which recorders cannot be full; 0: somebody has to look */
  Schedule schedule_;
  Schedule tail_;
  Profile profile_;
  Deal deal_;
  std::vector<Worker> workers_;
  std::unique_ptr<Crew> crew_;
  i64 callback_step_ = never;
  std::shared_ptr<bool> halt_ = std::make_shared<bool>(false);
  FailurePtr failure_ = std::make_shared<Failure>();
  bool hides_ = false;  /* steps may leave unstored what only they need: nobody records it */
  bool is_seen_ = true; /* the next step, or the last one, stores everything */
  double step_seconds_ = 0; /* what a step took lately */
  std::atomic<bool> is_interrupted_{false};
  std::atomic<bool> is_claimed_{false};
};

}  // namespace annl
#endif
