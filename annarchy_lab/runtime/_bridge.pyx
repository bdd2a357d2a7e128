# distutils: language = c++
# cython: language_level=3, binding=True, boundscheck=False, wraparound=False, embedsignature=True
"""The native core, as Python sees it: `Buffer`, `Module` and `Engine`.

In: memory, compiled modules, a schedule as data.  Out: steps executed without the GIL, copies of state,
recordings.  Nothing here knows models, names or units; `cpu` and its siblings do.
"""

import atexit
import os
import time
import weakref

import numpy as np

include "_bridge_core.pxi"
include "_bridge_memory.pxi"
include "_bridge_edges.pxi"
include "_bridge_decoding.pxi"
include "_bridge_phases.pxi"
include "_bridge_network.pxi"
include "_bridge_governor.pxi"
include "_bridge_driver.pxi"
include "_bridge_engine.pxi"
include "_bridge_ports.pxi"
include "_bridge_math.pxi"
include "_bridge_samplers.pxi"
