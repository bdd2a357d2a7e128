"""What a network graph is told: how active each group is, how strong its connections are.

In: groups of neurons, the links between them; taps of spike counts.
Out: `GraphHello` and `GraphFrame` messages.
Not here: where nodes stand (`views.graph_layout`), what the card says (`card`).
"""

import time
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.lab.feeds.card import CardReader
from annarchy_lab.lab.feeds.feed import Kind
from annarchy_lab.lab.feeds.snapshot import SnapshotFeed
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.messages import PROTOCOL, GraphEdge, GraphNode
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.views.graph_layout import NODE_HEIGHT, NODE_WIDTH, bends_of, lay_out
from annarchy_lab.lab.views.graph_parts import Link, is_plastic
from annarchy_lab.lab.views.sampling import MOST_READ, spread
from annarchy_lab.lab.views.shown import Shown
from annarchy_lab.runtime.backend import Recorder, Simulator

__all__ = ["GraphFeed"]

WINDOW_MS: Final = 500.0
"""Over which rates are means."""
MOST_NEURONS: Final = 200
"""Of a rate-coded group; more are represented by as many, evenly spread."""
WEIGHTS_S: Final = 1.0
"""Between two looks at the weights of a link."""
TAP_CAPACITY: Final = 1 << 14


class GraphFeed(SnapshotFeed):
    """The activity of a network, group by group.

    Parameters
    ----------
    network
        The network.
    groups
        One node each.
    links
        One edge each.
    key, title
        As in `GraphHello`.

    Attributes
    ----------
    rates
        Mean rate of each group in Hz, of rate-coded ones the mean of ``r``; shape ``(n_nodes,)``.
    weights
        Mean, minimum, median and maximum of each link, shape ``(n_edges, 4)``.
    """

    def __init__(
        self,
        network: Network,
        groups: Sequence[Shown],
        links: Sequence[Link],
        key: str,
        title: str,
    ) -> None:
        self.groups, self.links = tuple(groups), tuple(links)
        kept = max(1, round(WINDOW_MS / network.dt))
        self._taps_of = {k: Tap(_recorder(g), kept) for k, g in enumerate(groups) if _spikes(g)}
        super().__init__(tuple(self._taps_of.values()), network.dt)
        self._kept, self._key, self.title = kept, key, title
        self._pairs = [(link.source, link.sink) for link in links]
        self.layout = lay_out(len(self.groups), self._pairs)
        self.places, self.bends = self.layout.places.copy(), self.layout.bends
        self.rates = np.full(len(self.groups), np.nan, np.float32)
        self.weights = np.full((len(self.links), 4), np.nan, np.float32)
        self.counts = np.array([link.n_synapses for link in links], np.uint32)
        self._weights_at = np.zeros(len(self.links))
        self.reader = CardReader(network)
        self._has_card_told = False

    def hello(self) -> dict[str, Any]:
        """Return the `GraphHello`."""
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "graph",
            "network": self._key,
            "title": self.title,
            "dt_ms": self.dt_ms,
            "node_width": NODE_WIDTH,
            "node_height": NODE_HEIGHT,
            "nodes": [self._node(k) for k in range(len(self.groups))],
            "edges": [self._edge(k) for k in range(len(self.links))],
        }

    # What is selected, and where it stands

    def picked(self, item: int) -> Selection | None:
        """Return the group of a node, or behind them the projection of an edge."""
        if item < len(self.groups):
            return self.groups[item].selection()
        item -= len(self.groups)
        if item >= len(self.links):
            return None
        projection = self.links[item].projection
        name = projection.post.population.name
        return Selection(name, projection=projection.name, label=projection.name)

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return the nodes that hold what is selected, or the edges of a projection."""
        if selection.projection and selection.rank is None:
            n, name = len(self.groups), selection.projection
            return [[n + k] for k, e in enumerate(self.links) if e.projection.name == name]
        return [[k] for k, group in enumerate(self.groups) if _holds(group, selection)]

    def show(self, selection: Selection | None) -> None:
        """Tell of something else from now on."""
        self.reader.show(selection)
        self._has_card_told = False
        self.hurry()

    def move(self, node: int, x: float, y: float) -> None:
        """Put a node elsewhere; -1 puts all of them back."""
        if node < 0:
            self.places = self.layout.places.copy()
        elif node < len(self.groups):
            self.places[node] = x, y
        self.bends = bends_of(self.places, self._pairs)

    # The state

    def look(self, simulator: Simulator) -> bool:
        """Read rates, weights and the card; return whether anything differs from before."""
        before = self.rates, self.weights.copy(), self.counts
        self.rates = np.array(
            [self._rate(k, simulator) for k in range(len(self.groups))], np.float32
        )
        self._read_weights(simulator)
        has_card = self.reader.look(simulator)
        self._has_card_told &= not has_card
        after = self.rates, self.weights, self.counts
        same = all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True))
        return has_card or not same

    def tell(self, kind: Kind) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """Return a `GraphFrame`; the card comes only when it has changed."""
        arrays: list[NDArray[Any]] = [self.rates, self.weights, self.counts]
        if kind == "frame" and self._has_card_told:
            return {"view": "graph"}, arrays
        self._has_card_told = True
        return {"view": "graph", "card": self.reader.card}, arrays

    def forget(self) -> None:
        """Look at all weights anew."""
        self._weights_at[:] = 0.0

    def _rate(self, node: int, simulator: Simulator) -> float:
        """Return the mean rate of a group: of its spikes in the last while, or of ``r`` now."""
        group = self.groups[node]
        tap = self._taps_of.get(node)
        if tap is None:
            at = spread(group.size, MOST_NEURONS)
            ranks = group.ranks if at is None else group.ranks[at]
            return float(np.mean(simulator.read(group.population, "r", ranks)))
        part = tap.ring.between(tap.ring.stop - self._kept, tap.ring.stop)
        n_steps = len(part.steps)
        if not n_steps or not group.size:
            return 0.0
        return float(part.data.sum()) * 1000.0 / (n_steps * self.dt_ms * group.size)

    def _read_weights(self, simulator: Simulator) -> None:
        """Look at the weights of links again, those first that were not seen for longest."""
        now, n_read = time.monotonic(), 0
        for k in np.argsort(self._weights_at, kind="stable").tolist():
            is_first = not self._weights_at[k]
            if not is_first and (now < self._weights_at[k] + WEIGHTS_S or n_read >= MOST_READ):
                return
            self.weights[k], self.counts[k] = _statistics(self.links[k], simulator)
            self._weights_at[k] = now
            n_read += min(int(self.counts[k]), MOST_READ)

    # Words

    def _node(self, k: int) -> GraphNode:
        group, (x, y) = self.groups[k], self.places[k].tolist()
        geometry = getattr(group.group, "geometry", (group.size,))
        return {
            "name": group.name,
            "size": group.size,
            "geometry": list(geometry),
            "model": group.group.declaration.name,
            "is_spiking": _spikes(group),
            "color_index": group.color_index,
            "x": x,
            "y": y,
        }

    def _edge(self, k: int) -> GraphEdge:
        link = self.links[k]
        declaration = link.projection.declaration
        return {
            "name": link.projection.name,
            "source": link.source,
            "sink": link.sink,
            "target": link.target,
            "effect": link.effect,
            "model": declaration.name,
            "is_plastic": is_plastic(declaration),
            "bend": float(self.bends[k]),
        }


def _spikes(group: Shown) -> bool:
    return group.group.declaration.is_spiking


def _recorder(group: Shown) -> Recorder:
    return Recorder(
        "counts", group.population, indices=group.indices, policy="latest", capacity=TAP_CAPACITY
    )


def _holds(group: Shown, selection: Selection) -> bool:
    """Whether what is selected is a group, or in it."""
    if group.population != selection.population:
        return False
    if selection.rank is not None:
        return bool((group.ranks == selection.rank).any())
    return selection.ranks is None or np.array_equal(np.sort(selection.ranks), np.sort(group.ranks))


def _statistics(link: Link, simulator: Simulator) -> tuple[NDArray[np.float32], int]:
    """Return mean, minimum, median and maximum of the weights of a link, and how many there are."""
    unknown = np.full(4, np.nan, np.float32)
    n = link.n_synapses
    if not n:
        return unknown, 0
    positions, some = link.positions(), spread(n)
    if some is not None:
        positions = some if positions is None else positions[some]
    values = np.atleast_1d(simulator.read(link.projection.name, "w", positions))
    known = values[np.isfinite(values)].astype(np.float64)
    if not known.size:
        return unknown, n
    told = (known.mean(), known.min(), np.median(known), known.max())
    return np.array(told, np.float32), n
