/* core_table.h: what the core offers to modules, as the table that `annl_ctx` carries. */
#ifndef ANNL_CORE_TABLE_H
#define ANNL_CORE_TABLE_H
#include "annl_abi.h"

namespace annl {

const annl_core *core_table() noexcept;

}  // namespace annl
#endif
