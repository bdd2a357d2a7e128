"""The result of every pattern: who is connected to whom, in dendrite order.

In: ranks in the full populations, weights, delays in ms.
Out: `EdgeList`, checked and immutable; row pointers, the permutation to pre-major order, the
bounding block.
Not here: how a backend stores edges (`formats`), delays in steps (`delays`).

*Dendrite order* means sorted by (post rank, pre rank), each pair at most once.  It is the order
in which users see synapses and in which random weights are drawn.
"""

import weakref
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annarchy_lab.connectivity.drawn import PART, Drawn
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

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


@dataclass(frozen=True, slots=True, eq=False, init=False)
class EdgeList:
    """The synapses of one projection, in dendrite order.

    The arrays are read-only.  Properties are computed at each access, in time linear in the
    number of edges or less, and kept only as long as somebody uses them.

    Parameters
    ----------
    n_pre, n_post
        Sizes of the full populations, even where views are connected.
    pre_ranks, post_ranks
        Ends of each edge, shape ``(n_edges,)``, int32.
    weights
        One number that all edges share, or one per edge, float64, also as a `Drawn`.
    delays_ms
        None for no delay (one step), one delay in ms, or one per edge, float64.

    Attributes
    ----------
    row_ptr
        Position of each post neuron's first edge, shape ``(n_post + 1,)``, int64.

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
    row_ptr: LongArray
    delays_ms: float | FloatArray | None
    _weights: "float | FloatArray | Drawn"
    _in_use: "dict[str, weakref.ref[NDArray[Any]]]"

    def __init__(
        self,
        n_pre: int,
        n_post: int,
        pre_ranks: ArrayLike,
        post_ranks: ArrayLike,
        weights: "float | FloatArray | Drawn",
        delays_ms: float | FloatArray | None = None,
    ) -> None:
        n_edges = len(post_ranks)  # type: ignore[arg-type] # a sequence
        pre, post = (_column(ranks, np.int32, n_edges) for ranks in (pre_ranks, post_ranks))
        if n_edges:
            _check_ranks("pre", pre, n_pre)
            _check_ranks("post", post, n_post)
            _check_order(pre, post)
        # Needles of the same dtype, or searchsorted would convert the whole array.
        bounds = np.arange(n_post + 1, dtype=np.int32)
        row_ptr = np.searchsorted(post, bounds).astype(np.int64)
        self._set(n_pre, n_post, pre, row_ptr, weights, delays_ms)

    @classmethod
    def of_rows(
        cls,
        n_pre: int,
        row_sizes: LongArray,
        pre_ranks: IntArray,
        weights: "float | FloatArray | Drawn",
        delays_ms: float | FloatArray | None = None,
    ) -> Self:
        """Return the edges of dendrites that lie one after another.

        Parameters
        ----------
        n_pre, pre_ranks, weights, delays_ms
            As above.
        row_sizes
            Number of edges of each post neuron, shape ``(n_post,)``.
        """
        row_ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(row_sizes, dtype=np.int64)))
        pre = _column(pre_ranks, np.int32, int(row_ptr[-1]))
        if pre.size:
            _check_ranks("pre", pre, n_pre)
            _check_rows(pre, row_ptr)
        made = cls.__new__(cls)
        made._set(n_pre, len(row_sizes), pre, row_ptr, weights, delays_ms)
        return made

    def _set(
        self,
        n_pre: int,
        n_post: int,
        pre_ranks: IntArray,
        row_ptr: LongArray,
        weights: "float | FloatArray | Drawn",
        delays_ms: float | FloatArray | None,
    ) -> None:
        n_edges = len(pre_ranks)
        if delays_ms is not None:
            delays_ms = _number_or_column(delays_ms, n_edges)
            _check_delays(delays_ms)
        if not isinstance(weights, Drawn):
            weights = _number_or_column(weights, n_edges)
        values: tuple[Any, ...] = (n_pre, n_post, pre_ranks, row_ptr, delays_ms, weights, {})
        for each, value in zip(fields(self), values, strict=True):
            object.__setattr__(self, each.name, _frozen(value))

    def __getstate__(self) -> tuple[Any, ...]:
        """Return what goes to another process."""
        ends = (self.n_pre, self.n_post, self.pre_ranks, self.row_ptr)
        return (*ends, self._weights, self.delays_ms)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._set(*state)

    def given(
        self,
        *,
        weights: "float | FloatArray | None" = None,
        delays_ms: float | FloatArray | None = None,
    ) -> "EdgeList":
        """Return the same edges with other weights, or other delays."""
        made = EdgeList.__new__(EdgeList)
        made._set(
            self.n_pre,
            self.n_post,
            self.pre_ranks,
            self.row_ptr,
            self._weights if weights is None else weights,
            self.delays_ms if delays_ms is None else delays_ms,
        )
        return made

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.pre_ranks)

    @property
    def n_bytes(self) -> int:
        """Size of what is kept."""
        kept = (self.pre_ranks, self.row_ptr, self._weights, self.delays_ms)
        return sum(each.nbytes for each in kept if isinstance(each, np.ndarray))

    @property
    def post_ranks(self) -> IntArray:
        """Post rank of each edge, shape ``(n_edges,)``, int32."""
        ranks = np.arange(self.n_post, dtype=np.int32)
        return self._shared("post_ranks", lambda: np.repeat(ranks, np.diff(self.row_ptr)))

    def ends_of(self, edges: NDArray[np.int64]) -> tuple[IntArray, IntArray]:
        """Return pre and post ranks of `edges`, in time that does not depend on all others."""
        post_ranks = np.searchsorted(self.row_ptr, edges, side="right").astype(np.int32) - 1
        return self.pre_ranks[edges], post_ranks

    @property
    def weights(self) -> float | FloatArray:
        """One number that all edges share, or one per edge, float64."""
        given = self._weights
        return self._shared("weights", given.values) if isinstance(given, Drawn) else given

    @property
    def shares_weight(self) -> bool:
        """Whether all edges share one weight."""
        return isinstance(self._weights, float)

    def with_equal_weights_shared(self) -> "EdgeList":
        """Return the same edges with one number in the place of weights that are all the same."""
        given = self._weights
        if not isinstance(given, np.ndarray) or not given.size or not _are_equal(given):
            return self
        return self.given(weights=float(given[0]))

    def weight_parts(self) -> Iterator[tuple[slice, FloatArray]]:
        """Yield places and weights, part by part, of edges that do not share one."""
        if isinstance(self._weights, Drawn):
            yield from self._weights.parts()
        elif isinstance(self._weights, np.ndarray):
            yield slice(0, self.n_edges), self._weights

    def _shared(self, name: str, make: "Callable[[], NDArray[Any]]") -> NDArray[Any]:
        """Return what somebody has in use, or make it."""
        reference = self._in_use.get(name)
        found = None if reference is None else reference()
        if found is None:
            found = make()
            found.flags.writeable = False
            self._in_use[name] = weakref.ref(found)
        return found

    @property
    def density(self) -> float:
        """Share of all pairs of the two full populations that are connected, 0 to 1."""
        n_pairs = self.n_pre * self.n_post
        return self.n_edges / n_pairs if n_pairs else 0.0

    def connects_like(self, other: "EdgeList") -> bool:
        """Tell whether the same pairs of neurons are connected, whatever weights and delays."""
        return np.array_equal(self.pre_ranks, other.pre_ranks) and np.array_equal(
            self.row_ptr, other.row_ptr
        )

    @property
    def is_gapless(self) -> bool:
        """Whether the pre ranks of each dendrite follow one another."""
        bounds = self.row_ptr
        first, last = bounds[:-1], bounds[1:] - 1
        first, last = first[first <= last], last[first <= last]
        return bool(np.all(self.pre_ranks[last] - self.pre_ranks[first] == last - first))

    @property
    def is_to_one(self) -> bool:
        """Whether there is one post neuron, which has an edge from every pre neuron."""
        return self.n_post == 1 and self.n_edges == self.n_pre

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
        bounds = np.zeros(self.n_pre + 1, np.int64)
        for start in range(0, self.n_edges, 16 * PART):  # NumPy counts a wider copy
            part = self.pre_ranks[start : start + 16 * PART]
            bounds[1:] += np.bincount(part, minlength=self.n_pre)
        return np.cumsum(bounds)

    @property
    def block(self) -> Block | None:
        """The smallest block of ranks around all edges; None without edges."""
        if not self.n_edges:
            return None
        posts = self.dendrite_ranks
        pre_start, pre_stop = int(self.pre_ranks.min()), int(self.pre_ranks.max()) + 1
        return Block(pre_start, pre_stop, int(posts[0]), int(posts[-1]) + 1)

    def dendrite(self, post_rank: int) -> slice:
        """Return the positions of one post neuron's edges (an empty slice if it has none).

        Raises
        ------
        ANNarchyException
            If the rank lies outside the post population.
        """
        if not 0 <= post_rank < self.n_post:
            raise ANNarchyException(_outside("post", post_rank, self.n_post))
        return slice(int(self.row_ptr[post_rank]), int(self.row_ptr[post_rank + 1]))


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


def _are_equal(values: FloatArray) -> bool:
    """Tell whether all numbers are the same, bit by bit; most that are not show it early."""
    bits = values.view(np.int64)
    return all(bool(np.all(part == bits[0])) for part in (bits[:1000], bits[-1000:], bits))


def _frozen(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Return a view that is read-only of an array; the caller's own may be written to."""
    if isinstance(value, np.ndarray):
        value = value.view()
        value.flags.writeable = False
    return value


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


def _check_rows(pre_ranks: IntArray, row_ptr: LongArray) -> None:
    """Refuse rows in which pre ranks do not ascend."""
    ascends = pre_ranks[1:] > pre_ranks[:-1]
    begins = row_ptr[1:-1]
    ascends[begins[(begins > 0) & (begins < len(pre_ranks))] - 1] = True
    if not ascends.all():
        _check_order(pre_ranks, np.repeat(np.arange(len(row_ptr) - 1), np.diff(row_ptr)))


def _first_disorder(pre_ranks: IntArray, post_ranks: IntArray) -> int | None:
    """Return the first edge that does not come strictly before its successor."""
    same_post = post_ranks[1:] == post_ranks[:-1]
    ascending = (post_ranks[1:] > post_ranks[:-1]) | (same_post & (pre_ranks[1:] > pre_ranks[:-1]))
    return None if ascending.all() else int(np.argmin(ascending))


def _outside(end: str, rank: int, size: int) -> str:
    return f"{end} rank {rank} is outside the population of {size} neurons."
