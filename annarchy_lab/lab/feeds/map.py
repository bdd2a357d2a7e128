"""What an activity map is told: a variable, or smoothed rates, of all neurons of a population.

In: a population with a geometry of one or two dimensions.
Out: messages of `GridFeed`.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.population import Population
from annarchy_lab.lab.feeds.feed import Kind
from annarchy_lab.lab.feeds.grid import GridFeed, GridLook
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.views.cells import Cells
from annarchy_lab.runtime.backend import Recorder, Simulator

__all__ = ["MapFeed", "SpikeMapFeed"]

TAP_CAPACITY = 1 << 18
MEMORY = 8.0
"""Time constants after which a spike has no weight any more."""


class MapFeed(GridFeed):
    """A variable of a population, neuron by neuron.

    Parameters
    ----------
    population
        The population.
    variable
        Name of the variable, or ``g_target``.
    look
        Names and limits.
    """

    def __init__(
        self,
        population: Population,
        variable: str,
        look: GridLook,
        dt_ms: float,
        tap: Tap | None = None,
    ) -> None:
        super().__init__(_cells(population), look, dt_ms, [] if tap is None else [tap])
        self.population, self.variable = population, variable

    def more(self) -> dict[str, Any]:
        """Return whether a neuron has coordinates besides its rank."""
        return {"has_coordinates": self.population.dimension > 1}

    def picked(self, item: int) -> Selection | None:
        """Return the neuron at a place."""
        if item >= self.population.size:
            return None
        look = self.style
        label = f"{look.owner or self.population.name}[{item}]"
        return Selection(self.population.name, item, label=label, color_index=look.color_index)

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return the place of the selected neuron."""
        if selection.rank is None or selection.population != self.population.name:
            return []
        y, x = divmod(selection.rank, self.cells.x_size)
        return [[x, y, 1, 1]]

    def numbers(self) -> dict[str, NDArray[Any]]:
        """Return the value of each neuron, in the geometry of the population."""
        if self.is_empty:
            return {"values": np.empty(0)}
        return {"values": self.values.reshape(self.population.geometry)}

    def read(self, simulator: Simulator) -> NDArray[np.float64]:
        """Return the value of each neuron."""
        values = simulator.read(self.population.name, self.variable).astype(np.float64)
        return np.broadcast_to(values, self.population.size)


class SpikeMapFeed(MapFeed):
    """Firing rates: spikes of the past weigh less and less.

    Parameters
    ----------
    tau_ms
        Time after which a spike weighs 1/e.
    """

    def __init__(self, population: Population, look: GridLook, dt_ms: float, tau_ms: float) -> None:
        kept = max(1, math.ceil(MEMORY * tau_ms / dt_ms))
        recorder = Recorder("spikes", population.name, policy="latest", capacity=TAP_CAPACITY)
        super().__init__(population, "spike", look, dt_ms, Tap(recorder, kept))
        self.tau_ms = tau_ms
        self._n_dropped = 0

    def read(self, simulator: Simulator) -> NDArray[np.float64]:
        """Return the rate of each neuron in Hz, as known from the steps that were seen."""
        (tap,) = self.taps
        stop = tap.ring.stop
        self._n_dropped = tap.ring.between(min(self._told, stop), stop).n_dropped
        part = tap.ring.between(tap.ring.start, stop)
        decay = self.dt_ms / self.tau_ms
        weights = np.exp(-decay * (stop - 1 - part.steps))
        totals = np.zeros(self.population.size)
        np.add.at(totals, part.data.astype(np.int64), weights)
        seen = -math.expm1(-decay * (stop - part.start)) / -math.expm1(-decay)
        return totals * (1000.0 / self.dt_ms / seen) if seen else totals

    def tell(self, kind: Kind) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """Return a `GridFrame` that says how many spikes were missed."""
        fields, arrays = super().tell(kind)
        return fields | {"dropped": self._n_dropped}, arrays


def _cells(population: Population) -> Cells:
    """Return a place for each neuron; a row of neurons is folded into lines."""
    geometry = population.geometry
    height, width = geometry if len(geometry) == 2 else (0, math.ceil(math.sqrt(population.size)))
    ranks = np.arange(population.size)
    return Cells(width, height or -(-population.size // width), ranks % width, ranks // width)
