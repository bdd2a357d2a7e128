/* edge_lists.h: the edges that spikes will reach, in lists by step.
 *
 * In: the spikes in the ring of a population, rows of edges with a delay for each.
 * Out: the edges that spikes reach in a step, by (emission step, pre rank).
 * Not here: what a spike does there; edges that come and go (arrivals.h looks back for them).
 *
 * A spike is spread over the steps to come in the step after its own; to look back, for each delay, at the spikes of
 * that age would cost a step as many searches as there are delays.  The lists are no state: they follow from the
 * ring, and are made anew from it where the last step was not the one before, a thread has got other parts, or somebody has
 * changed the ring.
 */
#ifndef ANNL_EDGE_LISTS_H
#define ANNL_EDGE_LISTS_H
#include "arrivals.h"

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

  /* New cuts of the post population: all lists are made anew. */
  void split(const Partition &post);

  /* What spikes reach in step `elapsed` in the parts of a thread; valid until its next call. */
  std::span<const Reached> due(i64 elapsed, Parts parts);

 private:
  /* Its memory is as long as it has ever been. */
  struct List {
    std::vector<Reached> items;
    std::size_t n = 0;
  };
  /* Of the parts of a thread, under the first of them. */
  struct alignas(64) Part {
    int last = -1;           /* of its parts */
    std::vector<List> lists; /* by step, modulo their number */
    i64 next = -1;           /* the step that comes next */
    i64 n_rewrites = -1;     /* of the ring, when the lists were made */
  };
  /* The rows of an epoch, with the delay of each entry. */
  struct Rows {
    i64 first; /* emission step */
    const i64 *row_ptr;
    PostRanks posts;
    const i64 *edges; /* null: entries are edges */
    std::vector<u16> delays;
  };

  Rows rows_of(const Epoch &epoch) const;
  void begin_anew(Part &own, i64 elapsed, Parts parts) const;
  void spread(Part &own, i64 emitted, i64 elapsed, Parts parts) const;
  template <bool is_whole, class Rank>
  static void spread_row(Part &own, const Rows &rows, const Rank *posts, i32 rank, i64 emitted, i64 elapsed,
                         Range own_posts);

  PopulationPtr pre_;
  std::vector<Epoch> epochs_; /* keep what rows point into */
  std::vector<Rows> rows_;    /* by epoch */
  i64 longest_ = 0;
  Partition post_{0, 1};
  std::vector<Part> parts_;
};

}  // namespace annl
#endif
