"""What a phase plane is told: two variables of some neurons, step by step, for a short trail.

In: two taps of rows.
Out: `PhaseHello` and `PhaseFrame` messages.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.feeds.feed import Kind
from annarchy_lab.lab.feeds.neurons import NeuronFeed
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.messages import PROTOCOL, SeriesInfo
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recorder

__all__ = ["PhaseFeed", "PhaseLook"]

MOST_POINTS = 2000
"""Of a trail; of a longer one every n-th step is told."""
MOST_CELLS = 1 << 20
MOST_ROWS = 1 << 16


@dataclass(frozen=True, slots=True)
class PhaseLook:
    """How a phase plane is named.

    Attributes
    ----------
    network, title, x_label, x_unit, y_label, y_unit, trail_ms, series
        As in `PhaseHello`.
    """

    network: str
    title: str
    x_label: str
    x_unit: str
    y_label: str
    y_unit: str
    trail_ms: float
    series: list[SeriesInfo]


class PhaseFeed(NeuronFeed):
    """Two variables of some neurons of one population.

    Parameters
    ----------
    population
        Name of the population.
    ranks
        Which neurons, shape ``(n,)``.
    look
        Names of the variables, and how long the trail is.
    neurons
        What is selected with each trail; empty where trails cannot be selected.
    """

    def __init__(
        self,
        population: str,
        ranks: NDArray[np.int64],
        look: PhaseLook,
        dt_ms: float,
        neurons: Sequence[Selection] = (),
    ) -> None:
        self.style, self.neurons = look, tuple(neurons)
        self._trail_steps = max(2, round(look.trail_ms / dt_ms)) + 1
        self.stride = max(1, -(-self._trail_steps // MOST_POINTS))
        super().__init__(self._taps(population, ranks), dt_ms, look.trail_ms)

    def hello(self) -> dict[str, Any]:
        """Return the `PhaseHello`."""
        style = self.style
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "phase",
            "network": style.network,
            "title": style.title,
            "dt_ms": self.dt_ms,
            "trail_ms": style.trail_ms,
            "x_label": style.x_label,
            "x_unit": style.x_unit,
            "y_label": style.y_label,
            "y_unit": style.y_unit,
            "series": style.series,
        }

    @property
    def series(self) -> list[SeriesInfo]:
        """How the neurons are named and coloured."""
        return self.style.series

    @property
    def title(self) -> str:
        """How the plane is called."""
        return self.style.title

    @property
    def variables(self) -> tuple[str, ...]:
        """What is shown."""
        return self.style.x_label, self.style.y_label

    def watch(self, neurons: Sequence[Selection], series: list[SeriesInfo], title: str) -> None:
        """Show other neurons of one population from now on."""
        self.neurons, self.style = tuple(neurons), replace(self.style, series=series, title=title)
        ranks = np.array([neuron.rank for neuron in neurons], np.int64)
        self.renew(self._taps(neurons[0].population, ranks))

    def points(self, start: int, stop: int) -> tuple[NDArray[np.float32], int]:
        """Return the points between two steps, and how many steps are missing.

        Returns
        -------
        tuple
            Points of every `stride`-th step, shape ``(n_steps, n_neurons, 2)``, NaN where a step
            is missing; and the number of those.
        """
        n_steps, n_neurons = max(0, stop - start), len(self.style.series)
        points = np.full((n_steps, n_neurons, 2), np.nan, np.float32)
        n_known = n_steps
        for axis, tap in enumerate(self.taps):
            part = tap.ring.between(start, stop)
            n_known = min(n_known, len(part.steps))
            if len(part.steps):
                points[part.steps - start, :, axis] = part.data
        return points[:: self.stride], n_steps - n_known

    def trail(self) -> NDArray[np.float32]:
        """Return the newest trail, shape ``(n_steps, n_neurons, 2)``."""
        start = max(self.start, self.stop - self._trail_steps)
        return self.points(-(-start // self.stride) * self.stride, self.stop)[0]

    def _frame(
        self, start: int, stop: int, kind: Kind
    ) -> tuple[dict[str, Any], list[NDArray[Any]], int] | None:
        start = max(start, stop - self._trail_steps)
        start, stop = -(-start // self.stride) * self.stride, stop // self.stride * self.stride
        if stop <= start:
            return None
        points, n_missing = self.points(start, stop)
        fields = {
            "t0_ms": start * self.dt_ms,
            "dropped": 0 if kind == "snapshot" else n_missing,
            "dt_ms": self.stride * self.dt_ms,
        }
        return fields, [points.transpose(1, 2, 0)], stop

    def _taps(self, population: str, ranks: NDArray[np.int64]) -> list[Tap]:
        capacity = max(1024, min(MOST_ROWS, MOST_CELLS // max(len(ranks), 1)))
        names = (self.style.x_label, self.style.y_label)
        recorders = [
            Recorder("rows", population, name, indices=ranks, policy="latest", capacity=capacity)
            for name in names
        ]
        return [Tap(recorder, self._trail_steps) for recorder in recorders]
