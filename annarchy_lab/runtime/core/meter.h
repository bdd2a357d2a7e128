/* meter.h: how fast a run is and where its time goes, over about the last half second: steps, others who are
 * served at step edges; the rest is idle.
 */
#ifndef ANNL_METER_H
#define ANNL_METER_H
#include <atomic>
#include <cmath>

namespace annl {

class Meter {
 public:
  double real_time_factor() const noexcept { return factor_.load(std::memory_order_relaxed); }
  double load() const noexcept { return load_.load(std::memory_order_relaxed); }
  double serving() const noexcept { return serving_.load(std::memory_order_relaxed); }

  void restart(double now) noexcept {
    last_ = now;
    weight_ = 0;
    publish(0, 0, 0);
  }

  /* Since the last call: simulated seconds, seconds spent computing, and those spent on others. */
  void add(double now, double simulated, double busy, double lent) noexcept {
    simulated_ += simulated;
    busy_ += busy;
    lent_ += lent;
    const double passed = now - last_;
    if (passed < shortest) return;
    /* a running mean that starts as a plain one, so the first figures are not too small */
    const double fresh = 1 - std::exp(-passed / window);
    weight_ += fresh * (1 - weight_);
    const double share = fresh / weight_;
    publish(mix(real_time_factor(), simulated_ / passed, share), mix(load(), busy_ / passed, share),
            mix(serving(), lent_ / passed, share));
    last_ = now;
    simulated_ = busy_ = lent_ = 0;
  }

 private:
  static constexpr double window = 0.5;
  static constexpr double shortest = 0.02;

  static double mix(double old, double fresh, double share) noexcept { return old + share * (fresh - old); }
  void publish(double factor, double load, double serving) noexcept {
    factor_.store(factor, std::memory_order_relaxed);
    load_.store(load, std::memory_order_relaxed);
    serving_.store(serving, std::memory_order_relaxed);
  }

  std::atomic<double> factor_{0};
  std::atomic<double> load_{0};
  std::atomic<double> serving_{0};
  double last_ = 0;
  double weight_ = 0;
  double simulated_ = 0;
  double busy_ = 0;
  double lent_ = 0;
};

}  // namespace annl
#endif
