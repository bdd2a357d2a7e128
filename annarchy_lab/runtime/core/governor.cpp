#include "governor.h"

#include <algorithm>
#include <cmath>

namespace annl {
namespace {

constexpr double first_trial = 1e-3;     /* what the first steps take tells nothing */
constexpr double long_step = 50e-6;      /* shorter ones gain less by threads than a trial may cost: they are tried seldom */
constexpr double longest_delay = 0.3;
constexpr double turn_seconds = 3e-4;    /* of a trial */
constexpr double window_seconds = 1e-3;  /* between two looks at a level that it lives with */
constexpr std::size_t n_fewer = 4;       /* of these with fewer threads; the first one suffers from what more left behind */
constexpr std::size_t n_more = 3;
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
constexpr double memory_seconds = 0.3;   /* of what one thread loses */
constexpr double long_delay = 1e-3;      /* beyond half as long again as expected: a thread has lost its core */
constexpr double most_steps = 1 << 20;   /* in a window */

double median(double a, double b, double c) noexcept { return std::max(std::min(a, b), std::min(std::max(a, b), c)); }

/* How long short steps are left to one thread before threads are tried, and how long after they have lost.  Cubed: such
   steps gain less by threads, seldom gain at all, and the same stall costs more of them. */
double delay_of_trial(double step_seconds) noexcept {
  const double ratio = long_step / std::max(step_seconds, 1e-9);
  return std::clamp(first_trial * ratio * ratio * ratio, first_trial, longest_delay);
}

}  // namespace

Governor::Governor(int n_threads) {
  for (int n = 1; n < n_threads; n *= 2) levels_.emplace_back().n_threads = n;
  levels_.emplace_back().n_threads = n_threads;
  turns_.reserve(n_fewer + n_more);
}

void Governor::note(const Turn &turn) {
  if (turn.n_steps <= 0) return;
  now_.seconds += turn.seconds;
  now_.n_steps += turn.n_steps;
  if (level_of_turn() == 0) learn(turn);
  if (is_trial()) {
    take_turn(turn);
  } else {
    live(turn);
  }
  choose(turn);
}

void Governor::note_absence() {
  now_.seconds += absence_seconds;
  fall(is_trial() ? tried_ : level_, 4);
  choose({});
}

/* ---- what turns take ------------------------------------------------------------------------------- */

bool Governor::is_turn_of_tried() const noexcept { return is_trial() && turns_.size() >= n_fewer; }

std::size_t Governor::level_of_turn() const noexcept {
  if (!is_trial()) return level_;
  return is_turn_of_tried() ? tried_ : tried_ - 1;
}

double Governor::lower_share() const noexcept {
  const std::size_t level = level_of_turn();
  return levels_[level > 0 ? level - 1 : 0].share;
}

bool Governor::is_stall(const Turn &turn) const noexcept { return turn.seconds > 1.5 * expected(turn) + long_delay; }

void Governor::learn(const Turn &turn) noexcept {
  load_.note(turn);
  const double kept = std::exp(-turn.seconds / memory_seconds);
  alone_ = kept * alone_ + turn.seconds;
  undisturbed_ = kept * undisturbed_ + load_.seconds(turn);
}

/* How much longer steps took with one thread than they do undisturbed: it loses its core now and then, too. */
double Governor::crowding() const noexcept {
  return undisturbed_ == 0 ? 1 : std::clamp(alone_ / undisturbed_, 1.0, most_crowding);
}

/* ---- living with a level --------------------------------------------------------------------------- */

void Governor::live(const Turn &turn) {
  if (level_ > 0) live_with_threads(turn);
  const std::size_t next = level_ + 1;
  const double step_seconds = turn.seconds / turn.n_steps;
  if (is_trial() || next == levels_.size() || step_seconds < least_step) return;
  const bool is_late = now_.seconds >= delay_of_trial(step_seconds);
  if (is_late && levels_[next].due.is_over(now_)) begin_trial(next);
}

void Governor::live_with_threads(const Turn &turn) {
  const double gained = expected(turn) * crowding() - turn.seconds;
  gain_ += gained;
  credit_ = std::min(credit_ + gained, most_credit);
  const bool is_in_debt = credit_ < -most_debt;
  if (gain_ > 0 && (is_in_debt || now_.seconds - since_ > probation)) levels_[level_].pause = first_pause; /* it has paid */
  if (is_in_debt && is_stall(turn) && load_.knows(turn)) return fall(level_, gain_ > 0 ? 1 : 4);
  if (is_in_debt || check_.is_over(now_)) begin_trial(level_);
}

void Governor::climb(std::size_t level) {
  if (level != level_) {
    since_ = now_.seconds;
    gain_ = 0;
    check_pause_ = first_check;
  }
  level_ = level;
  tried_ = 0;
  check_ = in(check_pause_, least_steps);
  check_pause_ = std::min(2 * check_pause_, longest_check);
  credit_ = 0;
}

/* To the next lower level; the higher one is tried again after a pause, which grows. */
void Governor::fall(std::size_t level, double pause_factor, double n_steps) {
  Level &lost = levels_[level];
  const double pause = std::max(lost.pause, delay_of_trial(step_seconds_));
  lost.due = in(pause, n_steps);
  lost.pause = std::min(pause_factor * pause, longest_pause);
  tried_ = 0;
  if (level_ == level) climb(level - 1);
}

/* ---- a trial --------------------------------------------------------------------------------------- */

void Governor::begin_trial(std::size_t level) {
  tried_ = level;
  turns_.clear();
}

void Governor::take_turn(const Turn &turn) {
  if (is_turn_of_tried() && is_stall(turn)) return fall(tried_, 4);
  if (is_turn_of_tried() && !load_.knows(turn)) return begin_trial(tried_);
  turns_.push_back(turn);
  if (turns_.size() == n_fewer) levels_[tried_ - 1].share = share_with_fewer();
  if (turns_.size() == n_fewer + n_more) judge();
}

/* The median: what happens to one thread now and then happens to more threads as well. */
double Governor::share_with_fewer() const noexcept {
  const auto share = [this](std::size_t n) { return turns_[n].seconds / load_.seconds(turns_[n]); };
  return median(share(1), share(2), share(3));
}

/* The mean: what happens to threads now and then is what they cost. */
double Governor::share_with_more() const noexcept {
  double taken = 0;
  double alone = 0;
  for (std::size_t n = n_fewer; n < turns_.size(); ++n) {
    taken += turns_[n].seconds;
    alone += load_.seconds(turns_[n]);
  }
  return taken / alone;
}

void Governor::judge() {
  const bool is_kept = level_ == tried_;
  levels_[tried_].share = share_with_more();
  if (levels_[tried_].share >= levels_[tried_ - 1].share * (is_kept ? 1.0 : least_gain)) return fall(tried_, 2, least_steps);
  climb(tried_);
}

/* ---- the choice ------------------------------------------------------------------------------------ */

void Governor::choose(const Turn &turn) {
  if (turn.n_steps > 0) step_seconds_ = lower_share() * load_.seconds(1, turn.n_events / turn.n_steps);
  const double n_steps = std::clamp((is_trial() ? turn_seconds : window_seconds) / std::max(step_seconds_, 1e-9), 1.0, most_steps);
  choice_.n_threads = levels_[level_of_turn()].n_threads;
  choice_.n_steps = static_cast<i64>(n_steps);
  choice_.most_seconds = 1.5 * n_steps * step_seconds_ + long_delay;
}

}  // namespace annl
