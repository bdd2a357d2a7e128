"""The rate view: mean rates of populations in bins of time."""

import numpy as np

from annarchy_lab.lab.feeds.rate import RateFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import Line, Panel
from annarchy_lab.lab.widgets.base import LiveView, front_end

__all__ = ["RateView"]

PICTURE_HEIGHT = 130


class RateView(LiveView):
    """Rates of populations while they change; made by `annarchy_lab.lab.rate`."""

    _esm = front_end("rate")
    what = "population rates"
    feed: RateFeed

    def __init__(self, session: Session, feed: RateFeed, height: int = 0) -> None:
        super().__init__(session, feed, height)

    def panel(self) -> Panel:
        """Return what a picture of it shows."""
        start, stop = self.feed.bounds(*self._span)
        dt_ms, bin_steps = self.feed.dt_ms, self.feed.bin_steps
        times = np.arange(start, stop, bin_steps) * dt_ms
        lines = tuple(
            Line(group.name, group.color_index, times, rate)
            for group, rate in zip(self.feed.groups, self.feed.rates(start, stop), strict=True)
        )
        unit = f" ({self.feed.unit})" if self.feed.unit else ""
        span = (start * dt_ms, stop * dt_ms)
        return Panel(f"rate{unit}", PICTURE_HEIGHT, span, lines, is_stepped=True)
