"""The result of every pattern: who is connected to whom, in dendrite order.

In: ranks in the full populations, weights, delays in ms.
Out: `EdgeList`, checked and immutable; row pointers, the permutation to pre-major order, the
bounding block.
Not here: how a backend stores edges (`formats`), delays in steps (`delays`).

*Dendrite order* means sorted by (post rank, pre rank), each pair at most once.  It is the order
in which users see synapses and in which random weights are drawn.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annarchy_lab.diagnostics import ANNarchyException

__all__ = [
    "Block",
    "EdgeList",
    "FloatArray",
    "IntArray",
    "LongArray",
    "sorted_edges",
    "stable_order",
]

IntArray: TypeAlias = NDArray[np.int32]
LongArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest ranges of pre and post ranks that hold all edges."""

    pre_start: int
    pre_stop: int
    post_start: int
    post_stop: int

    @property
    def shape(self) -> tuple[int, int]:
        """Number of pre ranks and of post ranks."""
        return self.pre_stop - self.pre_start, self.post_stop - self.post_start

    @property
    def n_pairs(self) -> int:
        """Number of pairs in the block."""
        n_pre, n_post = self.shape
        return n_pre * n_post


@dataclass(frozen=True, slots=True, eq=False)
class EdgeList:
    """The synapses of one projection, in dendrite order.

    The arrays are read-only.  Properties are computed at each access, in time linear in the
    number of edges or less.

    Parameters
    ----------
    n_pre, n_post
        Sizes of the full populations, even where views are connected.
    pre_ranks, post_ranks
        Ends of each edge, shape ``(n_edges,)``, int32.
    weights
        One number that all edges share, or one per edge, float64.
    delays_ms
        None for no delay (one step), one delay in ms, or one per edge, float64.

    Raises
    ------
    ANNarchyException
        If a rank lies outside its population, a pair occurs twice, or a delay is negative.
    ValueError
        If lengths differ or the edges are not in dendrite order; `sorted_edges` sorts.
    """

    n_pre: int
    n_post: int
    pre_ranks: IntArray
    post_ranks: IntArray
    weights: float | FloatArray
    delays_ms: float | FloatArray | None = None

    def __post_init__(self) -> None:
        """Check the edges and make the arrays read-only."""
        n_edges = len(self.post_ranks)
        self._freeze("pre_ranks", _column(self.pre_ranks, np.int32, n_edges))
        self._freeze("post_ranks", _column(self.post_ranks, np.int32, n_edges))
        self._freeze("weights", _number_or_column(self.weights, n_edges))
        if self.delays_ms is not None:
            self._freeze("delays_ms", _number_or_column(self.delays_ms, n_edges))
            _check_delays(self.delays_ms)
        if n_edges:
            _check_ranks("pre", self.pre_ranks, self.n_pre)
            _check_ranks("post", self.post_ranks, self.n_post)
            _check_order(self.pre_ranks, self.post_ranks)

    def _freeze(self, name: str, value: float | NDArray[Any]) -> None:
        if isinstance(value, np.ndarray):
            value = value.view()
            value.flags.writeable = False
        object.__setattr__(self, name, value)

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.post_ranks)

    @property
    def density(self) -> float:
        """Share of all pairs of the two full populations that are connected, 0 to 1."""
        n_pairs = self.n_pre * self.n_post
        return self.n_edges / n_pairs if n_pairs else 0.0

    def connects_like(self, other: "EdgeList") -> bool:
        """Tell whether the same pairs of neurons are connected, whatever weights and delays."""
        return np.array_equal(self.pre_ranks, other.pre_ranks) and np.array_equal(
            self.post_ranks, other.post_ranks
        )

    @property
    def row_ptr(self) -> LongArray:
        """Position of each post neuron's first edge, shape ``(n_post + 1,)``."""
        # Needles of the same dtype, or searchsorted would convert the whole array.
        bounds = np.arange(self.n_post + 1, dtype=np.int32)
        return np.searchsorted(self.post_ranks, bounds).astype(np.int64)

    @property
    def is_gapless(self) -> bool:
        """Whether the pre ranks of each dendrite follow one another."""
        bounds = self.row_ptr
        first, last = bounds[:-1], bounds[1:] - 1
        first, last = first[first <= last], last[first <= last]
        return bool(np.all(self.pre_ranks[last] - self.pre_ranks[first] == last - first))

    @property
    def dendrite_ranks(self) -> IntArray:
        """Post ranks that have at least one edge, ascending."""
        return np.flatnonzero(np.diff(self.row_ptr)).astype(np.int32)

    @property
    def pre_major(self) -> LongArray:
        """Positions of the edges sorted by (pre rank, post rank), shape ``(n_edges,)``."""
        return stable_order(self.pre_ranks)

    @property
    def pre_ptr(self) -> LongArray:
        """Where each pre neuron's edges begin in `pre_major`, shape ``(n_pre + 1,)``."""
        counts = np.bincount(self.pre_ranks, minlength=self.n_pre)
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))

    @property
    def block(self) -> Block | None:
        """The smallest block of ranks around all edges; None without edges."""
        if not self.n_edges:
            return None
        return Block(
            int(self.pre_ranks.min()),
            int(self.pre_ranks.max()) + 1,
            int(self.post_ranks[0]),
            int(self.post_ranks[-1]) + 1,
        )

    def dendrite(self, post_rank: int) -> slice:
        """Return the positions of one post neuron's edges (an empty slice if it has none).

        Raises
        ------
        ANNarchyException
            If the rank lies outside the post population.
        """
        if not 0 <= post_rank < self.n_post:
            raise ANNarchyException(_outside("post", post_rank, self.n_post))
        bounds = np.array([post_rank, post_rank + 1], dtype=np.int32)
        start, stop = np.searchsorted(self.post_ranks, bounds)
        return slice(int(start), int(stop))


def sorted_edges(
    n_pre: int,
    n_post: int,
    pre_ranks: ArrayLike,
    post_ranks: ArrayLike,
    weights: float | FloatArray,
    delays_ms: float | FloatArray | None = None,
) -> EdgeList:
    """Bring edges in any order into dendrite order, weights and delays with them.

    Parameters
    ----------
    n_pre, n_post, pre_ranks, post_ranks, weights, delays_ms
        As in `EdgeList`, but in any order.

    Returns
    -------
    EdgeList
        The same edges, sorted by (post rank, pre rank).

    Raises
    ------
    ANNarchyException
        As `EdgeList`.
    """
    pre, post = np.asarray(pre_ranks, np.int32), np.asarray(post_ranks, np.int32)
    if len(pre) == len(post) and _first_disorder(pre, post) is not None:
        _check_ranks("pre", pre, n_pre)  # before sorting, which takes ranks as unsigned
        _check_ranks("post", post, n_post)
        order = stable_order(pre)
        order = order[stable_order(post[order])]
        pre, post = pre[order], post[order]
        weights = weights[order] if isinstance(weights, np.ndarray) else weights
        delays_ms = delays_ms[order] if isinstance(delays_ms, np.ndarray) else delays_ms
    return EdgeList(n_pre, n_post, pre, post, weights, delays_ms)


def stable_order(ranks: IntArray) -> LongArray:
    """Return the stable permutation that sorts non-negative ranks, in linear time."""
    # NumPy sorts 16-bit integers by radix: two passes beat a comparison sort of 32 bits.
    order = np.argsort(ranks.astype(np.uint16), kind="stable")
    if ranks.size and ranks.max() > np.iinfo(np.uint16).max:
        high = (ranks >> 16).astype(np.uint16)
        order = order[np.argsort(high[order], kind="stable")]
    return order.astype(np.int64, copy=False)


def _column(values: ArrayLike, dtype: type[np.generic], n_edges: int) -> NDArray[Any]:
    column = np.ascontiguousarray(values, dtype)
    if column.shape != (n_edges,):
        raise ValueError(f"expected one value per edge, shape ({n_edges},), got {column.shape}")
    return column


def _number_or_column(values: float | FloatArray, n_edges: int) -> float | NDArray[Any]:
    if isinstance(values, np.ndarray) and values.ndim:
        return _column(values, np.float64, n_edges)
    return float(values)


def _check_delays(delays_ms: float | FloatArray) -> None:
    delays = np.atleast_1d(delays_ms)
    if not np.all((delays >= 0) & np.isfinite(delays)):
        wrong = delays[~((delays >= 0) & np.isfinite(delays))][0]
        raise ANNarchyException(f"a delay must be a finite number of ms, at least 0, not {wrong}.")


def _check_ranks(end: str, ranks: IntArray, size: int) -> None:
    low, high = int(ranks.min()), int(ranks.max())
    if low < 0 or high >= size:
        raise ANNarchyException(_outside(end, low if low < 0 else high, size))


def _check_order(pre_ranks: IntArray, post_ranks: IntArray) -> None:
    position = _first_disorder(pre_ranks, post_ranks)
    if position is None:
        return
    pre, post = pre_ranks[position : position + 2], post_ranks[position : position + 2]
    if pre[0] == pre[1] and post[0] == post[1]:
        raise ANNarchyException(
            f"pre rank {pre[0]} is connected twice to post rank {post[0]}; "
            "a projection holds one synapse per pair of neurons, use a second projection."
        )
    raise ValueError("edges must be sorted by (post rank, pre rank)")


def _first_disorder(pre_ranks: IntArray, post_ranks: IntArray) -> int | None:
    """Return the first edge that does not come strictly before its successor."""
    same_post = post_ranks[1:] == post_ranks[:-1]
    ascending = (post_ranks[1:] > post_ranks[:-1]) | (same_post & (pre_ranks[1:] > pre_ranks[:-1]))
    return None if ascending.all() else int(np.argmin(ascending))


def _outside(end: str, rank: int, size: int) -> str:
    return f"{end} rank {rank} is outside the population of {size} neurons."
