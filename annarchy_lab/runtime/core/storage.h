/* storage.h: the memory of one attribute.
 *
 * Behind the end lies a margin that belongs to nobody, so that a loop may load the vector that the last
 * element is part of.
 * Storage may grow and then lies elsewhere: who keeps a pointer into it must be told, or keep its memory.
 * Storage is shared: Python's Buffer and every part of the engine that uses the memory hold a reference,
 * so that a pointer given to a module is valid as long as somebody can call the module with it.
 */
#ifndef ANNL_STORAGE_H
#define ANNL_STORAGE_H
#include "types.h"

#include <memory>

namespace annl {

class Storage {
 public:
  explicit Storage(i64 n_bytes);
  Storage(const Storage &) = delete;
  Storage &operator=(const Storage &) = delete;

  i64 n_bytes() const noexcept { return n_bytes_; }
  u8 *bytes() const noexcept { return memory_.get(); }
  /* What bytes() points into now, for somebody who may outlive its next growth. */
  const std::shared_ptr<u8> &memory() const noexcept { return memory_; }

  /* At least n_bytes; the first bytes stay as they are, the others are zero. */
  void grow(i64 n_bytes);

  template <class T>
  T *as() const noexcept {
    return reinterpret_cast<T *>(memory_.get());
  }

 private:
  i64 n_bytes_;
  std::shared_ptr<u8> memory_;
};

using StoragePtr = std::shared_ptr<Storage>;

/* The storage itself; refuses none and one that is too small. `what` names it in the text. */
const StoragePtr &require_storage(const StoragePtr &storage, i64 n_bytes, const char *what);

}  // namespace annl
#endif
