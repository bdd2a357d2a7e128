"""The rate view: mean rates of populations in bins of time."""

import numpy as np

from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.feeds.rate import RateFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LiveView, Span, front_end

__all__ = ["RateView"]

PICTURE_HEIGHT = 130


class RateView(LiveView):
    """Rates of populations while they change; made by `annarchy_lab.lab.rate`."""

    _esm = front_end("rate")
    what = "population rates"
    feed: RateFeed

    def __init__(self, session: Session, feed: RateFeed, height: int = 0) -> None:
        super().__init__(session, feed, height)

    def panel(self, span: Span = None) -> Panel:
        """Return what a picture of it shows."""
        steps = self._steps(span)
        start, stop = self.feed.bounds(*steps)
        dt_ms = self.feed.dt_ms
        times = np.arange(start, stop, self.feed.bin_steps) * dt_ms
        lines = tuple(
            Line(group.name, group.color_index, times, rate)
            for group, rate in zip(self.feed.groups, self.feed.rates(start, stop), strict=True)
        )
        unit = f" ({self.feed.unit})" if self.feed.unit else ""
        ends = (steps[0] * dt_ms, steps[1] * dt_ms)
        title = "population rate"
        return Panel(f"rate{unit}", PICTURE_HEIGHT, ends, lines, title, is_stepped=True, floor=0.0)

    def arrays(self, span: Span = None) -> Arrays:
        """Return the start of each bin, and one row of rates for each of ``names``."""
        start, stop = self.feed.bounds(*self._steps(span))
        dt_ms, unit = self.feed.dt_ms, self.feed.unit
        return described(
            {
                "time_ms": np.arange(start, stop, self.feed.bin_steps) * dt_ms,
                "rate_hz" if unit else "rate": np.stack(self.feed.rates(start, stop)),
                "names": [group.name for group in self.feed.groups],
            },
            view="rate",
            bin_ms=self.feed.bin_steps * dt_ms,
            dt_ms=dt_ms,
        )
