"""The raster: one row per neuron, one dot per spike."""

import numpy as np

from annarchy_lab.lab.feeds.raster import RasterFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import Line, Panel
from annarchy_lab.lab.widgets.base import LiveView, front_end

__all__ = ["RasterView"]

PICTURE_HEIGHT = 260


class RasterView(LiveView):
    """Spikes of populations while they happen; made by `annarchy_lab.lab.raster`."""

    _esm = front_end("raster")
    what = "raster of spikes"
    feed: RasterFeed

    def __init__(self, session: Session, feed: RasterFeed, height: int = 0) -> None:
        super().__init__(session, feed, height)

    def panel(self) -> Panel:
        """Return what a picture of it shows."""
        start, stop = self._span
        steps, rows, _ = self.feed.spikes(start, stop)
        dt_ms = self.feed.dt_ms
        bounds = np.cumsum([0, *(group.size for group in self.feed.groups)])
        lines = []
        for group, low, high in zip(self.feed.groups, bounds, bounds[1:], strict=False):
            own = (rows >= low) & (rows < high)
            lines.append(Line(group.name, group.color_index, steps[own] * dt_ms, rows[own]))
        span = (start * dt_ms, stop * dt_ms)
        return Panel("neuron", PICTURE_HEIGHT, span, tuple(lines), rows=int(bounds[-1]))
