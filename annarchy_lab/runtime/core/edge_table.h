/* edge_table.h: the edges of a projection that come and go.
 *
 * In: pairs of ranks to insert, positions to remove.
 * Out: the same arrays with other edges: post-major rows in ascending pre rank without holes, one value per edge
 * in every column, the rows by pre rank.  Edges that stay keep their values; a new one has the same delay for
 * all spikes, whenever they were emitted.
 * Not here: which edges come and go (phase_rewire.h).
 *
 * Columns have room to spare and are moved only when it is used up; contexts that point into them, and phases
 * that keep cuts of rows, are then told.  All this happens while no other thread is in a step.
 */
#ifndef ANNL_EDGE_TABLE_H
#define ANNL_EDGE_TABLE_H
#include "context.h"
#include "edge_rows.h"
#include "phase.h"

#include <memory>
#include <vector>

namespace annl {

struct Pair {
  i32 pre = 0;
  i32 post = 0;
};

/* One value per edge. */
struct EdgeColumn {
  StoragePtr values;
  i64 itemsize = 8;
  u64 fresh = 0;         /* what a new edge starts with: the low bytes, as they lie in memory */
  bool is_clock = false; /* a new edge starts with the clock that is given */
};

struct EdgeTableSpec {
  i64 n_pre = 0;
  i64 n_post = 0;
  StoragePtr row_ptr;   /* i64[n_post + 1] */
  StoragePtr pre_rank;  /* i32 per edge */
  StoragePtr post_rank; /* i32 per edge */
  std::vector<EdgeColumn> columns;
};

/* Delays of the edges, as spikes find them that are emitted from now on. */
struct EdgeDelays {
  StoragePtr numbers; /* i32 per edge: number of its delay; null: one delay for all */
  i32 fresh = 0;      /* of a new edge */
  i64 n_delays = 1;
};

class EdgeTable {
 public:
  explicit EdgeTable(EdgeTableSpec spec);

  i64 n_edges() const noexcept { return row_ptr()[spec_.n_post]; }
  i64 n_pre() const noexcept { return spec_.n_pre; }
  i64 n_post() const noexcept { return spec_.n_post; }
  const i64 *row_ptr() const noexcept { return spec_.row_ptr->as<i64>(); }
  const i32 *pre_ranks() const noexcept { return spec_.pre_rank->as<i32>(); }
  /* How often the edges have changed. */
  i64 n_changes() const noexcept { return n_changes_; }
  /* One byte per edge, for whoever decides which ones to remove. */
  u8 *marks() noexcept { return marks_.data(); }

  /* What the threads of a step have decided and nobody has done yet, under the first of their parts; each
     ascends. */
  void make_parts(std::size_t n_parts);
  std::vector<Pair> &proposed(int part) noexcept { return proposed_[static_cast<std::size_t>(part)]; }
  std::vector<i64> &doomed(int part) noexcept { return doomed_[static_cast<std::size_t>(part)]; }
  std::vector<std::vector<Pair>> &proposed() noexcept { return proposed_; }
  std::vector<std::vector<i64>> &doomed() noexcept { return doomed_; }

  void set_fresh(i64 column, u64 value);
  /* Replaces what is known of delays, and the rows that spikes of each epoch look at; none where no spikes
     arrive.  Rows of earlier epochs have delays of their own. */
  void lay_out(EdgeDelays delays, const std::vector<EdgeRowsSpec> &rows);

  /* Adds edges that are not there, ascending by (post, pre), and returns where they stand. */
  std::vector<i64> insert(const std::vector<Pair> &pairs, i64 clock);
  /* Removes the edges at these positions, which ascend. */
  void remove(const std::vector<i64> &positions);
  /* Gives new edges numbers of delays; `settle` follows. */
  void set_delays(const std::vector<i64> &positions, const std::vector<i32> &numbers);
  /* After new edges have got their delays: keeps these inside the table, and puts them into all rows. */
  void settle(const std::vector<i64> &positions);
  /* After changes, before anybody walks over edges by pre rank. */
  void finish();

  /* To be told of changes, as long as they live: contexts of their new pointers, phases to cut rows anew. */
  void add_context(const ContextPtr &context) { contexts_.push_back(context); }
  void add_walker(const PhasePtr &phase) { walkers_.push_back(phase); }

 private:
  void reserve(i64 n_edges);
  void reserve_all(i64 n_edges);
  void check(const std::vector<Pair> &pairs) const;
  std::vector<i64> places_of(const std::vector<Pair> &pairs) const;
  void index_rows();
  void note_change();
  void tell_contexts();

  EdgeTableSpec spec_;
  EdgeDelays delays_;
  std::vector<EdgeRows> rows_;
  std::vector<EdgeColumn> columns_; /* those of the spec, and the delays */
  i64 capacity_ = 0;
  i64 n_changes_ = 0;
  i64 n_finished_ = 0; /* changes after which edges were indexed */
  std::vector<u8> marks_;
  std::vector<std::vector<Pair>> proposed_; /* per part */
  std::vector<std::vector<i64>> doomed_;
  std::vector<std::weak_ptr<Context>> contexts_;
  std::vector<std::weak_ptr<Phase>> walkers_;
};

using EdgeTablePtr = std::shared_ptr<EdgeTable>;

}  // namespace annl
#endif
