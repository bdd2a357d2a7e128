"""The phase plane: one variable over another, with a trail."""

import numpy as np

from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.exporting.ticks import around
from annarchy_lab.lab.feeds.phase import PhaseFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import Span, front_end
from annarchy_lab.lab.widgets.following import FollowingView

__all__ = ["PhaseView"]

PICTURE_HEIGHT = 320


class PhaseView(FollowingView):
    """Two variables of some neurons; made by `annarchy_lab.lab.phase_plane`."""

    _esm = front_end("phase")
    feed: PhaseFeed

    def __init__(self, session: Session, feed: PhaseFeed, height: int = 0) -> None:
        self.what = f"phase plane of {feed.style.title}"
        super().__init__(session, feed, height)

    def panel(self, span: Span = None) -> Panel:
        """Return what a picture of it shows: the newest trail."""
        del span
        style, trail = self.feed.style, self.feed.trail()
        lines = tuple(
            Line(series["name"], series["color_index"], trail[:, k, 0], trail[:, k, 1])
            for k, series in enumerate(style.series)
        )
        x_label, y_label = (
            f"{name} ({unit})" if unit else name
            for name, unit in ((style.x_label, style.x_unit), (style.y_label, style.y_unit))
        )
        known = trail[..., 0][np.isfinite(trail[..., 0])]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        ends = around(low, high, 5)[:2]
        return Panel(
            y_label, PICTURE_HEIGHT, ends, lines, style.title, x_label=x_label, is_path=True
        )

    def arrays(self, span: Span = None) -> Arrays:
        """Return the newest trail: one row for each of ``names``, the newest point last."""
        del span
        style, trail = self.feed.style, self.feed.trail()
        return described(
            {
                "x": trail[..., 0].T,
                "y": trail[..., 1].T,
                "names": [series["name"] for series in style.series],
            },
            view="phase",
            title=style.title,
            x=style.x_label,
            x_unit=style.x_unit,
            y=style.y_label,
            y_unit=style.y_unit,
            step_ms=self.feed.stride * self.feed.dt_ms,
            t_ms=self.feed.stop * self.feed.dt_ms,
        )
