"""An echo-state network: each unit to each, by random weights; chaotic."""

from typing import Final

import numpy as np
from measuring.case import Case, Work
from numpy.typing import NDArray

DT_MS: Final = 1.0
TAU_MS, G, NOISE = 30.0, 1.5, 0.01


def work(case: Case, version: str, r: NDArray[np.floating]) -> Work:
    """Return what was done."""
    n_synapses = case.size**2
    rms = float(np.sqrt(np.mean(np.square(r))))
    n_events = n_synapses * case.duration_ms / DT_MS
    return Work({"rms_r": rms}, n_synapses, n_events, version=version)


def bands() -> dict[str, tuple[float, float]]:
    """Return the root mean square of the rates at one instant."""
    return {"rms_r": (0.52, 0.64)}
