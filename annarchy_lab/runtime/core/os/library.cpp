#include "library.h"

#include <stdexcept>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace annl::os {

#if defined(_WIN32)

Library::Library(const std::string &path) : handle_(LoadLibraryA(path.c_str())) {
  if (handle_ == nullptr) throw std::runtime_error("cannot load the module '" + path + "'");
}
Library::~Library() { FreeLibrary(static_cast<HMODULE>(handle_)); }
void *Library::find(const char *name) const {
  return reinterpret_cast<void *>(GetProcAddress(static_cast<HMODULE>(handle_), name));
}

#else

Library::Library(const std::string &path) : handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) throw std::runtime_error(std::string("cannot load a module: ") + dlerror());
}
Library::~Library() { dlclose(handle_); }
void *Library::find(const char *name) const { return dlsym(handle_, name); }

#endif

}  // namespace annl::os
