"""Sums in their fixed order: weighted sums of dendrites, operations over a population.

In: one contribution per edge, or one value per neuron.
Out: one result per dendrite, or one number (docs/exactness.md, section 3).
Not here: what the contributions are, and where the results go.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.runtime.reference.arithmetic import Array

__all__ = ["DendriteSums", "over_population"]

N_LANES = 16
BLOCK = 1024

Join = Callable[[Array, Array], Array]


def _smaller(a: Array, b: Array) -> Array:
    return np.where((b < a) | np.isnan(b), b, a)


def _larger(a: Array, b: Array) -> Array:
    return np.where((b > a) | np.isnan(b), b, a)


_JOIN: dict[str, tuple[float, Join]] = {
    "sum": (0.0, np.add),
    "min": (np.inf, _smaller),
    "max": (-np.inf, _larger),
}


def _tree(lanes: Array, join: Join) -> Array:
    """Join the lanes of the last axis by halves: 8, 4, 2, 1."""
    half = N_LANES // 2
    while half:
        lanes = join(lanes[..., :half], lanes[..., half : 2 * half])
        half //= 2
    return lanes[..., 0]


class DendriteSums:
    """Joins the contributions of a dendrite's edges.

    An edge's position in its dendrite, modulo 16, is its lane.  A lane takes in its edges one after
    the other; the sixteen lanes are joined by halves.

    Parameters
    ----------
    row_ptr
        Position of each post neuron's first edge, shape ``(n_post + 1,)``.

    Attributes
    ----------
    posts
        Post ranks that have edges, ascending.
    """

    def __init__(self, row_ptr: NDArray[np.int64]) -> None:
        n_edges = np.diff(row_ptr)
        self.posts = np.flatnonzero(n_edges)
        self._counts = n_edges[self.posts]
        dendrite = np.repeat(np.arange(len(self.posts)), self._counts)
        position = np.arange(len(dendrite)) - np.repeat(row_ptr[self.posts], self._counts)
        # All edges of one round lie in different lanes: they are taken in together.
        rounds = position // N_LANES
        self._order = np.argsort(rounds, kind="stable")
        self._lane = (dendrite * N_LANES + position % N_LANES)[self._order]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(rounds)))).astype(np.int64)

    def __call__(self, operation: str, psp: Array) -> Array:
        """Return the result of each dendrite that has edges.

        Parameters
        ----------
        operation
            ``sum``, ``mean``, ``min`` or ``max``.
        psp
            Contribution of each edge, in dendrite order, shape ``(n_edges,)``.
        """
        start, join = _JOIN["sum" if operation == "mean" else operation]
        lanes = np.full(len(self._counts) * N_LANES, start, psp.dtype)
        ordered = psp[self._order]
        for begin, end in zip(self._starts[:-1], self._starts[1:], strict=True):
            lane = self._lane[begin:end]
            lanes[lane] = join(lanes[lane], ordered[begin:end])
        result = _tree(lanes.reshape(-1, N_LANES), join)
        if operation == "mean":
            result = result / self._counts.astype(psp.dtype)
        return result


def over_population(operation: str, values: Array) -> Array:
    """Return ``mean``, ``norm1``, ``norm2``, ``min`` or ``max`` of real values.

    Blocks of 1024 values, each in 16 lanes and a tree as a dendrite; then block after block.
    """
    start, join = _JOIN[operation if operation in ("min", "max") else "sum"]
    total = np.asarray(start, values.dtype)
    for block in _blocks(_part(operation, values), start, join):
        total = join(total, block)
    if np.isnan(values).any():
        return np.asarray(np.nan, values.dtype)
    match operation:
        case "mean":
            return np.asarray(total / values.dtype.type(values.size))
        case "norm2":
            return np.asarray(np.sqrt(total))
        case _:
            return np.asarray(total)


def _part(operation: str, values: Array) -> Array:
    match operation:
        case "norm1":
            return np.abs(values)
        case "norm2":
            return values * values
        case _:
            return values


def _blocks(values: Array, start: float, join: Join) -> Array:
    """Return the result of each block; what fills up the last one changes nothing."""
    n_blocks = -(-values.size // BLOCK)
    padded = np.full(n_blocks * BLOCK, start, values.dtype)
    padded[: values.size] = values
    rounds = padded.reshape(n_blocks, BLOCK // N_LANES, N_LANES)
    lanes = np.full((n_blocks, N_LANES), start, values.dtype)
    for k in range(rounds.shape[1]):
        lanes = join(lanes, rounds[:, k])
    return _tree(lanes, join)
