/* types.h: the integer names of the ABI inside the core's namespace, and how arguments are refused. */
#ifndef ANNL_CORE_TYPES_H
#define ANNL_CORE_TYPES_H
#include "annl_abi.h"

#include <stdexcept>
#include <string>

namespace annl {

using u8 = annl_u8;
using u16 = unsigned short;
using u32 = annl_u32;
using u64 = annl_u64;
using i32 = annl_i32;
using i64 = annl_i64;

/* A half-open range of ranks. */
struct Range {
  i64 lo = 0;
  i64 hi = 0;
  bool is_empty() const noexcept { return hi <= lo; }
  i64 length() const noexcept { return hi - lo; }
  bool is_within(i64 size) const noexcept { return lo >= 0 && lo <= hi && hi <= size; }
};

/* What Python handed in must fit before anything native touches it: a wrong size here is a crash later. */
inline void require(bool holds, const char *fault) {
  if (!holds) throw std::invalid_argument(fault);
}

}  // namespace annl
#endif
