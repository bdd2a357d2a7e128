"""The latency of the first spike."""

import numpy as np

from annarchy_lab.lab.explorer.bench import Recorded
from annarchy_lab.lab.explorer.measures.measure import Array, trains

__all__ = ["Latency"]


class Latency:
    """Time of the first spike in ms, from the start, whatever the transient; NaN without one."""

    name = "latency"
    label = "first spike"
    unit = "ms"
    needs_spikes = True

    def of(self, run: Recorded, n_neurons: int, from_ms: float) -> Array:
        """Return the latency of each neuron."""
        return np.array([x[0] if len(x) else np.nan for x in trains(run, n_neurons, 0.0)])
