/* synaptic_kernels.h: the inner loops of default transmission, in one text per width of vectors.
 *
 * The text (synaptic_kernels_body.h, and what it includes) is compiled once per instruction set, and kernels.h says which one
 * runs.  All give the same bits: they do the same additions in the same order, only more of them at once.
 */
#ifndef ANNL_SYNAPTIC_KERNELS_H
#define ANNL_SYNAPTIC_KERNELS_H
#include "types.h"

namespace annl {

/* T: of the sums, W: of the weights, which are widened where they are read. */
template <class T, class W>
struct SynapticKernels {
  /* g[i] += (row of ranks[0])[i], then += (row of ranks[1])[i], ... for i in [0, length).
     `rows` begins with the row of rank `first_rank`; rows are `stride` apart. */
  void (*add_rows)(T *g, const W *rows, i64 stride, i64 first_rank, const i32 *ranks, i64 n_ranks, i64 length);
  /* g[i] += weight, n times one after another. */
  void (*add_repeatedly)(T *g, T weight, i64 n, i64 length);

  /* target[p] += sum over the dendrite p in [lo, hi) of w * r, in lanes by position in the dendrite.
     Dense: dendrite p is `weights + p * n`, n values against r[0..n).  The first dendrites come first, or the last ones:
     who takes turns finds in the caches what the last sums left there.
     CSR: positions row_ptr[p] to row_ptr[p + 1], against r[pre_ranks[position]].
     `single`: one weight for all edges. */
  void (*sum_dense)(T *target, const W *weights, const T *r, i64 n, i64 lo, i64 hi, bool is_backward);
  void (*sum_dense_single)(T *target, const W *weight, const T *r, i64 n, i64 lo, i64 hi, bool is_backward);
  void (*sum_csr)(T *target, const W *weights, const T *r, const i64 *row_ptr, const i32 *pre_ranks, i64 lo, i64 hi);
  void (*sum_csr_single)(T *target, const W *weight, const T *r, const i64 *row_ptr, const i32 *pre_ranks, i64 lo,
                         i64 hi);
  /* The same where each edge has a delay: r[delays[position]][pre_ranks[position]]. */
  void (*sum_late)(T *target, const W *weights, const T *const *r, const i32 *delays, const i64 *row_ptr,
                   const i32 *pre_ranks, i64 lo, i64 hi);
  void (*sum_late_single)(T *target, const W *weight, const T *const *r, const i32 *delays, const i64 *row_ptr,
                          const i32 *pre_ranks, i64 lo, i64 hi);

  /* Decoding: a spike comes to the post neurons [lo, hi), or leaves them; one weight each, or one. */
  void (*come)(double *sums, i32 *counts, const W *weights, i64 lo, i64 hi);
  void (*come_single)(double *sums, i32 *counts, const W *weight, i64 lo, i64 hi);
  void (*leave)(double *sums, i32 *counts, const W *weights, i64 lo, i64 hi);
  void (*leave_single)(double *sums, i32 *counts, const W *weight, i64 lo, i64 hi);
  /* target[p] += sums[p] * hz / n_edges[p], for p in [lo, hi) with an edge. */
  void (*add_rates)(T *target, const double *sums, const double *n_edges, double hz, i64 lo, i64 hi);
};

/* From how many bytes on synapses are read as what comes from memory, and whether the rows of a dense matrix are then
   fetched by hand: both differ between processors (decision 0050). */
struct LargeMatrices {
  i64 n_bytes;
  bool are_rows_fetched;
};
extern const LargeMatrices large_matrices;

/* Those of the level that runs (annl_isa), for the types of weight_types.h. */
template <class T, class W>
const SynapticKernels<T, W> &synaptic_kernels() noexcept;

extern const SynapticKernels<float, float> synaptic_baseline_f32, synaptic_avx2_f32, synaptic_avx512_f32;
extern const SynapticKernels<double, double> synaptic_baseline_f64, synaptic_avx2_f64, synaptic_avx512_f64;
extern const SynapticKernels<double, float> synaptic_baseline_mixed, synaptic_avx2_mixed, synaptic_avx512_mixed;

}  // namespace annl
#endif
