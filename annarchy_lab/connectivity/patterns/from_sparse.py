"""Weights from a SciPy sparse matrix."""

from typing import Any, Protocol, runtime_checkable

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList, FloatArray, LongArray, sorted_edges
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.values import draw_delays
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["build"]


@runtime_checkable
class _Sparse(Protocol):
    """What is needed of a sparse matrix; so this room does without SciPy."""

    shape: tuple[int, int]

    def tocsc(self, copy: bool) -> Any:  # noqa: ANN401 - another sparse matrix
        """Return the matrix by columns."""


def build(
    ends: Ends,
    rng: np.random.Generator,
    *,
    weights: object,
    delays: object = 0.0,
) -> EdgeList:
    """Connect each pair that has an entry in a sparse matrix, a stored 0 included.

    Parameters
    ----------
    ends
        What to connect.  Rows and columns follow the order of the views.
    rng
        Generator for random delays.
    weights
        Sparse matrix or array of SciPy, any format, shape ``(pre, post)``.
    delays
        Delays in ms: a number, a distribution, or a sparse matrix of the same shape, in which a
        missing entry means no delay.  Default: none.

    Raises
    ------
    ANNarchyException
        If a matrix is not sparse or has another shape.
    """
    pre_positions, post_positions, values = _entries("weights", weights, ends)
    delays_ms: float | FloatArray | None
    if isinstance(delays, _Sparse):
        delays_ms = _look_up(delays, pre_positions, post_positions, ends)
    else:
        delays_ms = draw_delays(delays, len(values), rng)
    pre, post = ends.pre_ranks[pre_positions], ends.post_ranks[post_positions]
    return sorted_edges(ends.n_pre, ends.n_post, pre, post, values, delays_ms)


def _entries(name: str, matrix: object, ends: Ends) -> tuple[LongArray, LongArray, FloatArray]:
    """Return the row, column and value of each entry, sorted by column, then row."""
    if not isinstance(matrix, _Sparse):
        raise ANNarchyException(
            f"from_sparse: {name} must be a sparse matrix of SciPy, not {type(matrix).__name__}; "
            "for an array use from_matrix."
        )
    shape = (len(ends.pre_ranks), len(ends.post_ranks))
    if matrix.shape != shape:
        raise ANNarchyException(
            f"from_sparse: {name} must have the shape (pre, post) = {shape}, not {matrix.shape}."
        )
    columns = matrix.tocsc(copy=True)
    if columns.dtype.kind not in "fiub":
        raise ANNarchyException(f"from_sparse: {name} must be real numbers, not {columns.dtype}.")
    columns.sum_duplicates()  # sorts the rows of each column too
    post_positions = np.repeat(np.arange(shape[1]), np.diff(columns.indptr))
    values = columns.data.astype(np.float64)
    if np.isnan(values).any():
        raise ANNarchyException(f"from_sparse: {name} hold a NaN; leave the entry out instead.")
    return columns.indices.astype(np.int64), post_positions, values


def _look_up(
    delays: object, pre_positions: LongArray, post_positions: LongArray, ends: Ends
) -> FloatArray:
    """Return the delay of each synapse, 0 where the matrix has none."""
    n_pre = len(ends.pre_ranks)
    rows, columns, values = _entries("delays", delays, ends)
    keys = np.append(columns * n_pre + rows, -1)  # a last key that no pair has, for the search
    wanted = post_positions * n_pre + pre_positions
    found = np.searchsorted(keys[:-1], wanted)
    return np.where(keys[found] == wanted, np.append(values, 0.0)[found], 0.0)
