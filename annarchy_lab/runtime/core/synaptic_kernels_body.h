/* synaptic_kernels_body.h: the kernels in one width of vectors.  The including file defines
 *   ANNL_VECTOR_BYTES  width of a vector register
 *   ANNL_TABLE_F32, ANNL_TABLE_F64, ANNL_TABLE_MIXED  names of the tables; the last is of float weights among double
 * Nothing of the C++ library is used here: an inline function of it, compiled for a wide machine, could be
 * the copy that the linker keeps for everybody.
 */
namespace annl {
namespace {

/* The number of lanes of a dendrite's sum is part of the meaning of a sum (docs/exactness.md). */
constexpr int n_lanes = 16;

template <class T>
struct Vector {
  static constexpr int n = ANNL_VECTOR_BYTES / static_cast<int>(sizeof(T));
  static constexpr int per_row = n_lanes / n;
  /* as many rows at once as keep eight registers of sums busy */
  static constexpr int n_rows = 8 / per_row;
  typedef T type __attribute__((vector_size(ANNL_VECTOR_BYTES)));
  typedef T unaligned __attribute__((vector_size(ANNL_VECTOR_BYTES), aligned(alignof(T)), may_alias));
};

/* The sums of one dendrite while they are formed. */
template <class T>
struct Lanes {
  typename Vector<T>::type part[Vector<T>::per_row];
};

template <class T>
ANNL_INLINE void clear(Lanes<T> &lanes) {
  for (int v = 0; v < Vector<T>::per_row; ++v) lanes.part[v] = typename Vector<T>::type{};
}

template <class T>
ANNL_INLINE typename Vector<T>::type load(const T *values) {
  return *reinterpret_cast<const typename Vector<T>::unaligned *>(values);
}

/* As many weights as a vector of T has elements, widened.  Written out, since GCC makes one instruction of this, but
   three of __builtin_convertvector. */
template <class T, class W>
ANNL_INLINE typename Vector<T>::type load_weights(const W *w) {
  using V = typename Vector<T>::type;
  if constexpr (sizeof(W) == sizeof(T)) {
    return load(w);
  } else if constexpr (Vector<T>::n == 2) {
    return V{w[0], w[1]};
  } else if constexpr (Vector<T>::n == 4) {
    return V{w[0], w[1], w[2], w[3]};
  } else {
    static_assert(Vector<T>::n == 8);
    return V{w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]};
  }
}

/* 0, 1, 2, ... as a vector of integers as wide as T. */
template <class T>
ANNL_INLINE auto positions() {
  decltype(typename Vector<T>::type{} < typename Vector<T>::type{}) at{};
  for (int l = 0; l < Vector<T>::n; ++l) at[l] = l;
  return at;
}

/* The last edges, which do not fill all lanes; values(l, n) gives those from lane l on, of which n count.  Whole vectors
   are loaded all the same: storage has a margin behind its end (storage.h), and what lies there is computed with and
   thrown away. */
template <bool is_single, class T, class W, class Values>
ANNL_INLINE void add_left(Lanes<T> &lanes, const W *weights, int n_left, const Values &values) {
  for (int v = 0; v < Vector<T>::per_row; ++v) {
    const int first = v * Vector<T>::n;
    if (first >= n_left) return;
    const typename Vector<T>::type x = values(first, n_left - first);
    typename Vector<T>::type product;
    if constexpr (is_single) {
      product = T{weights[0]} * x;
    } else {
      product = load_weights<T>(weights + first) * x;
    }
    lanes.part[v] = positions<T>() < n_left - first ? lanes.part[v] + product : lanes.part[v];
  }
}

/* The tree: lane l + lane l + s for s = 8, 4, 2, 1. */
template <class T>
ANNL_INLINE T sum_of(Lanes<T> &lanes) {
  for (int s = Vector<T>::per_row / 2; s > 0; s /= 2) {
    for (int v = 0; v < s; ++v) lanes.part[v] += lanes.part[v + s];
  }
  T lane[Vector<T>::n];
  for (int l = 0; l < Vector<T>::n; ++l) lane[l] = lanes.part[0][l];
  for (int s = Vector<T>::n / 2; s > 0; s /= 2) {
    for (int l = 0; l < s; ++l) lane[l] += lane[l + s];
  }
  return lane[0];
}

#include "dense_sums_body.h"
#include "sparse_sums_body.h"
#include "row_additions_body.h"
#include "decoding_body.h"

template <class T, class W>
constexpr SynapticKernels<T, W> table{add_rows<T, W>,
                                      add_repeatedly<T>,
                                      sum_dense<T, W>,
                                      sum_dense_single<T, W>,
                                      sum_csr<T, W>,
                                      sum_csr_single<T, W>,
                                      sum_late<T, W>,
                                      sum_late_single<T, W>,
                                      pass_all<Come, false, W>,
                                      pass_all<Come, true, W>,
                                      pass_all<Leave, false, W>,
                                      pass_all<Leave, true, W>,
                                      add_rates<T>};

}  // namespace

constinit const SynapticKernels<float, float> ANNL_TABLE_F32 = table<float, float>;
constinit const SynapticKernels<double, double> ANNL_TABLE_F64 = table<double, double>;
constinit const SynapticKernels<double, float> ANNL_TABLE_MIXED = table<double, float>;

}  // namespace annl
