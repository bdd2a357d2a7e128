/* access.h: single reads and writes of buffers, as Python asks for them. */
#ifndef ANNL_ACCESS_H
#define ANNL_ACCESS_H
#include "storage.h"

namespace annl {

/* Element indices[k] (or element k) of a buffer becomes value k (or the only value). */
struct Write {
  StoragePtr target;
  i64 itemsize = 8;
  const i64 *indices = nullptr; /* null: elements 0, 1, 2, ... */
  i64 n_items = 0;              /* elements that are written */
  const u8 *values = nullptr;
  i64 n_values = 0; /* n_items, or 1 for all of them */

  /* Refuses sizes that do not match and indices outside the buffer. */
  void check() const;
  void execute() const noexcept;
};

/* The first bytes of a buffer copied to `destination`. */
struct Read {
  StoragePtr source;
  i64 n_bytes = 0;
  u8 *destination = nullptr;

  void check() const;
  void execute() const noexcept;
};

}  // namespace annl
#endif
