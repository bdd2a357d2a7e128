"""The dot of a neuron of a network that runs, in the plane of an explorer.

In: a neuron, two of its states, an outlet.
Out: the frames of a phase plane, through the outlet.
Not here: what a frame holds (`feeds.phase`).
"""

from typing import Final

import numpy as np

from annarchy_lab.lab.explorer.live import Live
from annarchy_lab.lab.feeds.phase import PhaseFeed, PhaseLook
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.stream import Outlet, Stream

__all__ = ["LiveDot"]

TRAIL_MS: Final = 100.0


class LiveDot:
    """Follows one neuron.

    Parameters
    ----------
    live
        The neuron.
    outlet
        Where frames go.
    """

    def __init__(self, live: Live, outlet: Outlet) -> None:
        self._live = live
        self._outlet = outlet
        self._session = LABORATORY.session(live.population.network)
        self._stream: Stream | None = None
        self._names: tuple[str, ...] = ()

    def show(self, names: tuple[str, ...]) -> None:
        """Follow these states, one or two; a view that is new gets a snapshot."""
        if self._stream is not None and names == self._names:
            self._session.greet(self._stream)
            return
        self.close()
        self._names = names
        self._stream = Stream(self._feed(names), self._outlet)
        self._session.add(self._stream)
        self._session.greet(self._stream)

    def close(self) -> None:
        """Follow it no more."""
        if self._stream is not None:
            self._session.remove(self._stream)
        self._stream = None

    def _feed(self, names: tuple[str, ...]) -> PhaseFeed:
        population, network = self._live.population, self._live.population.network
        x, y = (*names, names[0])[:2]
        units = {a.name: a.unit for a in population.declaration.attributes}
        name = f"{population.name} {self._live.rank}"
        look = PhaseLook(
            self._session.key,
            name,
            x,
            units.get(x, ""),
            y,
            units.get(y, ""),
            TRAIL_MS,
            [{"name": name, "color_index": 3}],
        )
        return PhaseFeed(population.name, np.array([self._live.rank]), look, network.dt)
