"""Pictures of cells: activity maps, matrices of weights, receptive fields."""

from annarchy_lab.lab.feeds.grid import GridFeed
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still_grid import grid_png
from annarchy_lab.lab.widgets.base import LiveView, front_end

__all__ = ["GridView"]


class GridView(LiveView):
    """Values as coloured cells; made by `annarchy_lab.lab.activity_map` and its like."""

    _esm = front_end("grid")
    feed: GridFeed

    def __init__(self, session: Session, feed: GridFeed, height: int = 0) -> None:
        self.what = feed.style.title
        super().__init__(session, feed, height)

    def still(self) -> bytes | None:
        """Return a picture of its last state as PNG; None if there is nothing to show."""
        return grid_png(self.feed)
