#include "profile.h"

#include "os/time.h"

#include <algorithm>

namespace annl {
namespace {

constexpr double affordable_share = 1.0 / 300;
constexpr i64 longest_pause_steps = 4096;

/* Seconds that one reading of the clock takes. */
double measure_reading() noexcept {
  double shortest = 1e-6;
  double before = os::wall_seconds();
  for (int n = 0; n < 100; ++n) {
    const double now = os::wall_seconds();
    shortest = std::min(shortest, now - before);
    before = now;
  }
  return std::max(shortest, 1e-9);
}

double reading_seconds() noexcept {
  static const double seconds = measure_reading();
  return seconds;
}

}  // namespace

void Profile::begin_anew(std::size_t n_phases) {
  figures_ = Figures{};
  figures_.phase_seconds.resize(n_phases);
  n_represented_ = n_until_next_ = 1;
  reading_seconds();
}

void Profile::start() noexcept {
  n_phases_done_ = 0;
  n_readings_ = 1;
  started_ = last_ = os::wall_seconds();
}

void Profile::add(double &seconds) noexcept {
  const double now = os::wall_seconds();
  seconds += static_cast<double>(n_represented_) * std::max(0.0, now - last_ - reading_seconds());
  last_ = now;
  ++n_readings_;
}

void Profile::end() noexcept {
  add(figures_.end_seconds);
  figures_.n_steps += n_represented_;
  ++figures_.n_measured;
  const double cost = static_cast<double>(n_readings_) * reading_seconds();
  const double fraction = cost / (affordable_share * std::max(last_ - started_ - cost, 1e-9));
  const i64 pause = std::clamp(static_cast<i64>(fraction), i64{1}, longest_pause_steps);
  /* at random, so that what happens every so many steps is met as often as it is due */
  lot_ = lot_ * 6364136223846793005U + 1442695040888963407U;
  n_represented_ = n_until_next_ = pause + static_cast<i64>((lot_ >> 33U) % static_cast<u64>(pause));
}

}  // namespace annl
