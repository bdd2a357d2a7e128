"""What pictures of synapses are told: a matrix of post by pre, or the fields of some neurons.

In: a projection and one of its local attributes.
Out: messages of `GridFeed`.

Where synapses come and go, the picture follows: their places are found again when they have
changed.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.projection import End, Projection
from annarchy_lab.lab.feeds.grid import GridFeed, GridLook
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.views.cells import Cells
from annarchy_lab.runtime.backend import Simulator

if TYPE_CHECKING:
    from annarchy_lab.connectivity.edges import EdgeList

__all__ = ["FieldsFeed", "MatrixFeed", "SynapseFeed"]

GAP = 1
"""Empty places between two fields."""


class SynapseFeed(GridFeed):
    """An attribute of the synapses of a projection; the pictures differ in `place`.

    Parameters
    ----------
    projection
        The projection.
    attribute
        Name of a local attribute.
    size
        Places of the picture: columns and rows.
    look
        Names and limits.
    """

    def __init__(
        self,
        projection: Projection,
        attribute: str,
        size: tuple[int, int],
        look: GridLook,
        dt_ms: float,
    ) -> None:
        nothing = np.empty(0, np.int64)
        super().__init__(Cells(*size, nothing, nothing), look, dt_ms)
        self.projection, self.attribute = projection, attribute
        self._edges: EdgeList | None = None
        self._shown: NDArray[np.int64] = nothing

    def place(
        self, pre: NDArray[np.int64], post: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return which synapses are shown, and their places: columns and rows."""
        raise NotImplementedError

    def synapse(self, post: int, pre: int | None = None) -> Selection:
        """Return what is selected with a dendrite, or with one of its synapses if it has that."""
        population = self.projection.post.population
        if pre is not None:
            edges = self.projection.edges
            pre = pre if pre in edges.pre_ranks[edges.dendrite(post)] else None
        label, color = f"{population.name}[{post}]", population.id
        return Selection(population.name, post, self.projection.name, pre, label, color)

    def is_post(self, selection: Selection) -> bool:
        """Whether the selected neuron receives these synapses."""
        return (
            selection.rank is not None
            and selection.population == self.projection.post.population.name
            and selection.projection in ("", self.projection.name)
        )

    def numbers(self) -> dict[str, NDArray[Any]]:
        """Return the value and both ends of each synapse that is shown."""
        nothing = np.empty(0, np.int64)
        edges, shown = self._edges, self._shown
        pre, post = (nothing, nothing) if edges is None else (edges.pre_ranks, edges.post_ranks)
        return {"pre_rank": pre[shown], "post_rank": post[shown], "values": self.values}

    def read(self, simulator: Simulator) -> NDArray[np.float64]:
        """Return the value of each synapse that is shown."""
        edges = self.projection.edges
        if edges is not self._edges:
            pre, post = edges.pre_ranks.astype(np.int64), edges.post_ranks.astype(np.int64)
            self._shown, x, y = self.place(pre, post)
            self.cells = Cells(self.cells.x_size, self.cells.y_size, x, y)
            self._edges = edges
        is_all = len(self._shown) == edges.n_edges
        name = self.projection.name
        values = simulator.read(name, self.attribute, None if is_all else self._shown)
        return np.broadcast_to(values.astype(np.float64), len(self._shown))


class MatrixFeed(SynapseFeed):
    """All synapses: one row for each post neuron, one column for each pre neuron."""

    def __init__(
        self, projection: Projection, attribute: str, look: GridLook, dt_ms: float
    ) -> None:
        self._x, self._y = _extent(projection.pre), _extent(projection.post)
        size = (self._x[1] - self._x[0], self._y[1] - self._y[0])
        super().__init__(projection, attribute, size, look, dt_ms)

    def more(self) -> dict[str, Any]:
        """Return the ranks at the left and at the top."""
        return {"x_first": self._x[0], "y_first": self._y[0]}

    def picked(self, item: int) -> Selection | None:
        """Return the synapse at a place, or the dendrite where there is none."""
        y, x = divmod(item, self.cells.x_size)
        post, pre = y + self._y[0], x + self._x[0]
        return self.synapse(post, pre) if y < self.cells.y_size else None

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return the place of the selected synapse, or the row and the column of a neuron."""
        (left, right), (top, bottom) = self._x, self._y
        found = []
        rank, pre = selection.rank, selection.pre_rank
        if rank is not None and self.is_post(selection) and top <= rank < bottom:
            is_one = bool(selection.projection) and pre is not None and left <= pre < right
            x, width = (pre - left, 1) if is_one and pre is not None else (0, right - left)
            found.append([x, rank - top, width, 1])
        is_pre = selection.population == self.projection.pre.population.name
        if rank is not None and is_pre and not selection.projection and left <= rank < right:
            found.append([rank - left, 0, 1, bottom - top])
        return found

    def place(
        self, pre: NDArray[np.int64], post: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return all synapses, where their ends cross."""
        return np.arange(len(pre)), pre - self._x[0], post - self._y[0]


class FieldsFeed(SynapseFeed):
    """The synapses of some post neurons, each field in the geometry of the pre population.

    Parameters
    ----------
    neurons
        Post ranks, shape ``(n,)``.
    """

    def __init__(
        self,
        projection: Projection,
        attribute: str,
        neurons: NDArray[np.int64],
        look: GridLook,
        dt_ms: float,
    ) -> None:
        population = projection.pre.population
        self.neurons = neurons
        self.height, self.width = (1, *population.geometry)[-2:]
        self.per_row = _per_row(len(neurons), self.width, self.height)
        n_lines = -(-len(neurons) // self.per_row)
        size = (
            self.per_row * (self.width + GAP) - GAP,
            n_lines * (self.height + GAP) - GAP,
        )
        self._field_of = np.full(projection.post.population.size, -1, np.int64)
        self._field_of[neurons] = np.arange(len(neurons))
        super().__init__(projection, attribute, size, look, dt_ms)

    def more(self) -> dict[str, Any]:
        """Return which fields there are and how large they are."""
        return {
            "fields": self.neurons.tolist(),
            "field_width": self.width,
            "field_height": self.height,
        }

    def picked(self, item: int) -> Selection | None:
        """Return the synapse at a place, or the dendrite where there is none."""
        y, x = divmod(item, self.cells.x_size)
        (line, j), (place, i) = divmod(y, self.height + GAP), divmod(x, self.width + GAP)
        field = line * self.per_row + place
        if j == self.height or i == self.width or field >= len(self.neurons):
            return None
        return self.synapse(int(self.neurons[field]), j * self.width + i)

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return the field of the selected neuron, or the place of the selected synapse."""
        rank, pre = selection.rank, selection.pre_rank
        if rank is None or not self.is_post(selection) or rank not in self.neurons:
            return []
        line, place = divmod(int(self._field_of[rank]), self.per_row)
        x, y = place * (self.width + GAP), line * (self.height + GAP)
        if pre is None or not selection.projection:
            return [[x, y, self.width, self.height]]
        return [[x + pre % self.width, y + pre // self.width, 1, 1]]

    def place(
        self, pre: NDArray[np.int64], post: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the synapses of the chosen neurons, field by field."""
        shown = np.flatnonzero(self._field_of[post] >= 0)
        fields, pre = self._field_of[post[shown]], pre[shown]
        x = fields % self.per_row * (self.width + GAP) + pre % self.width
        y = fields // self.per_row * (self.height + GAP) + pre // self.width
        return shown, x, y


def _extent(end: End) -> tuple[int, int]:
    """Return the first rank of an end and the one behind its last."""
    ranks = end.ranks
    return int(np.min(ranks)), int(np.max(ranks)) + 1


def _per_row(n: int, width: int, height: int) -> int:
    """Return how many fields stand beside each other: the picture is twice as wide as high."""
    return min(n, max(1, math.ceil(math.sqrt(2.0 * n * (height + GAP) / (width + GAP)))))
