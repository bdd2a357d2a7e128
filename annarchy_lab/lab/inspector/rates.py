"""How fast populations fire now, for as long as somebody looks.

In: populations and views, a simulator.
Out: one number each.
Not here: when to look (`watch`), plots of rates (`feeds.rate`).
"""

import contextlib
from typing import Final

from annarchy_lab.api.population import Population
from annarchy_lab.api.view import PopulationView
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.runtime.backend import Recorder, Simulator

__all__ = ["MOST_RATES", "Rates"]

WINDOW_MS: Final = 500.0
"""The rate is the mean over so much of the past."""
CAPACITY: Final = 1 << 14
MOST_RATES: Final = 64
"""At a time: each counts its spikes in every step."""


class Rates:
    """The rates of spiking populations that are on screen."""

    def __init__(self) -> None:
        self._taps: dict[str, Tap] = {}
        self._asked: set[str] = set()

    def of(
        self, row: str, group: Population | PopulationView, simulator: Simulator
    ) -> float | None:
        """Return the mean rate in Hz over the last half second; None if it is not known yet.

        Parameters
        ----------
        row
            Whose rate it is; the first call begins to count its spikes.
        """
        self._asked.add(row)
        dt_ms = group.network.dt
        n_steps = max(1, round(WINDOW_MS / dt_ms))
        tap = self._taps.get(row)
        if tap is None:
            if len(self._taps) >= MOST_RATES:
                return None
            indices = None if isinstance(group, Population) else group.ranks
            recorder = Recorder(
                "counts", group.population.name, indices=indices, policy="latest", capacity=CAPACITY
            )
            tap = self._taps[row] = Tap(recorder, n_steps)
        tap.open(simulator)
        tap.fetch()
        stretch = tap.ring.between(tap.ring.stop - n_steps, tap.ring.stop)
        n_seen = len(stretch.steps)
        if not n_seen or not group.size:
            return None
        return float(stretch.data.sum()) * 1000.0 / (n_seen * dt_ms * group.size)

    def keep_asked(self) -> None:
        """Stop counting for rows that were not asked for since the last call."""
        for row in tuple(self._taps):
            if row not in self._asked:
                self._close(row)
        self._asked.clear()

    def close(self) -> None:
        """Stop counting."""
        for row in tuple(self._taps):
            self._close(row)

    def _close(self, row: str) -> None:
        with contextlib.suppress(Exception):  # the simulator may be gone
            self._taps.pop(row).close()
