#include "crew.h"

#include "os/time.h"

#include <algorithm>
#include <utility>

namespace annl {
namespace {

/* What is over sooner is not worth a call. */
constexpr double least_seconds = 100e-6;
/* A step may begin so much later for threads that are called: a share of what it takes alone. */
constexpr double affordable_share = 0.25;
constexpr double longest_wait = 200e-6;
/* They stay awake until the step is over that goes on without them, however late they come; and so long that a virtual
   machine gives them a core: for some milliseconds they may have to share that of the first thread. */
constexpr double least_awake = 4e-3;
constexpr double longest_awake = 10e-3;
/* Threads of one step are never done at once; they spin for the others for so long rather than sleep. */
constexpr double spun_share = 0.125;
constexpr double longest_spin = 50e-6;
constexpr double planned_spin = 10e-6; /* what steps take is not known then */

}  // namespace

Crew::Crew(int n_threads, Plan plan)
    : team_(n_threads),
      plan_(std::move(plan)),
      governor_(n_threads),
      n_steps_with_(static_cast<std::size_t>(n_threads) + 1) {
  const auto is_possible = [&](int n) { return n >= 1 && n <= n_threads; };
  require(std::all_of(plan_.begin(), plan_.end(), is_possible), "there are not so many threads");
}

int Crew::muster(i64 n_steps) {
  n_taken_ = n_events_ = 0;
  n_until_look_ = forever;
  team_.take_delay();
  if (!plan_.empty()) {
    n_working_ = plan_[turn_];
    if (plan_.size() > 1) n_until_look_ = 1;
    team_.be_patient(planned_spin);
  } else if (is_governed()) {
    const Governor::Choice &choice = governor_.choice();
    is_waiting_ = choice.n_threads > 1 && !come(choice.n_threads, n_steps);
    n_working_ = is_waiting_ ? 1 : choice.n_threads;
    last_look_ = os::wall_seconds();
    if (!is_waiting_) {
      since_called_ = never;
      n_until_look_ = choice.n_steps - static_cast<i64>(window_.n_steps);
    } else if (since_called_ != never) {
      n_until_look_ = 1;
    }
    team_.be_patient(std::min(spun_share * governor_.step_seconds(), longest_spin));
  }
  return n_working_;
}

/* Whether the threads are here; they are called where they are not. */
bool Crew::come(int n_threads, i64 n_steps) {
  if (team_.are_here(n_threads)) return true;
  const double alone = governor_.step_seconds();
  if (static_cast<double>(n_steps) * alone < least_seconds) return false;
  const double now = os::wall_seconds();
  if (since_called_ == never) since_called_ = now;
  team_.call(n_threads, std::min(least_awake + alone, longest_awake));
  const double end = now + std::min(affordable_share * alone, longest_wait);
  while (!team_.are_here(n_threads) && os::wall_seconds() < end) os::relax();
  return team_.are_here(n_threads);
}

void Crew::end_stretch() {
  if (is_governed() && !is_waiting_ && n_taken_ > 0) window_.seconds += os::wall_seconds() - last_look_;
  count();
}

void Crew::count() {
  n_steps_with_[static_cast<std::size_t>(n_working_)] += n_taken_;
  n_all_events_ += n_events_;
  if (!is_waiting_) {
    window_.n_steps += static_cast<double>(n_taken_);
    window_.n_events += static_cast<double>(n_events_);
  }
  n_taken_ = n_events_ = 0;
}

bool Crew::look() {
  if (!plan_.empty()) {
    if (plan_.size() > 1) turn_ = (turn_ + 1) % plan_.size();
    return plan_[turn_] == n_working_;
  }
  if (!is_governed()) return true;
  if (is_waiting_) return look_for_called();
  const Governor::Choice &choice = governor_.choice();
  const double now = os::wall_seconds();
  window_.seconds += now - std::exchange(last_look_, now);
  count();
  if (static_cast<i64>(window_.n_steps) >= choice.n_steps || window_.seconds >= choice.most_seconds) {
    governor_.note(std::exchange(window_, Turn{}));
  }
  n_until_look_ = choice.n_steps - static_cast<i64>(window_.n_steps);
  return choice.n_threads == n_working_;
}

bool Crew::look_for_called() {
  if (team_.are_here(governor_.choice().n_threads)) return false;
  count();
  if (os::wall_seconds() - since_called_ < Governor::absence_seconds) return true;
  since_called_ = never;
  governor_.note_absence();
  return false;
}

}  // namespace annl
