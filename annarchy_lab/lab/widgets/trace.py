"""The trace view: a variable of single neurons."""

import numpy as np

from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.feeds.trace import TraceFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import Span, front_end
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

    def panel(self, span: Span = None) -> Panel:
        """Return what a picture of it shows."""
        start, stop = self._steps(span)
        feed = self.feed
        times, values = np.arange(start, stop) * feed.dt_ms, feed.values(start, stop)
        lines = tuple(
            Line(series["name"], series["color_index"], times, column)
            for series, column in zip(feed.series, values.T, strict=True)
        )
        unit = f" ({feed.unit})" if feed.unit else ""
        ends = (start * feed.dt_ms, stop * feed.dt_ms)
        return Panel(f"{feed.variable}{unit}", PICTURE_HEIGHT, ends, lines, feed.title)

    def arrays(self, span: Span = None) -> Arrays:
        """Return times, and one row of values for each of ``names``."""
        start, stop = self._steps(span)
        feed = self.feed
        return described(
            {
                "time_ms": np.arange(start, stop) * feed.dt_ms,
                "values": feed.values(start, stop).T,
                "names": [series["name"] for series in feed.series],
            },
            view="trace",
            title=feed.title,
            variable=feed.variable,
            unit=feed.unit,
            dt_ms=feed.dt_ms,
        )
