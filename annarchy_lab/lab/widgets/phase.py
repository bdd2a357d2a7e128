"""The phase plane: one variable over another, with a trail."""

import numpy as np

from annarchy_lab.lab.feeds.phase import PhaseFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import Line, Panel
from annarchy_lab.lab.widgets.base import front_end
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

    def panel(self) -> Panel:
        """Return what a picture of it shows."""
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
        pad = 0.05 * (high - low) or 1.0
        span = (low - pad, high + pad)
        return Panel(y_label, PICTURE_HEIGHT, span, lines, x_label=x_label, is_path=True)
