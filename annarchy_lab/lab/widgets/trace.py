"""The trace view: a variable of single neurons."""

import numpy as np

from annarchy_lab.lab.feeds.trace import TraceFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import Line, Panel
from annarchy_lab.lab.widgets.base import front_end
from annarchy_lab.lab.widgets.following import FollowingView

__all__ = ["TraceView"]

PICTURE_HEIGHT = 150


class TraceView(FollowingView):
    """Values of a variable while they change; made by `annarchy_lab.lab.trace`."""

    _esm = front_end("trace")
    what = "traces of a variable"
    feed: TraceFeed

    def __init__(self, session: Session, feed: TraceFeed, height: int = 0) -> None:
        super().__init__(session, feed, height)

    def panel(self) -> Panel:
        """Return what a picture of it shows."""
        start, stop = self._span
        dt_ms = self.feed.dt_ms
        times, values = np.arange(start, stop) * dt_ms, self.feed.values(start, stop)
        lines = tuple(
            Line(series["name"], series["color_index"], times, column)
            for series, column in zip(self.feed.series, values.T, strict=True)
        )
        unit = f" ({self.feed.unit})" if self.feed.unit else ""
        span = (start * dt_ms, stop * dt_ms)
        return Panel(f"{self.feed.variable}{unit}", PICTURE_HEIGHT, span, lines)
