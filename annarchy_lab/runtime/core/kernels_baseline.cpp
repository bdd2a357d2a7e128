#define ANNL_VARIANT kernels_baseline
#include "kernels_body.h"
