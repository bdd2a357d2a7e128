/* module.h: a generated module in memory.
 *
 * In: the path of a shared library.  Out: its table of functions and attributes, for as long as anybody
 * holds the module.  Not here: compiling, caching, checking digests (Python's toolchain does).
 */
#ifndef ANNL_MODULE_H
#define ANNL_MODULE_H
#include "os/library.h"
#include "types.h"

#include <memory>
#include <vector>

namespace annl {

/* Bytes of one value of a buffer. */
inline i64 itemsize_of(const annl_buffer_entry &entry) noexcept {
  return entry.dtype == ANNL_BOOL ? 1 : entry.dtype <= ANNL_F32 ? 4 : 8;
}

class Module {
 public:
  /* Throws std::runtime_error for a file that is no module or speaks another ABI version. */
  explicit Module(const std::string &path);

  const annl_module &table() const noexcept { return *table_; }
  std::string fingerprint() const;
  /* Names of the functions that are present. */
  std::vector<std::string> functions() const;

 private:
  os::Library library_;
  const annl_module *table_;
};

using ModulePtr = std::shared_ptr<const Module>;

}  // namespace annl
#endif
