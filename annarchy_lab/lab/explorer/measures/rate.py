"""The firing rate."""

import numpy as np

from annarchy_lab.lab.explorer.bench import Recorded
from annarchy_lab.lab.explorer.measures.measure import Array, trains

__all__ = ["Rate"]


class Rate:
    """Firing rate in Hz: spikes per time between the first and the last one.

    One spike counts for the whole time.
    """

    name = "rate"
    label = "firing rate"
    unit = "Hz"
    needs_spikes = True

    def of(self, run: Recorded, n_neurons: int, from_ms: float) -> Array:
        """Return the rate of each neuron."""
        duration_ms = max(run.n_steps * run.dt_ms - from_ms, run.dt_ms)
        return np.array([_rate_hz(x, duration_ms) for x in trains(run, n_neurons, from_ms)])


def _rate_hz(times_ms: Array, duration_ms: float) -> float:
    if len(times_ms) < 2:
        return 1000.0 * len(times_ms) / duration_ms
    return float(1000.0 * (len(times_ms) - 1) / (times_ms[-1] - times_ms[0]))
