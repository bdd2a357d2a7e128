#include "profile.h"

#include "os/time.h"

#include <algorithm>

namespace annl {
namespace {

constexpr double affordable_share = 1.0 / 300;
constexpr i64 longest_pause_steps = 4096;

/* Where every step is interrupted, some have to count all the same. */
constexpr int most_passed_by = 4;
/* Of a step: what the thread may have been off its core. */
constexpr double tolerated_share = 0.1;

/* Seconds that one reading of a clock takes. */
double measure_reading(double (*read)() noexcept) noexcept {
  double shortest = 1e-6;
  double before = os::wall_seconds();
  for (int n = 0; n < 100; ++n) {
    read();
    const double now = os::wall_seconds();
    shortest = std::min(shortest, now - before);
    before = now;
  }
  return std::max(shortest, 1e-9);
}

double reading_seconds() noexcept {
  static const double seconds = measure_reading(os::wall_seconds) / 2;
  return seconds;
}

double cpu_reading_seconds() noexcept {
  static const double seconds = measure_reading(os::thread_cpu_seconds);
  return seconds;
}

}  // namespace

void Profile::begin_anew(std::size_t n_phases) {
  figures_ = Figures{};
  figures_.phase_seconds.resize(n_phases);
  step_ = figures_;
  n_represented_ = n_until_next_ = 1;
  n_passed_by_ = 0;
  reading_seconds();
  cpu_reading_seconds();
}

void Profile::start() noexcept {
  n_phases_done_ = 0;
  n_readings_ = 1;
  step_.condition_seconds = step_.waiting_seconds = step_.end_seconds = 0;
  cpu_started_ = os::thread_cpu_seconds();
  started_ = last_ = os::wall_seconds();
}

void Profile::add(double &seconds) noexcept {
  const double now = os::wall_seconds();
  seconds = std::max(0.0, now - last_ - reading_seconds());
  last_ = now;
  ++n_readings_;
}

void Profile::end() noexcept {
  add(step_.end_seconds);
  if (n_passed_by_ < most_passed_by && was_interrupted()) {
    ++n_passed_by_;
  } else {
    count_step();
    n_passed_by_ = 0;
    n_represented_ = 0;
  }
  choose_next();
}

/* Waiting for other threads is none of that. */
bool Profile::was_interrupted() const noexcept {
  const double wall = last_ - started_;
  const double cpu = os::thread_cpu_seconds() - cpu_started_;
  return wall - step_.waiting_seconds - cpu > tolerated_share * wall;
}

void Profile::count_step() noexcept {
  const double n = static_cast<double>(n_represented_);
  for (std::size_t k = 0; k < n_phases_done_; ++k) figures_.phase_seconds[k] += n * step_.phase_seconds[k];
  figures_.condition_seconds += n * step_.condition_seconds;
  figures_.waiting_seconds += n * step_.waiting_seconds;
  figures_.end_seconds += n * step_.end_seconds;
  figures_.n_steps += n_represented_;
  ++figures_.n_measured;
}

void Profile::choose_next() noexcept {
  const double cost = static_cast<double>(n_readings_) * reading_seconds() + 2 * cpu_reading_seconds();
  const double fraction = cost / (affordable_share * std::max(last_ - started_ - cost, 1e-9));
  const i64 pause = std::clamp(static_cast<i64>(fraction), i64{1}, longest_pause_steps);
  /* at random, so that what happens every so many steps is met as often as it is due */
  lot_ = lot_ * 6364136223846793005U + 1442695040888963407U;
  n_until_next_ = pause + static_cast<i64>((lot_ >> 33U) % static_cast<u64>(pause));
  n_represented_ += n_until_next_;
}

}  // namespace annl
