"""The mean of a variable."""

import numpy as np

from annarchy_lab.lab.explorer.bench import Recorded
from annarchy_lab.lab.explorer.measures.measure import Array

__all__ = ["Mean"]


class Mean:
    """Mean over time of the one variable that was recorded; of a rate its steady state."""

    name = "mean"
    label = "mean"
    unit = ""
    needs_spikes = False

    def of(self, run: Recorded, n_neurons: int, from_ms: float) -> Array:
        """Return the mean of each neuron."""
        (rows,) = run.rows.values()
        late = rows[run.times_ms > from_ms]
        return late.mean(axis=0) if len(late) else np.full(n_neurons, np.nan)
