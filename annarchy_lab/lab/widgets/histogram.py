"""The histogram: how often each value of a variable occurs now."""

import numpy as np

from annarchy_lab.lab.feeds.histogram import HistogramFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import Line, Panel
from annarchy_lab.lab.widgets.base import LiveView, front_end

__all__ = ["HistogramView"]

PICTURE_HEIGHT = 200


class HistogramView(LiveView):
    """Counts of values; made by `annarchy_lab.lab.histogram`."""

    _esm = front_end("histogram")
    feed: HistogramFeed

    def __init__(self, session: Session, feed: HistogramFeed, height: int = 0) -> None:
        self.what = f"histogram of {feed.style.title}"
        super().__init__(session, feed, height)

    def panel(self) -> Panel:
        """Return what a picture of it shows."""
        style = self.feed.style
        empty = np.empty(0)
        label = f"{style.label} ({style.unit})" if style.unit else style.label
        if self.feed.is_empty:
            line = Line(style.title, style.color_index, empty, empty)
            return Panel(style.item, PICTURE_HEIGHT, (0.0, 1.0), (line,), x_label=label)
        counts, limits = self.feed.counts()
        edges = np.linspace(*limits, style.n_bins + 1)
        heights = np.log10(counts + 1.0) if style.is_log else counts.astype(float)
        line = Line(style.title, style.color_index, edges, np.append(heights, heights[-1]))
        words = f"log₁₀(1 + {style.item})" if style.is_log else style.item
        return Panel(words, PICTURE_HEIGHT, limits, (line,), is_stepped=True, x_label=label)
