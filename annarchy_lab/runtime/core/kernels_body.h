/* kernels_body.h: one variant of the kernels.  The including file has chosen the instruction set, which must hold for
 * the inline functions too, and defines ANNL_VARIANT, the variant's name. */
#include "annl_random.h"
#include "annl_samplers.h"
#include "core_math.h"
#include "flags.h"
#include "kernels.h"
#include "samplers.h"

namespace annl {
namespace {
#include "core_math_body.h"
#include "random_body.h"
#include "gaps_body.h"
#include "samplers_body.h"
}  // namespace

const Kernels ANNL_VARIANT = {uniform_f64, normal_f64, uniform_f32, normal_f32, uniform_marked_f64, uniform_marked_f32,
                              uniform_draws, gaps, first_gaps, gamma_f64, gamma_f32, binomial, discrete,
                              map_f64, map_f32, pow_f64, pow_f32};

}  // namespace annl
