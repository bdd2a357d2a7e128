/* recorder.h: what all recorders share: when they are on, and where the rows go.
 *
 * In a step: `open` (leader), then `copy` (every thread its parts, at its stage of the schedule), then `close` (leader).
 * Everything else happens at edges.
 */
#ifndef ANNL_RECORDER_H
#define ANNL_RECORDER_H
#include "clock.h"
#include "population.h"
#include "row_store.h"
#include "storage.h"

#include <array>
#include <map>

namespace annl {

enum class Stage { targets, end };

/* Steps [start, stop) during which a recorder was on. */
struct Interval {
  i64 start = 0;
  i64 stop = 0;
};

using RowPtr = std::shared_ptr<const std::vector<i64>>;

/* What is recorded of edges in one step: their values, and where dendrites begin among them, the end last. */
struct EdgeRow {
  std::vector<u8> values;
  RowPtr row_ptr;
};

struct Collected {
  Recorded rows;
  std::vector<Interval> intervals;
  std::vector<EdgeRow> edges; /* one per row; only where edges come and go */
};

class Recorder {
 public:
  static constexpr i64 unforeseen = i64{1} << 40;

  Recorder(i64 row_bytes, i64 capacity) : store_(row_bytes, capacity) {}
  virtual ~Recorder() = default;

  virtual bool opens() const noexcept { return false; } /* whether `open` does anything */
  virtual void open(const Clock &) {}
  virtual bool copies(Stage) const noexcept { return false; }
  virtual void copy(Stage, Parts) {}
  virtual void close(const Clock &) {}
  virtual void repartition() {}
  virtual bool looks_at(const Storage &) const noexcept { return false; }
  /* Whether it copies from this, and block by block, as soon as that is settled. */
  virtual bool follows(const Storage &) const noexcept { return false; }
  virtual void copy_block(const Population &, Range) noexcept {}

  bool is_on() const noexcept { return is_on_; }
  virtual i64 n_bytes() const noexcept { return store_.n_bytes(); }
  /* Memory that only grows until somebody collects. */
  virtual i64 n_kept_bytes() const noexcept { return store_.n_kept_bytes(); }
  /* How much of it a step adds at most. */
  virtual i64 most_bytes_per_step() const noexcept { return store_.bytes_of(1); }

  void resume(i64 step);
  i64 first_step() const noexcept { return first_step_; }
  /* Lets periods count from another step. */
  void count_from(i64 step) noexcept { first_step_ = step; }
  void pause(i64 step);
  /* The step counter was set: the interval ends where it was and a new one begins. */
  void jump(i64 from, i64 to);
  Collected collect(i64 step, bool keep);

 protected:
  /* Whether the step is recorded: steps count from where the recorder was last resumed. */
  bool is_due(i64 step, i64 period_steps, i64 offset_steps) const noexcept;
  static void check_period(i64 period_steps, i64 offset_steps);
  RowStore &store() noexcept { return store_; }
  const RowStore &store() const noexcept { return store_; }

 private:
  virtual void hand_over(Collected &, bool) {}

  RowStore store_;
  bool is_on_ = false;
  i64 first_step_ = 0;     /* when it was last resumed: periods count from here */
  i64 interval_start_ = 0; /* of the data that is not collected yet */
  std::vector<Interval> intervals_;
};

using RecorderPtr = std::shared_ptr<Recorder>;

/* All recorders of a network, by number. */
class RecorderSet {
 public:
  i64 add(RecorderPtr recorder);
  void remove(i64 number);
  /* Throws std::out_of_range for a number that is not in use. */
  Recorder &at(i64 number) const;
  const std::map<i64, RecorderPtr> &all() const noexcept { return recorders_; }

  void open(const Clock &clock) {
    for (Recorder *recorder : opening_) recorder->open(clock);
  }
  void copy(Stage stage, Parts parts) {
    for (Recorder *recorder : copying_[static_cast<std::size_t>(stage)]) recorder->copy(stage, parts);
  }
  void close(const Clock &clock) {
    for (Recorder *recorder : active_) recorder->close(clock);
  }
  /* Whether one that is on records any of these. */
  bool look_at(const std::vector<StoragePtr> &storages) const noexcept;
  /* From now on phases call `copy_block` for recorders of these, when a block of neurons is done. */
  void settle(std::vector<StoragePtr> storages);
  void copy_block(const Population &population, Range block) const noexcept {
    for (Recorder *recorder : following_) recorder->copy_block(population, block);
  }
  i64 n_kept_bytes() const noexcept {
    i64 n = 0;
    for (const Recorder *recorder : known_) n += recorder->n_kept_bytes();
    return n;
  }
  i64 most_bytes_per_step() const noexcept {
    i64 n = 1;
    for (const Recorder *recorder : active_) n += recorder->most_bytes_per_step();
    return n;
  }
  /* To be called after a recorder was switched: a step visits only those that are on. */
  void refresh();

 private:
  i64 next_number_ = 0;
  std::map<i64, RecorderPtr> recorders_;
  std::vector<Recorder *> known_; /* all of them, quick to go through */
  std::vector<Recorder *> active_;
  std::vector<Recorder *> opening_; /* of these */
  std::vector<StoragePtr> settled_;
  std::vector<Recorder *> following_; /* of these, what is settled before a step ends */
  std::array<std::vector<Recorder *>, 2> copying_; /* of the others, by stage */

  bool is_following(const Recorder &recorder) const noexcept;
};

using RecorderSetPtr = std::shared_ptr<RecorderSet>;

}  // namespace annl
#endif
