"""Neurons or synapses as the cells of a picture; pooled where there are more than a screen shows.

In: the place of each item on a grid.
Out: mean values of cells.
Not here: colours (`colors`), what the items are (`feeds.grid`).
"""

from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["MOST_CELLS", "Cells"]

MOST_CELLS = 256
"""Along each side; more cannot be told apart and would only cost bandwidth."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Items on a grid of `x_size` times `y_size` places.

    Parameters
    ----------
    x_size, y_size
        Number of places.
    x, y
        Place of each item, counted from the left and from the top, shape ``(n,)``.
    """

    x_size: int
    y_size: int
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    n_columns: int = field(init=False)
    n_rows: int = field(init=False)
    counts: NDArray[np.uint32] = field(init=False, repr=False)
    _cell_of: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        n_columns, n_rows = min(self.x_size, MOST_CELLS), min(self.y_size, MOST_CELLS)
        columns = self.x * n_columns // max(self.x_size, 1)
        rows = self.y * n_rows // max(self.y_size, 1)
        cell_of = rows * n_columns + columns
        counts = np.bincount(cell_of, minlength=n_rows * n_columns)
        for name, value in (
            ("n_columns", n_columns),
            ("n_rows", n_rows),
            ("_cell_of", cell_of),
            ("counts", counts.astype(np.uint32).reshape(n_rows, n_columns)),
        ):
            object.__setattr__(self, name, value)

    def means(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the mean of each cell, NaN where it holds nothing.

        Parameters
        ----------
        values
            One per item.

        Returns
        -------
        numpy.ndarray
            Shape ``(n_rows, n_columns)``.
        """
        totals = np.bincount(self._cell_of, weights=values, minlength=self.counts.size)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = totals.reshape(self.counts.shape) / self.counts
        return means.astype(np.float32)
