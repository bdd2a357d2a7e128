/* recorder_rows.h: records values of an attribute, all or some of its elements, every so many steps. */
#ifndef ANNL_RECORDER_ROWS_H
#define ANNL_RECORDER_ROWS_H
#include "phase.h"
#include "recorder.h"

namespace annl {

struct RowsSpec {
  StoragePtr source;
  i64 itemsize = 8;
  i64 n_items = 0;
  bool has_indices = false; /* else elements 0 to n_items */
  std::vector<i32> indices;
  Stage stage = Stage::end;
  i64 period_steps = 1;
  i64 offset_steps = 0;
  i64 capacity_rows = 0; /* 0: keep everything */
  PopulationPtr population; /* whose owners copy; null: the leader does, after the step */
};

class RowsRecorder final : public Recorder {
 public:
  explicit RowsRecorder(RowsSpec spec);

  bool opens() const noexcept override { return true; }
  void open(const Clock &clock) override;
  bool copies(Stage stage) const noexcept override { return stage == spec_.stage; }
  void copy(Stage stage, Parts parts) override;
  void close(const Clock &clock) override;
  bool looks_at(const Storage &storage) const noexcept override { return spec_.source.get() == &storage; }
  bool follows(const Storage &storage) const noexcept override;
  void copy_block(const Population &population, Range block) noexcept override;
  void repartition() override;

 private:
  /* Element `source` of the attribute is item `item` of the row. */
  struct Pick {
    i32 source;
    i32 item;
  };

  void copy_range(Range items) const noexcept;
  void copy_picks(const std::vector<Pick> &picks) const noexcept;

  RowsSpec spec_;
  std::vector<std::vector<Pick>> picks_; /* per part; only with indices */
  u8 *row_ = nullptr; /* of the current step; null if it is not recorded */
};

/* The place in the schedule where the recorders of a stage copy. */
class RecordPhase final : public Phase {
 public:
  RecordPhase(RecorderSetPtr recorders, Stage stage) : recorders_(std::move(recorders)), stage_(stage) {}
  void run(Worker &, Parts parts) override { recorders_->copy(stage_, parts); }

 private:
  RecorderSetPtr recorders_;
  Stage stage_;
};

}  // namespace annl
#endif
