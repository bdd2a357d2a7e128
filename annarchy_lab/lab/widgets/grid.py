"""Pictures of cells: activity maps, matrices of weights, receptive fields."""

from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import CellPanel
from annarchy_lab.lab.feeds.grid import GridFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.colors import SEQUENTIAL, signed_colors
from annarchy_lab.lab.widgets.base import LiveView, Span, front_end

__all__ = ["GridView"]

PICTURE_HEIGHT = 300


class GridView(LiveView):
    """Values as coloured cells; made by `annarchy_lab.lab.activity_map` and its like."""

    _esm = front_end("grid")
    feed: GridFeed

    def __init__(self, session: Session, feed: GridFeed, height: int = 0) -> None:
        self.what = feed.style.title
        super().__init__(session, feed, height)

    def panel(self, span: Span = None) -> CellPanel:
        """Return what a picture of it shows: the present."""
        del span
        feed, style = self.feed, self.feed.style
        means = feed.means
        feed.grow(means)
        more = feed.more()
        return CellPanel(
            title=style.title,
            height=PICTURE_HEIGHT,
            means=means,
            limits=feed.limits or (0.0, 1.0),
            colors=feed.colors,
            dark_colors=signed_colors(is_dark=True) if feed.is_signed else SEQUENTIAL,
            x_label=style.x_label,
            y_label=style.y_label,
            label=f"{style.label} ({style.unit})" if style.unit else style.label,
            size=(feed.cells.x_size, feed.cells.y_size),
            first=(more.get("x_first", 0), more.get("y_first", 0)),
            is_counted=style.layout != "fields",
            is_square=style.layout != "matrix",
        )

    def arrays(self, span: Span = None) -> Arrays:
        """Return the value of each neuron or synapse, and where it belongs."""
        del span
        feed, style = self.feed, self.feed.style
        return described(
            feed.numbers(),
            view=style.layout,
            title=style.title,
            variable=style.label,
            unit=style.unit,
            t_ms=feed.stop * feed.dt_ms,
        )
