"""What pictures made of cells are told: mean values of cells, their limits, and statistics.

In: values of items at a step edge.
Out: `GridHello` and `GridFrame` messages.
Not here: where the values come from (`map`, `synapses`).
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.feeds.feed import Kind
from annarchy_lab.lab.feeds.snapshot import SnapshotFeed
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.messages import PROTOCOL
from annarchy_lab.lab.views.cells import Cells
from annarchy_lab.lab.views.colors import SEQUENTIAL, outward, signed_colors
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Simulator

__all__ = ["GridFeed", "GridLook", "Layout", "Limits", "ascending"]

Limits = tuple[float, float]
Layout = Literal["map", "matrix", "fields"]


@dataclass(frozen=True, slots=True)
class GridLook:
    """How a picture of cells is named and coloured.

    Attributes
    ----------
    network, title
        As in `GridHello`.
    layout
        What a cell stands for.
    x_label, y_label
        Of the axes.
    label, unit
        Of the values.
    item
        What the values belong to, in the plural.
    limits
        Ends of the colour scale; None: they grow with the values.
    floor
        A value that a growing scale always holds.
    owner, color_index
        Of a map: how the population is called and coloured.
    """

    network: str
    title: str
    layout: Layout
    x_label: str
    y_label: str
    label: str
    unit: str = ""
    item: str = "neurons"
    limits: Limits | None = None
    floor: float | None = None
    owner: str = ""
    color_index: int = 0


class GridFeed(SnapshotFeed):
    """A picture of cells.

    Parameters
    ----------
    cells
        Where the items stand.
    look
        Names and limits.
    """

    def __init__(
        self, cells: Cells, look: GridLook, dt_ms: float, taps: Sequence[Tap] = ()
    ) -> None:
        super().__init__(taps, dt_ms)
        self.cells = cells
        self.style = look
        self.limits: Limits | None = look.limits
        self.is_signed = look.limits is not None and look.limits[0] < 0 < look.limits[1]
        self.values: NDArray[np.float64] = np.empty(0)
        self._counts_told: Cells | None = None

    def read(self, simulator: Simulator) -> NDArray[np.float64]:
        """Return one value per item; called at an edge."""
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        """Return what the hello says besides."""
        return {}

    @property
    def colors(self) -> tuple[str, ...]:
        """The colours on a white ground."""
        return signed_colors(is_dark=False) if self.is_signed else SEQUENTIAL

    def numbers(self) -> dict[str, NDArray[Any]]:
        """Return the value of each item, and what it belongs to."""
        raise NotImplementedError

    @property
    def means(self) -> NDArray[np.float32]:
        """The mean of each cell; no cells before the first look."""
        return np.empty((0, 0), np.float32) if self.is_empty else self.cells.means(self.values)

    def hello(self) -> dict[str, Any]:
        """Return the `GridHello`."""
        style = self.style
        return {
            "kind": "hello",
            "protocol": PROTOCOL,
            "view": "grid",
            "network": style.network,
            "title": style.title,
            "dt_ms": self.dt_ms,
            "layout": style.layout,
            "x_label": style.x_label,
            "y_label": style.y_label,
            "x_size": self.cells.x_size,
            "y_size": self.cells.y_size,
            "n_columns": self.cells.n_columns,
            "n_rows": self.cells.n_rows,
            "label": style.label,
            "unit": style.unit,
            "item": style.item,
            "colors": list(SEQUENTIAL),
            "signed_colors": list(signed_colors(is_dark=False)),
            "signed_colors_dark": list(signed_colors(is_dark=True)),
        } | self.more()

    def look(self, simulator: Simulator) -> bool:
        """Read the values; return whether they differ from before."""
        values = self.read(simulator)
        is_new = not np.array_equal(values, self.values, equal_nan=True)
        self.values = values
        return is_new

    def tell(self, kind: Kind) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """Return a `GridFrame`; how many items a cell holds comes only when it has changed."""
        means = self.means
        self.grow(means)
        known = self.values[np.isfinite(self.values)]
        low, high = self.limits or (0.0, 1.0)
        fields = {
            "low": low,
            "high": high,
            "signed": self.is_signed,
            "n": len(self.values),
            "n_unknown": len(self.values) - len(known),
            "minimum": float(known.min(initial=np.inf)) if known.size else 0.0,
            "maximum": float(known.max(initial=-np.inf)) if known.size else 0.0,
            "mean": float(known.mean()) if known.size else 0.0,
        }
        arrays: list[NDArray[Any]] = [means]
        if kind == "snapshot" or self._counts_told is not self.cells:
            arrays.append(self.cells.counts)
            self._counts_told = self.cells
        return fields, arrays

    def forget(self) -> None:
        """Let the scale grow anew."""
        if self.style.limits is None:
            self.limits, self.is_signed = None, False

    def grow(self, means: NDArray[np.float32]) -> None:
        """Let the scale hold all cells; it never shrinks, so that a colour keeps its meaning."""
        known = means[np.isfinite(means)]
        if self.style.limits is not None or not known.size:
            return
        before = self.limits
        if before and before[0] <= known.min() and known.max() <= before[1]:
            return
        ends = [float(known.min()), float(known.max()), *(before or ())]
        if self.style.floor is not None:
            ends.append(self.style.floor)
        low, high = outward(min(ends), max(ends))
        self.is_signed = self.style.item == "synapses" and low < 0.0 < high
        most = max(-low, high)
        self.limits = (-most, most) if self.is_signed else (low, high if high > low else low + 1.0)


def ascending(limits: Limits | None) -> Limits | None:
    """Return limits as two numbers, or None if there are none."""
    if limits is None:
        return None
    low, high = (float(limit) for limit in limits)
    if not low < high:
        raise ANNarchyException(f"limits are two ascending numbers, not {limits}.")
    return low, high
