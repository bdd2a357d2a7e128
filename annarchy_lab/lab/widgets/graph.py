"""The network graph: groups of neurons and their connections, while the network runs."""

import math
from typing import Any

from annarchy_lab.api.network import Network
from annarchy_lab.lab.cards.network_table import NetworkTable
from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.layout import drawing_of
from annarchy_lab.lab.exporting.panel import GraphPanel
from annarchy_lab.lab.exporting.svg import svg
from annarchy_lab.lab.feeds.graph import GraphFeed
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LiveView, Span, front_end

__all__ = ["GraphView"]

FARTHEST = 1e6


class GraphView(LiveView):
    """A network as a graph; made by `annarchy_lab.lab.graph`."""

    _esm = front_end("graph")
    feed: GraphFeed

    def __init__(self, session: Session, feed: GraphFeed, height: int = 0) -> None:
        self.what = f"graph of {feed.title}"
        super().__init__(session, feed, height)

    @property
    def network(self) -> Network:
        """The network."""
        return self._session.network

    def bundle(self, *, is_drawn: bool = True) -> dict[str, Any]:
        """Return the live view, a drawing of it above tables of what it shows, and words."""
        drawing = drawing_of([self.panel()])
        picture = "" if drawing is None else svg(drawing)
        html = NetworkTable(self.network, self.feed.title, picture).html()
        words = f"{self.feed.title}: {self.network!r}"
        live = super().bundle(is_drawn=is_drawn)
        return live | {"text/html": html, "text/plain": words}

    def panel(self, span: Span = None) -> GraphPanel:
        """Return what a picture of it shows: the present."""
        del span
        hello = self.feed.hello()
        rates = self.feed.rates.tolist()
        return GraphPanel(self.feed.title, hello["nodes"], hello["edges"], rates)

    def arrays(self, span: Span = None) -> Arrays:
        """Return rates, and weights and numbers of synapses."""
        del span
        feed = self.feed
        return described(
            {
                "population": [group.name for group in feed.groups],
                "rate": feed.rates,
                "projection": [link.projection.name for link in feed.links],
                "source": [link.source for link in feed.links],
                "sink": [link.sink for link in feed.links],
                "n_synapses": feed.counts,
                "weights": feed.weights,
            },
            view="graph",
            title=feed.title,
            t_ms=feed.stop * feed.dt_ms,
            weights="mean, minimum, median and maximum",
        )

    def _hear(self, message: dict[str, Any]) -> None:
        match message:
            case {"kind": "place", "node": int(node), "x": int() | float(), "y": int() | float()}:
                x, y = float(message["x"]), float(message["y"])
                if math.hypot(x, y) < FARTHEST:
                    self._session.post(lambda: self._move(node, x, y))
            case _:
                super()._hear(message)

    def _move(self, node: int, x: float, y: float) -> None:
        """Put a node elsewhere, in all views of this graph."""
        self.feed.move(node, x, y)
        self._session.greet(self._stream)

    def _follow(self, selection: Selection | None) -> None:
        self.feed.show(selection)
        super()._follow(selection)
