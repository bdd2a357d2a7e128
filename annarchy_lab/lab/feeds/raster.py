"""What a raster is told: single spikes, or counts in cells of time and rows where there are many.

In: taps of spikes, one per population or view.
Out: `SpikeFrame` and `BinnedFrame` messages.
"""

import math
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.feeds.feed import KEPT_WINDOWS, Feed, Kind
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.messages import PROTOCOL
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.views.shown import Shown
from annarchy_lab.runtime.backend import Recorder

__all__ = ["RasterFeed"]

MOST_SPIKES = {"frame": 40_000, "snapshot": 120_000}
"""Of one message."""
MOST_IN_WINDOW = 120_000
"""Above it single spikes cannot be told apart."""
MOST_PER_S = 20_000
"""Arriving: above it counts cost less to send and to paint, and say as much."""
RATE_MEMORY_S = 1.0
"""For how long a volley counts."""
CALM = 0.5
"""Counts give way to single spikes again below this share of what brought them."""
COLUMNS_PER_WINDOW = 500
MOST_ROWS = 250
MOST_BYTES = 1_000_000
"""Of the counts of a snapshot; those of a frame are bounded by what the view may send."""
SPIKE_BYTES = 8
TAP_CAPACITY = 1 << 18


class RasterFeed(Feed):
    """Spikes of populations, one above the other.

    Parameters
    ----------
    groups
        What to show, from the bottom up.
    network, title
        As in `RasterHello`.
    """

    def __init__(
        self,
        groups: tuple[Shown, ...],
        network: str,
        title: str,
        dt_ms: float,
        window_ms: float = 1000.0,
        time_axis: bool = True,
    ) -> None:
        self.groups = groups
        kept = max(1, round(window_ms * KEPT_WINDOWS / dt_ms))
        taps = [Tap(_recorder(group), kept) for group in groups]
        super().__init__(taps, dt_ms, window_ms)
        self._network, self._title, self._time_axis = network, title, time_axis
        self._row_of = _row_tables(groups)
        self.n_rows = sum(group.size for group in groups)
        self._is_binned = False
        self._per_s = 0.0
        self._looked_at = time.monotonic()

    def hello(self) -> dict[str, Any]:
        """Return the `RasterHello`."""
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "raster",
            "network": self._network,
            "title": self._title,
            "dt_ms": self.dt_ms,
            "window_ms": self.window_ms,
            "time_axis": self._time_axis,
            "populations": [group.row_info for group in self.groups],
        }

    def picked(self, item: int) -> Selection | None:
        """Return the neuron of a row."""
        for group in self.groups:
            if item < group.size:
                return group.selection(item)
            item -= group.size
        return None

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return the rows of the selected neuron, if one is."""
        bounds = np.cumsum([0, *(group.size for group in self.groups)]).tolist()
        return [
            [first + place]
            for first, group in zip(bounds, self.groups, strict=False)
            for place in group.places_of(selection)
        ]

    def spikes(self, start: int, stop: int) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        """Return steps and rows of the spikes between two steps, and how many are missing."""
        parts = [tap.ring.between(start, stop) for tap in self.taps]
        rows = [table[part.data] for table, part in zip(self._row_of, parts, strict=True)]
        steps = np.concatenate([part.steps for part in parts])
        order = np.argsort(steps, kind="stable")
        return steps[order], np.concatenate(rows)[order], sum(part.n_dropped for part in parts)

    def _frame(
        self, start: int, stop: int, kind: Kind
    ) -> tuple[dict[str, Any], list[NDArray[Any]], int] | None:
        if stop <= start:
            return None
        if kind == "snapshot":
            start = self._affordable(start, stop)
        steps, rows, n_dropped = self.spikes(start, stop)
        fields = {
            "t0_ms": start * self.dt_ms,
            "dropped": 0 if kind == "snapshot" else n_dropped,
        }
        self._look_around(len(steps), stop - start, kind)
        if not self._is_binned:
            times = ((steps - start) * self.dt_ms).astype(np.float32)
            return fields | {"binned": False}, [times, rows.astype(np.uint32)], stop
        most_cells = self.frame_bytes if kind == "frame" else MOST_BYTES
        more, counts = self._binned(steps, rows, start, stop, most_cells)
        return fields | more, [counts], stop

    def _look_around(self, n_spikes: int, n_steps: int, kind: Kind) -> None:
        """Decide between spikes and counts; not anew for every frame, or the picture would flip."""
        in_window = n_spikes * self.steps_of(self.window_ms) / n_steps
        crowd = max(n_spikes / MOST_SPIKES[kind], in_window / MOST_IN_WINDOW)
        if kind == "frame":
            most_per_s = min(MOST_PER_S, self.bytes_per_s / SPIKE_BYTES)
            crowd = max(crowd, self._arriving(n_spikes) / most_per_s)
        self._is_binned = crowd > (CALM if self._is_binned else 1.0)

    def _arriving(self, n_spikes: int) -> float:
        """Return how many spikes arrive in a second of the clock, lately."""
        before, self._looked_at = self._looked_at, time.monotonic()
        elapsed = max(self._looked_at - before, 1e-3)
        share = -math.expm1(-elapsed / RATE_MEMORY_S)
        self._per_s += share * (n_spikes / elapsed - self._per_s)
        return self._per_s

    def _affordable(self, start: int, stop: int) -> int:
        """Return where a snapshot begins: rather a shorter past than counts of a long one."""
        steps, _, _ = self.spikes(start, stop)
        if len(steps) <= MOST_SPIKES["snapshot"]:
            return start
        first = int(steps[-MOST_SPIKES["snapshot"] - 1]) + 1
        return min(first, stop - self.steps_of(self.window_ms))

    def _binned(
        self,
        steps: NDArray[np.int64],
        rows: NDArray[np.int64],
        start: int,
        stop: int,
        most_cells: int,
    ) -> tuple[dict[str, Any], NDArray[Any]]:
        """Count the spikes in cells; all cells of a message are equally large."""
        span = stop - start
        n_columns = min(span, -(-span * COLUMNS_PER_WINDOW // self.steps_of(self.window_ms)))
        n_rows = min(self.n_rows, MOST_ROWS)
        shrink = min(1.0, math.sqrt(most_cells / (n_rows * n_columns)))
        n_rows, n_columns = (max(1, int(shrink * n)) for n in (n_rows, n_columns))
        columns = (steps - start) * n_columns // span
        cells = (rows * n_rows // self.n_rows) * n_columns + columns
        counts = np.bincount(cells, minlength=n_rows * n_columns).reshape(n_rows, n_columns)
        dtype = np.uint8 if counts.max(initial=0) < 256 else np.uint16
        if counts.size * np.dtype(dtype).itemsize > most_cells:
            return self._binned(steps, rows, start, stop, most_cells // 2)
        fields = {
            "binned": True,
            "n_columns": n_columns,
            "n_rows": n_rows,
            "dtype": np.dtype(dtype).name,
        }
        return fields, np.minimum(counts, np.iinfo(dtype).max).astype(dtype)


def _recorder(group: Shown) -> Recorder:
    return Recorder(
        "spikes", group.population, indices=group.indices, policy="latest", capacity=TAP_CAPACITY
    )


def _row_tables(groups: tuple[Shown, ...]) -> tuple[NDArray[np.int64], ...]:
    """Return for each group the row of each rank of its population."""
    tables, first = [], 0
    for group in groups:
        table = np.zeros(group.group.population.size, np.int64)
        table[group.ranks] = first + np.arange(group.size)
        tables.append(table)
        first += group.size
    return tuple(tables)
