/* The kernels for any machine (SSE2, NEON). */
#include "synaptic_kernels.h"

#define ANNL_VECTOR_BYTES 16
#define ANNL_TABLE_F32 synaptic_baseline_f32
#define ANNL_TABLE_F64 synaptic_baseline_f64
#define ANNL_TABLE_MIXED synaptic_baseline_mixed
#include "synaptic_kernels_body.h"
