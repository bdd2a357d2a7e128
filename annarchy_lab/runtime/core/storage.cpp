#include "storage.h"

#include "os/memory.h"

#include <cstring>

namespace annl {
namespace {

/* The widest vector, twice: sixteen float64 values are read at once. */
constexpr i64 margin_bytes = 128;

std::shared_ptr<u8> zeroed(i64 n_bytes) {
  u8 *bytes = static_cast<u8 *>(os::allocate_zeroed(static_cast<std::size_t>(n_bytes + margin_bytes)));
  return {bytes, os::release};
}

}  // namespace

Storage::Storage(i64 n_bytes) : n_bytes_(n_bytes) {
  require(n_bytes >= 0, "a buffer cannot have a negative size");
  memory_ = zeroed(n_bytes);
}

void Storage::grow(i64 n_bytes) {
  if (n_bytes <= n_bytes_) return;
  std::shared_ptr<u8> larger = zeroed(n_bytes);
  std::memcpy(larger.get(), memory_.get(), static_cast<std::size_t>(n_bytes_));
  memory_ = std::move(larger);
  n_bytes_ = n_bytes;
}

const StoragePtr &require_storage(const StoragePtr &storage, i64 n_bytes, const char *what) {
  if (!storage) throw std::invalid_argument(std::string("the buffer '") + what + "' is missing");
  if (storage->n_bytes() < n_bytes) {
    throw std::invalid_argument(std::string("the buffer '") + what + "' has " +
                                std::to_string(storage->n_bytes()) + " bytes, " +
                                std::to_string(n_bytes) + " are needed");
  }
  return storage;
}

}  // namespace annl
