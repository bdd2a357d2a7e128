#include "access.h"

#include <cstring>

namespace annl {
namespace {

template <class T>
void store(const Write &write) noexcept {
  T *elements = write.target->as<T>();
  const T *values = reinterpret_cast<const T *>(write.values);
  const bool is_one_value = write.n_values == 1;
  for (i64 k = 0; k < write.n_items; ++k) {
    elements[write.indices == nullptr ? k : write.indices[k]] = values[is_one_value ? 0 : k];
  }
}

}  // namespace

void Write::check() const {
  require(itemsize == 1 || itemsize == 4 || itemsize == 8, "itemsize must be 1, 4 or 8");
  require(n_values == n_items || n_values == 1, "a write needs one value, or one per element");
  const i64 n_bytes = indices == nullptr ? n_items * itemsize : 0;
  const i64 n_elements = require_storage(target, n_bytes, "target")->n_bytes() / itemsize;
  if (indices == nullptr) return;
  bool is_inside = true;
  for (i64 k = 0; k < n_items; ++k) is_inside &= indices[k] >= 0 && indices[k] < n_elements;
  require(is_inside, "an index lies outside the buffer");
}

void Write::execute() const noexcept {
  if (indices == nullptr && n_values == n_items) {
    std::memcpy(target->bytes(), values, static_cast<std::size_t>(n_items * itemsize));
  } else if (itemsize == 8) {
    store<u64>(*this);
  } else if (itemsize == 4) {
    store<u32>(*this);
  } else {
    store<u8>(*this);
  }
}

void Read::check() const {
  require(n_bytes >= 0, "n_bytes cannot be negative");
  require_storage(source, n_bytes, "source");
}

void Read::execute() const noexcept {
  if (n_bytes > 0) std::memcpy(destination, source->bytes(), static_cast<std::size_t>(n_bytes));
}

}  // namespace annl
