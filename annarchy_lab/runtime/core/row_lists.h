/* row_lists.h: the pieces of rows that spikes will reach, in lists by step.
 *
 * In: arrivals whose rows are in pieces, one for each delay.
 * Out: the pieces that spikes reach in a step, by (emission step, pre rank), which is the order of events.
 * Not here: what a spike does there; edges that come and go (arrivals.h looks back for them).
 */
#ifndef ANNL_ROW_LISTS_H
#define ANNL_ROW_LISTS_H
#include "arrivals.h"
#include "step_lists.h"

namespace annl {

class RowLists {
 public:
  /* Whether they are worth it: with one delay there is nothing to look for. */
  static bool are_of_use(const std::vector<Epoch> &epochs) { return has_pieces(epochs); }

  RowLists(const PopulationPtr &pre, const std::vector<Epoch> &epochs) : lists_(pre, longest_delay(epochs)) {}

  /* To be called after the rows were cut anew. */
  void split(int n_parts) { lists_.split(n_parts); }

  /* visit(emitted, edges or null, rows, number of rows): what the arrivals of its epochs visit in step `elapsed`. */
  template <class Visit>
  void each_rows(const Arrivals &arrivals, i64 elapsed, Parts parts, const Visit &visit) {
    const auto due = lists_.due(elapsed, parts, [&](Lists::Open open, i64 emitted) {
      arrivals.each_piece(emitted, parts, [&](i64 delay, const annl_row &row) { open.add(emitted + delay, {emitted, row}); });
    });
    annl_row rows[Arrivals::most_rows];
    for (std::size_t next = 0; next < due.size();) {
      const i64 emitted = due[next].emitted;
      i64 n = 0;
      while (n < Arrivals::most_rows && next < due.size() && due[next].emitted == emitted) rows[n++] = due[next++].row;
      visit(emitted, arrivals.edges_of(emitted), rows, n);
    }
  }

 private:
  struct Arriving {
    i64 emitted;
    annl_row row;
  };
  using Lists = StepLists<Arriving>;

  Lists lists_;
};

}  // namespace annl
#endif
