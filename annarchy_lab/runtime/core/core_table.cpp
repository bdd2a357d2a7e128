#include "core_table.h"

#include "core_math.h"
#include "random.h"
#include "samplers.h"

namespace annl {
namespace {

const annl_core table = {annl_uniform_f64,    annl_normal_f64,    annl_uniform_f32,  annl_normal_f32,
                         annl_uniform_marked_f64, annl_uniform_marked_f32,
                         annl_uniform_f64_at, annl_normal_f64_at, annl_uniform_f32_at, annl_normal_f32_at,
                         annl_gamma_f64,      annl_gamma_f32,     annl_binomial,     annl_discrete,
                         annl_gamma_f64_at,   annl_gamma_f32_at,  annl_binomial_at,  annl_discrete_at,
                         annl_libm_table};

}  // namespace

const annl_core *core_table() noexcept { return &table; }

}  // namespace annl
