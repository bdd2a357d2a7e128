"""The coefficient of variation of the intervals between spikes."""

import numpy as np

from annarchy_lab.lab.explorer.bench import Recorded
from annarchy_lab.lab.explorer.measures.measure import Array, trains

__all__ = ["CV"]

LEAST_INTERVALS = 2


class CV:
    """Standard deviation over mean of the intervals; NaN where there are fewer than two."""

    name = "cv"
    label = "CV of intervals"
    unit = ""
    needs_spikes = True

    def of(self, run: Recorded, n_neurons: int, from_ms: float) -> Array:
        """Return the coefficient of each neuron."""
        return np.array([_cv(np.diff(x)) for x in trains(run, n_neurons, from_ms)])


def _cv(intervals: Array) -> float:
    if len(intervals) < LEAST_INTERVALS:
        return np.nan
    return float(intervals.std() / intervals.mean())
