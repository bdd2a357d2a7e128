"""What a measure is."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.bench import Recorded

__all__ = ["Array", "Measure", "trains"]

Array = NDArray[np.float64]


class Measure(Protocol):
    """A number that tells of a neuron.

    Attributes
    ----------
    name
        As it is asked for.
    label
        Of an axis.
    unit
        Of the number; of a variable's mean that of the variable, here empty.
    needs_spikes
        Whether only spiking neurons have it.
    """

    name: str
    label: str
    unit: str
    needs_spikes: bool

    def of(self, run: Recorded, n_neurons: int, from_ms: float) -> Array:
        """Return one number per neuron, of what happened from `from_ms` on."""


def trains(run: Recorded, n_neurons: int, from_ms: float) -> list[Array]:
    """Return the times in ms of the spikes of each neuron from `from_ms` on."""
    times = run.dt_ms * run.spike_steps
    is_late = times >= from_ms
    ranks, times = run.spike_ranks[is_late], times[is_late]
    order = np.argsort(ranks, kind="stable")
    ends = np.cumsum(np.bincount(ranks, minlength=n_neurons))
    return np.split(times[order], ends[:-1])
