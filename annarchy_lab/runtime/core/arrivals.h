/* arrivals.h: which spikes arrive in a step, and which rows of edges they reach.
 *
 * When a spike arrives is settled in the step that emits it.  So a projection whose delays change has epochs:
 * what was emitted before the change arrives by the delays of that time.  Nothing is queued per edge; spikes
 * lie in the ring of their population, and a step looks there for each delay.
 * Spikes come by (emission step, pre rank): epoch by epoch, and in an epoch from the longest delay on.
 */
#ifndef ANNL_ARRIVALS_H
#define ANNL_ARRIVALS_H
#include "population.h"
#include "rows.h"

#include <limits>
#include <utility>

namespace annl {

struct Epoch {
  static constexpr i64 always = std::numeric_limits<i64>::min();

  i64 first = always;      /* emission step; it lasts until the next one begins */
  std::vector<i64> delays; /* in steps, by number, ascending; rows may hold edges with a number beyond */
  /* rows by pre rank; null where the edges are all those of a block */
  StoragePtr row_ptr;
  PostRanks post_ranks;
  StoragePtr edges; /* i64: entry -> position of the edge; null: they are equal */
  Pieces pieces;    /* of rows, where there are several delays */
};

bool has_pieces(const std::vector<Epoch> &epochs) noexcept;
i64 longest_delay(const std::vector<Epoch> &epochs) noexcept;
/* The number of the epoch that a step lies in; of all of them before the first one. */
std::size_t epoch_of(const std::vector<Epoch> &epochs, i64 emitted) noexcept;

class Arrivals {
 public:
  static constexpr i64 most_rows = 256; /* visited at once */

  /* Refuses delays for which the pre population does not keep its spikes. */
  Arrivals(PopulationPtr pre, i64 n_post, std::vector<Epoch> epochs);

  /* Entries of the rows; all epochs have the same edges. */
  i64 n_entries() const noexcept { return rows_.empty() ? 0 : rows_.back().n_entries(); }
  /* The rows of the last epoch. */
  const Rows &rows() const noexcept { return rows_.back(); }
  /* The rows that the spikes of a step reach, if they reach any. */
  const Rows &rows_of(i64 emitted) const noexcept { return rows_[epoch_of(epochs_, emitted)]; }
  /* Entries of a row that a spike reaches in one step, on average; as of the last `split`. */
  i64 mean_length() const noexcept { return mean_length_; }
  /* Whether there is one post neuron, and one edge from each pre neuron, with one delay in each epoch. */
  bool is_to_one(i64 n_post) const noexcept;
  /* Cuts the rows at the parts of the post population. */
  void split(const Partition &partition);

  /* visit(emitted, ranks, number of the epoch, number of the delay) for all that arrive in step `elapsed`. */
  template <class Visit>
  void each(i64 elapsed, const Visit &visit) const {
    each_emission(elapsed, [&](i64 emitted, std::size_t epoch, i64 delay) {
      pre_->spikes().each_list(emitted, [&](std::span<const i32> ranks) { visit(emitted, ranks, epoch, delay); });
    });
  }

  /* visit(ranks): the same for the pre neurons of some parts. */
  template <class Visit>
  void each_own(i64 elapsed, Parts parts, const Visit &visit) const {
    each_emission(elapsed, [&](i64 emitted, std::size_t, i64) {
      pre_->spikes().each_list(emitted, parts, visit);
    });
  }

  /* visit(emitted, edges or null, rows, number of rows): the same, for many rows of one emission step at once. */
  template <class Visit>
  void each_rows(i64 elapsed, Parts parts, const Visit &visit) const {
    each(elapsed, [&](i64 emitted, std::span<const i32> ranks, std::size_t epoch, i64 delay) {
      const i64 *edges = epochs_[epoch].edges ? epochs_[epoch].edges->as<i64>() : nullptr;
      const i64 *whole = rows_[epoch].whole_rows(parts);
      annl_row rows[most_rows];
      i64 n = 0;
      for (const i32 rank : ranks) {
        const Range entries = whole ? Range{whole[rank], whole[rank + 1]} : rows_[epoch].part_of(rank, delay, parts);
        if (entries.is_empty()) continue;
        rows[n++] = {entries.lo, entries.hi, rank};
        if (n == most_rows) visit(emitted, edges, rows, std::exchange(n, 0));
      }
      if (n > 0) visit(emitted, edges, rows, n);
    });
  }

  /* visit(delay, row): the pieces of rows, one for each delay, that the spikes of a step reach in the parts. */
  template <class Visit>
  void each_piece(i64 emitted, Parts parts, const Visit &visit) const {
    const std::size_t n = epoch_of(epochs_, emitted);
    if (n == epochs_.size()) return;
    const std::vector<i64> &delays = epochs_[n].delays;
    pre_->spikes().each_list(emitted, [&](std::span<const i32> ranks) {
      for (const i32 rank : ranks) {
        rows_[n].each_piece(rank, parts, [&](i64 number, Range entries) {
          if (entries.is_empty() || number >= static_cast<i64>(delays.size())) return;
          visit(delays[static_cast<std::size_t>(number)], annl_row{entries.lo, entries.hi, rank});
        });
      }
    });
  }
  /* Positions of edges by entry, for the spikes of a step that reach any; null where they are equal. */
  const i64 *edges_of(i64 emitted) const noexcept {
    const Epoch &epoch = epochs_[epoch_of(epochs_, emitted)];
    return epoch.edges ? epoch.edges->as<i64>() : nullptr;
  }

 private:
  /* visit(emitted, number of the epoch, number of the delay) for the steps whose spikes arrive in step `elapsed`. */
  template <class Visit>
  void each_emission(i64 elapsed, const Visit &visit) const {
    for (std::size_t n = 0; n < epochs_.size(); ++n) {
      const i64 last = n + 1 < epochs_.size() ? epochs_[n + 1].first : std::numeric_limits<i64>::max();
      const std::vector<i64> &delays = epochs_[n].delays;
      for (std::size_t delay = delays.size(); delay-- > 0;) {
        const i64 emitted = elapsed - delays[delay];
        if (emitted >= epochs_[n].first && emitted < last) visit(emitted, n, static_cast<i64>(delay));
      }
    }
  }

  void check(const Epoch &epoch) const;

  PopulationPtr pre_;
  std::vector<Epoch> epochs_;
  std::vector<Rows> rows_; /* one per epoch, or none */
  i64 mean_length_ = 0;
};

}  // namespace annl
#endif
