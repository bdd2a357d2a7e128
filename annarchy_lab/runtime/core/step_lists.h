/* step_lists.h: what spikes bring about in steps to come, in lists by step.
 *
 * In: the spikes in the ring of a population, and a function that says what those of a step bring about, and when.
 * Out: what is due in a step, by (emission step, pre rank).
 * Not here: what that is (edge_lists.h, row_lists.h).
 *
 * A spike is spread over the steps to come in the step after its own; to look back, for each delay, at the spikes of
 * that age would cost a step as many searches as there are delays.  The lists are no state: they follow from the
 * ring, and are made anew from it where the last step was not the one before, a thread has got other parts, or somebody
 * has changed the ring.
 */
#ifndef ANNL_STEP_LISTS_H
#define ANNL_STEP_LISTS_H
#include "population.h"

#include <bit>
#include <span>
#include <vector>

namespace annl {

template <class Item>
class StepLists {
 public:
  /* Nothing is due later than `longest` steps after its spike. */
  StepLists(PopulationPtr pre, i64 longest)
      : pre_(std::move(pre)), longest_(longest), n_lists_(std::bit_ceil(static_cast<std::size_t>(longest + 1))) {}

  /* Other cuts: all lists are made anew. */
  void split(int n_parts) {
    parts_ = std::vector<Part>(static_cast<std::size_t>(n_parts));
    for (Part &part : parts_) part.lists.resize(n_lists_);
  }

  /* Where a function puts what the spikes of a step bring about; by value, so that it stays in registers. */
  class Open {
   public:
    /* At the end of the list of a step; kept if `is_kept`, which is not a branch.  Steps that are over are passed over.
       Inlined by force: a call for each edge would cost a tenth of all. */
    [[gnu::always_inline]] void add(i64 step, const Item &item, bool is_kept = true) const {
      if (step < elapsed_) return;
      List &list = lists_[static_cast<std::size_t>(step) & mask_];
      if (list.n == list.items.size()) list.grow();
      list.items[list.n] = item;
      list.n += is_kept;
    }

   private:
    friend StepLists;
    Open(auto &lists, i64 elapsed) : lists_(lists.data()), mask_(lists.size() - 1), elapsed_(elapsed) {}

    typename StepLists::List *lists_;
    std::size_t mask_;
    i64 elapsed_;
  };

  /* What is due in step `elapsed` in the parts of a thread; valid until its next call.  spread(open, emitted) is called
     for the steps whose spikes are not spread yet. */
  template <class Spread>
  std::span<const Item> due(i64 elapsed, Parts parts, const Spread &spread) {
    Part &own = parts_[static_cast<std::size_t>(parts.first)];
    Open open(own.lists, elapsed);
    if (own.next == elapsed && own.last == parts.last && own.n_rewrites == pre_->n_rewrites()) {
      list_of(own, elapsed - 1).n = 0; /* it is over */
      spread(open, elapsed - 1);
    } else {
      for (List &list : own.lists) list.n = 0;
      for (i64 emitted = elapsed - longest_; emitted < elapsed; ++emitted) spread(open, emitted);
      own.last = parts.last;
      own.n_rewrites = pre_->n_rewrites();
    }
    own.next = elapsed + 1;
    const List &list = list_of(own, elapsed);
    return {list.items.data(), list.n};
  }

 private:
  static constexpr std::size_t shortest_list = 64;

  /* Its memory is as long as it has ever been. */
  struct List {
    std::vector<Item> items;
    std::size_t n = 0;

    [[gnu::noinline]] void grow() { items.resize(std::max(shortest_list, 2 * n)); }
  };
  /* Of the parts of a thread, under the first of them. */
  struct alignas(64) Part {
    int last = -1;           /* of its parts */
    std::vector<List> lists; /* by step, modulo their number */
    i64 next = -1;           /* the step that comes next */
    i64 n_rewrites = -1;     /* of the ring, when the lists were made */
  };

  List &list_of(Part &own, i64 step) const noexcept {
    return own.lists[static_cast<std::size_t>(step) & (n_lists_ - 1)];
  }

  PopulationPtr pre_;
  i64 longest_;
  std::size_t n_lists_;
  std::vector<Part> parts_;
};

}  // namespace annl
#endif
