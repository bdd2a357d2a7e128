"""An echo-state network in plain NumPy: one product of BLAS per step."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from specs import ratecoded as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    kind = np.dtype(case.dtype).type
    rng = np.random.default_rng(case.seed)
    with clock.phase("build"):
        w = rng.standard_normal((case.size, case.size), dtype=kind) * kind(1 / np.sqrt(case.size))
        x = rng.uniform(-1, 1, case.size).astype(kind)
        r = np.tanh(x)
    g, level, rate = kind(spec.G), kind(spec.NOISE), kind(spec.DT_MS / spec.TAU_MS)
    with clock.phase("simulate"):
        for _ in range(round(case.duration_ms / spec.DT_MS)):
            noise = rng.uniform(-1, 1, case.size).astype(kind)
            x += rate * (-x + g * (w @ r) + level * noise)
            r = np.tanh(x)
    return spec.work(case, np.__version__, r)
