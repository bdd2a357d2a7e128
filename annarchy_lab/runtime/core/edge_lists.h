/* edge_lists.h: the edges that spikes will reach, in lists by step.
 *
 * In: the spikes of a population, rows of edges with a delay for each.
 * Out: the edges that spikes reach in a step, by (emission step, pre rank).
 * Not here: what a spike does there; edges that come and go (arrivals.h looks back for them).
 */
#ifndef ANNL_EDGE_LISTS_H
#define ANNL_EDGE_LISTS_H
#include "arrivals.h"
#include "step_lists.h"

namespace annl {

class EdgeLists {
 public:
  struct Reached {
    i32 post;
    u32 edge; /* position of its values */
  };

  /* Whether lists can stand for looking back, and are worth it: with one delay there is nothing to look for. */
  static bool are_of_use(const std::vector<Epoch> &epochs);

  /* The epochs, with rows, that `Arrivals` has accepted. */
  EdgeLists(PopulationPtr pre, std::vector<Epoch> epochs);

  /* New cuts of the post population. */
  void split(const Partition &post);

  /* What spikes reach in step `elapsed` in the parts of a thread; valid until its next call. */
  std::span<const Reached> due(i64 elapsed, Parts parts);

 private:
  using Lists = StepLists<Reached>;
  /* The rows of an epoch, with the delay of each entry. */
  struct Rows {
    const i64 *row_ptr;
    PostRanks posts;
    const i64 *edges; /* null: entries are edges */
    std::vector<u16> delays;
  };

  Rows rows_of(const Epoch &epoch) const;
  void spread(Lists::Open open, i64 emitted, Parts parts) const;
  template <bool is_whole, class Rank>
  static void spread_row(Lists::Open open, const Rows &rows, const Rank *posts, i32 rank, i64 emitted,
                         Range own_posts);

  PopulationPtr pre_;
  std::vector<Epoch> epochs_; /* keep what rows point into */
  std::vector<Rows> rows_;    /* by epoch */
  Lists lists_;
  Partition post_{0, 1};
};

}  // namespace annl
#endif
