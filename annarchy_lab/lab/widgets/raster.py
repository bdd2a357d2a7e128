"""The raster: one row per neuron, one dot per spike."""

import numpy as np

from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.feeds.raster import RasterFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LiveView, Span, front_end

__all__ = ["RasterView"]

PICTURE_HEIGHT = 260


class RasterView(LiveView):
    """Spikes of populations while they happen; made by `annarchy_lab.lab.raster`."""

    _esm = front_end("raster")
    what = "raster of spikes"
    feed: RasterFeed

    def __init__(self, session: Session, feed: RasterFeed, height: int = 0) -> None:
        super().__init__(session, feed, height)

    def panel(self, span: Span = None) -> Panel:
        """Return what a picture of it shows."""
        start, stop = self._steps(span)
        steps, rows, _ = self.feed.spikes(start, stop)
        dt_ms, groups = self.feed.dt_ms, self.feed.groups
        lines = []
        for group, low in zip(groups, self._bounds, strict=False):
            own = (rows >= low) & (rows < low + group.size)
            lines.append(Line(group.name, group.color_index, steps[own] * dt_ms, rows[own]))
        ends = (start * dt_ms, stop * dt_ms)
        sizes = tuple(group.size for group in groups)
        return Panel("neuron", PICTURE_HEIGHT, ends, tuple(lines), "spikes", rows=sizes)

    def arrays(self, span: Span = None) -> Arrays:
        """Return time, rank in its population, and place in ``names`` of each spike."""
        start, stop = self._steps(span)
        steps, rows, n_dropped = self.feed.spikes(start, stop)
        groups, dt_ms = self.feed.groups, self.feed.dt_ms
        group_of = np.searchsorted(self._bounds, rows, side="right") - 1
        ranks = np.concatenate([group.ranks for group in groups])
        return described(
            {
                "time_ms": steps * dt_ms,
                "rank": ranks[rows],
                "group": group_of,
                "names": [group.name for group in groups],
                "sizes": [group.size for group in groups],
                "span_ms": [start * dt_ms, stop * dt_ms],
            },
            view="raster",
            dt_ms=dt_ms,
            n_dropped=n_dropped,
        )

    @property
    def _bounds(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """First row of each group, and the one behind the last."""
        return np.cumsum([0, *(group.size for group in self.feed.groups)])
