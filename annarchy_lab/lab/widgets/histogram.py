"""The histogram: how often each value of a variable occurs now."""

import numpy as np

from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.feeds.histogram import HistogramFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LiveView, Span, front_end

__all__ = ["HistogramView"]

PICTURE_HEIGHT = 200


class HistogramView(LiveView):
    """Counts of values; made by `annarchy_lab.lab.histogram`."""

    _esm = front_end("histogram")
    feed: HistogramFeed

    def __init__(self, session: Session, feed: HistogramFeed, height: int = 0) -> None:
        self.what = f"histogram of {feed.style.title}"
        super().__init__(session, feed, height)

    def panel(self, span: Span = None) -> Panel:
        """Return what a picture of it shows: the present."""
        del span
        style = self.feed.style
        label = f"{style.label} ({style.unit})" if style.unit else style.label
        edges, heights, limits = np.empty(0), np.empty(0), (0.0, 1.0)
        if not self.feed.is_empty:
            counts, limits = self.feed.counts()
            edges = np.linspace(*limits, style.n_bins + 1)
            heights = np.append(counts, counts[-1]).astype(float)
        line = Line(style.title, style.color_index, edges, heights)
        return Panel(
            style.item, PICTURE_HEIGHT, limits, (line,), style.title, x_label=label, floor=0.0,
            is_stepped=True, is_filled=True, is_log=style.is_log,
        )  # fmt: skip

    def arrays(self, span: Span = None) -> Arrays:
        """Return all values, the edges of the bins and the counts in them."""
        del span
        style, (counts, limits) = self.feed.style, self.feed.counts()
        return described(
            {
                "values": self.feed.values,
                "edges": np.linspace(*limits, style.n_bins + 1),
                "counts": counts,
            },
            view="histogram",
            title=style.title,
            variable=style.label,
            unit=style.unit,
            t_ms=self.feed.stop * self.feed.dt_ms,
        )
