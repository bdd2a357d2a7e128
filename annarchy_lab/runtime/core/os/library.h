/* library.h: a shared library in memory.
 *
 * In: the path of a file.  Out: its symbols, as long as the object lives.
 */
#ifndef ANNL_OS_LIBRARY_H
#define ANNL_OS_LIBRARY_H
#include <string>

namespace annl::os {

class Library {
 public:
  /* Loads with all symbols bound at once and none shown to others; throws std::runtime_error. */
  explicit Library(const std::string &path);
  ~Library();
  Library(const Library &) = delete;
  Library &operator=(const Library &) = delete;

  /* Address of a symbol, or null. */
  void *find(const char *name) const;

 private:
  void *handle_;
};

}  // namespace annl::os
#endif
