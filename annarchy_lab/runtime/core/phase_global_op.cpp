#include "phase_global_op.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace annl {
namespace {

constexpr i64 block_size = 1024;
constexpr int n_lanes = 16;

/* An operation: a start value, what an element contributes, how two values become one, the last step. */
template <class T>
struct Max {
  static constexpr T start = -std::numeric_limits<T>::infinity();
  static T of(T x) { return x; }
  static T fold(T a, T b) { return b > a ? b : a; }
  static T end(T value, i64) { return value; }
};

template <class T>
struct Min : Max<T> {
  static constexpr T start = std::numeric_limits<T>::infinity();
  static T fold(T a, T b) { return b < a ? b : a; }
};

template <class T>
struct Norm1 {
  static constexpr T start = 0;
  static T of(T x) { return std::fabs(x); }
  static T fold(T a, T b) { return a + b; }
  static T end(T value, i64) { return value; }
};

template <class T>
struct Norm2 : Norm1<T> {
  static T of(T x) { return x * x; }
  static T end(T value, i64) { return std::sqrt(value); }
};

template <class T>
struct Mean : Norm1<T> {
  static T of(T x) { return x; }
  static T end(T value, i64 size) { return value / static_cast<T>(size); }
};

/* S: type of the elements, T: type in which they are folded */
template <class Operation, class T, class S>
T fold_block(const S *values, i64 n) {
  T lane[n_lanes];
  for (T &value : lane) value = Operation::start;
  i64 j = 0;
  for (; j + n_lanes <= n; j += n_lanes) {
    for (int l = 0; l < n_lanes; ++l) lane[l] = Operation::fold(lane[l], Operation::of(static_cast<T>(values[j + l])));
  }
  for (int l = 0; j < n; ++j, ++l) lane[l] = Operation::fold(lane[l], Operation::of(static_cast<T>(values[j])));
  for (int s = n_lanes / 2; s > 0; s /= 2) {
    for (int l = 0; l < s; ++l) lane[l] = Operation::fold(lane[l], lane[l + s]);
  }
  return lane[0];
}

template <class T>
bool has_nan(const T *values, i64 n) {
  bool found = false;
  for (i64 k = 0; k < n; ++k) found |= values[k] != values[k];
  return found;
}

template <template <class> class Operation, class T, class S>
class GlobalOp final : public Phase {
 public:
  explicit GlobalOp(GlobalOpSpec spec) : spec_(std::move(spec)) {
    require(spec_.size >= 1, "an operation over a population needs a neuron");
    require_storage(spec_.source, spec_.size * static_cast<i64>(sizeof(S)), "source");
    require_storage(spec_.result, sizeof(T), "result");
  }

  bool is_serial() const noexcept override { return true; }

  void run(Worker &, Parts) override {
    using Op = Operation<T>;
    const S *values = spec_.source->as<S>();
    T value = Op::start;
    for (i64 first = 0; first < spec_.size; first += block_size) {
      value = Op::fold(value, fold_block<Op, T>(values + first, std::min(block_size, spec_.size - first)));
    }
    /* sums carry a NaN by themselves, comparisons do not */
    const bool is_nan = has_nan(values, spec_.size);
    *spec_.result->as<T>() = is_nan ? std::numeric_limits<T>::quiet_NaN() : Op::end(value, spec_.size);
  }

 private:
  GlobalOpSpec spec_;
};

template <class T, class S>
PhasePtr make(GlobalOpSpec spec) {
  const std::string operation = spec.operation;
  if (operation == "min") return std::make_shared<GlobalOp<Min, T, S>>(std::move(spec));
  if (operation == "max") return std::make_shared<GlobalOp<Max, T, S>>(std::move(spec));
  if (operation == "mean") return std::make_shared<GlobalOp<Mean, T, S>>(std::move(spec));
  if (operation == "norm1") return std::make_shared<GlobalOp<Norm1, T, S>>(std::move(spec));
  if (operation == "norm2") return std::make_shared<GlobalOp<Norm2, T, S>>(std::move(spec));
  throw std::invalid_argument("unknown operation '" + operation + "' over a population");
}

template <class T>
PhasePtr make_of(GlobalOpSpec spec) {
  const std::string elements = spec.elements;
  if (elements == "real") return make<T, T>(std::move(spec));
  if (elements == "i32") return make<T, i32>(std::move(spec));
  if (elements == "bool") return make<T, u8>(std::move(spec));
  throw std::invalid_argument("unknown elements '" + elements + "' of an operation over a population");
}

}  // namespace

PhasePtr make_global_op(GlobalOpSpec spec) {
  return spec.is_double ? make_of<double>(std::move(spec)) : make_of<float>(std::move(spec));
}

}  // namespace annl
