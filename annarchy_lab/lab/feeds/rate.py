"""What a rate view is told: the mean rate of each population in bins of time.

In: taps of spike counts, or of ``r`` where a population is rate-coded.
Out: `RateFrame` messages; only whole bins, wider ones where more would come than may be sent.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.feeds.feed import KEPT_WINDOWS, Feed, Kind
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.messages import PROTOCOL
from annarchy_lab.lab.views.shown import Shown
from annarchy_lab.runtime.backend import Recorder

__all__ = ["RateFeed"]

MOST_NEURONS = 200
"""Of a rate-coded population: more are represented by as many, evenly spread."""
NUMBER_BYTES = 4
TAP_CAPACITY = {"counts": 1 << 16, "rows": 1 << 14}


class RateFeed(Feed):
    """Mean rates of populations.

    Parameters
    ----------
    groups
        One line each.
    network, title
        As in `RateHello`.
    bin_ms
        Width of a bin; rounded to whole steps.
    """

    has_ghosts = True

    def __init__(
        self,
        groups: tuple[Shown, ...],
        network: str,
        title: str,
        dt_ms: float,
        window_ms: float = 1000.0,
        bin_ms: float = 5.0,
        time_axis: bool = True,
    ) -> None:
        self.groups = groups
        self.bin_steps = max(1, round(bin_ms / dt_ms))
        kept = max(1, round(window_ms * KEPT_WINDOWS / dt_ms))
        taps = [Tap(_recorder(group), kept) for group in groups]
        super().__init__(taps, dt_ms, window_ms)
        self._network, self._title, self._time_axis = network, title, time_axis

    @property
    def unit(self) -> str:
        """Hz, unless all populations are rate-coded."""
        return "Hz" if any(group.group.is_spiking for group in self.groups) else ""

    def hello(self) -> dict[str, Any]:
        """Return the `RateHello`."""
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "rate",
            "network": self._network,
            "title": self._title,
            "dt_ms": self.dt_ms,
            "window_ms": self.window_ms,
            "time_axis": self._time_axis,
            "unit": self.unit,
            "series": [group.series_info for group in self.groups],
        }

    def rates(self, start: int, stop: int) -> list[NDArray[np.float32]]:
        """Return the rate in each bin between two steps, which bound bins; NaN if unknown."""
        return [
            self._rate(group, tap, start, stop)
            for group, tap in zip(self.groups, self.taps, strict=True)
        ]

    def bounds(self, start: int, stop: int) -> tuple[int, int]:
        """Return the steps of the first and behind the last whole bin."""
        first = -(-start // self.bin_steps) * self.bin_steps
        return first, max(first, stop // self.bin_steps * self.bin_steps)

    def _frame(
        self, start: int, stop: int, kind: Kind
    ) -> tuple[dict[str, Any], list[NDArray[Any]], int] | None:
        start, stop = self.bounds(start, stop)
        if stop <= start:
            return None
        n_wide = self._n_wide(start, stop) if kind == "frame" else 1
        stop = start + (stop - start) // (n_wide * self.bin_steps) * n_wide * self.bin_steps
        rates = [rate.reshape(-1, n_wide).mean(axis=1) for rate in self.rates(start, stop)]
        n_unknown = sum(int(np.isnan(rate).sum()) for rate in rates)
        fields = {
            "t0_ms": start * self.dt_ms,
            "dropped": 0 if kind == "snapshot" else n_unknown,
            "bin_ms": n_wide * self.bin_steps * self.dt_ms,
        }
        return fields, list(rates), stop

    def _n_wide(self, start: int, stop: int) -> int:
        """Return how many bins between two steps must become one."""
        n_bins = (stop - start) // self.bin_steps
        n_bytes = n_bins * len(self.groups) * NUMBER_BYTES
        return min(n_bins, max(1, -(-n_bytes // self.frame_bytes)))

    def _rate(self, group: Shown, tap: Tap, start: int, stop: int) -> NDArray[np.float32]:
        part = tap.ring.between(start, stop)
        n_bins = (stop - start) // self.bin_steps
        bins = (part.steps - start) // self.bin_steps
        per_step = part.data if part.data.ndim == 1 else part.data.mean(axis=1)
        totals = np.bincount(bins, weights=per_step, minlength=n_bins)
        n_steps = np.bincount(bins, minlength=n_bins)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = np.where(n_steps == self.bin_steps, totals / n_steps, np.nan)
        scale = 1000.0 / (self.dt_ms * max(group.size, 1)) if group.group.is_spiking else 1.0
        return (means * scale).astype(np.float32)


def _recorder(group: Shown) -> Recorder:
    if group.group.is_spiking:
        capacity = TAP_CAPACITY["counts"]
        return Recorder(
            "counts", group.population, indices=group.indices, policy="latest", capacity=capacity
        )
    places = np.linspace(0, group.size - 1, min(group.size, MOST_NEURONS)).round().astype(np.int64)
    ranks = group.ranks[np.unique(places)]
    capacity = TAP_CAPACITY["rows"]
    return Recorder(
        "rows", group.population, "r", indices=ranks, policy="latest", capacity=capacity
    )
