"""What a picture of one view holds: names, units, numbers; no place and no colour yet.

In: arrays.
Out: `Panel` for lines, rasters and bars, `CellPanel` for cells, `GraphPanel` for networks.
Not here: where things stand (`layout`), files (`svg`, `page`, `pixels`).
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.lab.messages import GraphEdge, GraphNode

__all__ = ["AnyPanel", "CellPanel", "GraphPanel", "Line", "Panel"]

FLATTEST: Final = 6.0
"""Widest shape of a picture of cells; its inverse is the narrowest."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one colour: joined, or the dots of a raster.

    Attributes
    ----------
    x, y
        Times in ms, and values or rows.
    is_trail
        Whether a path fades into its past and ends in a dot.
    """

    name: str
    color_index: int
    x: NDArray[Any]
    y: NDArray[Any]
    is_trail: bool = True


@dataclass(frozen=True, slots=True)
class Panel:
    """What one view shows.

    Attributes
    ----------
    label
        Of the vertical axis, with its unit.
    height
        In pixels.
    span
        Times at the left and the right end in ms, or values.
    title
        Name of the view.
    rows
        Of a raster: how many in each population, from the bottom up; None for lines.
    is_stepped
        Whether a value holds until the next one.
    is_filled
        Whether the steps are bars that stand on zero.
    is_log
        Whether the vertical axis is logarithmic.
    x_label
        Of the horizontal axis, with its unit; None for time.
    is_path
        Whether points are joined in their order, wherever they lie.
    floor
        A value that the vertical axis always holds.
    """

    label: str
    height: int
    span: tuple[float, float]
    lines: tuple[Line, ...]
    title: str = ""
    rows: tuple[int, ...] | None = None
    is_stepped: bool = False
    is_filled: bool = False
    is_log: bool = False
    x_label: str | None = None
    is_path: bool = False
    floor: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw; silence is something."""
        if self.rows is not None:
            return not sum(self.rows) or not self.span[1] > self.span[0]
        return all(not line.x.size for line in self.lines)

    @property
    def extent(self) -> tuple[float, float]:
        """Smallest and largest value."""
        if self.rows is not None:
            return 0.0, float(max(sum(self.rows), 1))
        values = np.concatenate([line.y for line in self.lines] or [np.zeros(1)])
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
        return (low, high) if self.floor is None else (min(low, self.floor), max(high, self.floor))


@dataclass(frozen=True, slots=True)
class CellPanel:
    """Values as coloured cells.

    Attributes
    ----------
    title
        Name of the view.
    height
        Of the cells in pixels.
    means
        One value per cell, NaN where there is none, shape ``(n_rows, n_columns)``.
    limits
        Values of the first and the last colour.
    colors, dark_colors
        Equally spaced colours, on a light and on a dark ground.
    x_label, y_label, label
        Of the axes and of the values, with its unit.
    size, first
        Number of places that the cells cover to the right and down; rank of the first ones.
    is_counted
        Whether the axes count places.
    is_square
        Whether a place is as wide as high.
    """

    title: str
    height: int
    means: NDArray[np.float32]
    limits: tuple[float, float]
    colors: tuple[str, ...]
    dark_colors: tuple[str, ...]
    x_label: str
    y_label: str
    label: str
    size: tuple[int, int]
    first: tuple[int, int] = (0, 0)
    is_counted: bool = True
    is_square: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.means.size or bool(np.isnan(self.means).all())

    @property
    def shape(self) -> float:
        """Width over height; what would be too flat or too narrow to see is stretched."""
        own = self.size[0] / max(self.size[1], 1) or 1.0
        if self.is_square:
            return min(max(own, 1.0 / FLATTEST), FLATTEST)
        return math.sqrt(min(max(own, 1.0), FLATTEST))


@dataclass(frozen=True, slots=True)
class GraphPanel:
    """A network as nodes and edges.

    Attributes
    ----------
    title
        Name of the network.
    nodes, edges
        As in `GraphHello`.
    rates
        One per node, NaN where nothing is known.
    """

    title: str
    nodes: "Sequence[GraphNode]"
    edges: "Sequence[GraphEdge]"
    rates: Sequence[float]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.nodes


AnyPanel: TypeAlias = Panel | CellPanel | GraphPanel
