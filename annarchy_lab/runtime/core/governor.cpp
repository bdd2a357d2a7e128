#include "governor.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace annl {
namespace {

constexpr double first_trial = 1e-3;     /* what the first steps take tells nothing */
constexpr double long_step = 50e-6;      /* shorter ones gain less by threads than a trial may cost: they are tried later */
constexpr double longest_delay = 300;    /* times later */
constexpr double turn_seconds = 3e-4;    /* of a trial */
constexpr double window_seconds = 1e-3;  /* between two looks at a level that it lives with */
constexpr std::size_t n_turns = 6;       /* of a trial, half of them with more threads */
constexpr double longest_pause = 2.0;    /* between two trials that fail */
constexpr double first_check = 25e-3;    /* between two comparisons with fewer threads */
constexpr double longest_check = 1.0;
constexpr double least_steps = 60;       /* between two trials, however long a step takes */
constexpr double probation = 0.25;       /* a level that lasted so long begins anew with short pauses */
constexpr double least_gain = 0.93;      /* of the time of a step: what is worth a climb */
constexpr double least_step = 1.5e-6;    /* seconds; meetings alone take as much as threads could bring */
constexpr double most_credit = 3e-3;     /* about as much as it costs if a core is lost once */
constexpr double most_debt = 0.5e-3;
constexpr double most_crowding = 1.5;
constexpr double memory_seconds = 0.3;   /* of what steps took with one thread */
constexpr double long_delay = 1e-3;      /* beyond half as long again as expected: a thread has lost its core */
constexpr double most_steps = 1 << 20;   /* in a window */

double median(double a, double b, double c) noexcept { return std::max(std::min(a, b), std::min(std::max(a, b), c)); }

/* How much later threads are tried for the first time; squared, since they gain less and the same stall costs more. */
double delay_of_trial(double step_seconds) noexcept {
  const double ratio = long_step / std::max(step_seconds, 1e-9);
  return std::clamp(ratio * ratio, 1.0, longest_delay);
}

}  // namespace

Governor::Governor(int n_threads) {
  for (int n = 1; n < n_threads; n *= 2) levels_.push_back({n});
  levels_.push_back({n_threads});
  turns_.reserve(n_turns);
}

void Governor::note(i64 n_steps, double seconds) {
  if (n_steps <= 0) return;
  time_ += seconds;
  const Turn turn{seconds, static_cast<double>(n_steps)};
  if (is_trial()) {
    take_turn(turn);
  } else {
    live(turn);
  }
  choose();
}

void Governor::note_absence() {
  time_ += absence_seconds;
  fall(is_trial() ? tried_ : level_, 4);
  choose();
}

/* ---- living with a level --------------------------------------------------------------------------- */

void Governor::live(const Turn &turn) {
  Level &own = levels_[level_];
  if (level_ > 0) {
    const Level &lower = levels_[level_ - 1];
    const double gained = turn.n_steps * lower.step_seconds * crowding() - turn.seconds;
    gain_ += gained;
    credit_ = std::min(credit_ + gained, most_credit);
    if (gain_ > 0 && (credit_ < -most_debt || time_ - since_ > probation)) own.pause = first_pause; /* it has paid */
    if (credit_ < -most_debt && turn.seconds >= choice_.most_seconds) return fall(level_, gain_ > 0 ? 1 : 4);
    if (credit_ < -most_debt || time_ >= check_) return begin_trial(level_);
  }
  own.step_seconds = turn.per_step();
  if (level_ == 0) {
    const double kept = std::exp(-turn.seconds / memory_seconds);
    alone_ = {kept * alone_.seconds + turn.seconds, kept * alone_.n_steps + turn.n_steps};
  }
  const std::size_t next = level_ + 1;
  if (next == levels_.size() || own.step_seconds < least_step) return;
  const double first = first_trial * delay_of_trial(own.step_seconds);
  if (time_ >= std::max(first, levels_[next].due)) begin_trial(next);
}

/* How much longer steps took with one thread than they do undisturbed: it loses its core now and then, too. */
double Governor::crowding() const noexcept {
  const double undisturbed = levels_.front().step_seconds;
  if (alone_.n_steps == 0 || undisturbed == 0) return 1;
  return std::clamp(alone_.per_step() / undisturbed, 1.0, most_crowding);
}

void Governor::climb(std::size_t level) {
  if (level != level_) {
    since_ = time_;
    gain_ = 0;
    check_pause_ = first_check;
  }
  level_ = level;
  check_ = time_ + std::max(check_pause_, least_steps * levels_[level].step_seconds);
  check_pause_ = std::min(2 * check_pause_, longest_check);
  credit_ = 0;
}

/* To the next lower level; the higher one is tried again after a pause, which grows. */
void Governor::fall(std::size_t level, double pause_factor) {
  Level &lost = levels_[level];
  lost.due = time_ + std::max(lost.pause, least_steps * levels_[level - 1].step_seconds);
  lost.pause = std::min(pause_factor * lost.pause, longest_pause);
  tried_ = 0;
  if (level_ == level) climb(level - 1);
}

/* ---- a trial --------------------------------------------------------------------------------------- */

void Governor::begin_trial(std::size_t level) {
  tried_ = level;
  turns_.clear();
}

void Governor::take_turn(const Turn &turn) {
  if (is_turn_of_tried() && turn.seconds >= choice_.most_seconds) return fall(tried_, 4);
  if (!is_turn_of_tried()) levels_[tried_ - 1].step_seconds = turn.per_step();
  turns_.push_back(turn);
  if (turns_.size() < n_turns) return;
  /* with fewer threads the median, with more the mean: what happens to them now and then is what they cost */
  const double fewer = median(turns_[0].per_step(), turns_[2].per_step(), turns_[4].per_step());
  const Turn more{turns_[1].seconds + turns_[3].seconds + turns_[5].seconds,
                  turns_[1].n_steps + turns_[3].n_steps + turns_[5].n_steps};
  judge(fewer, more.per_step());
}

void Governor::judge(double with_fewer, double with_more) {
  const bool is_kept = level_ == tried_;
  levels_[tried_ - 1].step_seconds = with_fewer;
  levels_[tried_].step_seconds = with_more;
  if (with_more >= with_fewer * (is_kept ? 1.0 : least_gain)) return fall(tried_, 2);
  climb(std::exchange(tried_, 0));
}

/* ---- the choice ------------------------------------------------------------------------------------ */

void Governor::choose() {
  const std::size_t level = !is_trial() ? level_ : is_turn_of_tried() ? tried_ : tried_ - 1;
  const double lower = levels_[level > 0 ? level - 1 : 0].step_seconds; /* known by now */
  const double n_steps = std::clamp((is_trial() ? turn_seconds : window_seconds) / std::max(lower, 1e-9), 1.0, most_steps);
  choice_.n_threads = levels_[level].n_threads;
  choice_.n_steps = static_cast<i64>(n_steps);
  choice_.most_seconds = 1.5 * n_steps * lower + long_delay;
}

}  // namespace annl
