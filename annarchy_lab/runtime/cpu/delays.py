"""The delays of one projection, and those that its spikes in flight still have.

In: delays in steps, one for all edges or one per edge; changes of them.
Out: `Delays`: epochs of emission, the numbers of the delays, rows of edges for the core.
Not here: rings of past values, which belong to the populations.

When a spike arrives is settled in the step that emits it: a change begins an epoch, and an epoch is
kept as long as one of its spikes may be under way.
"""

from dataclasses import replace
from functools import cached_property
from itertools import dropwhile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList, stable_order
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime._bridge import lay_rows

__all__ = [
    "WORD",
    "Delays",
    "Epoch",
    "RowOrder",
    "Steps",
    "dtype_of_ranks",
    "first_epoch",
    "inverse",
    "narrow_or_wide",
    "pieces_of_rows",
]

Steps = int | NDArray[np.int32]
Pieces = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], int]
WORD = 64


@dataclass(frozen=True, eq=False)
class Epoch:
    """Spikes emitted from a step on, until the next epoch begins.

    Attributes
    ----------
    steps
        One delay, or one per edge in dendrite order.
    first
        First step of emission (executed steps); None: from ever.
    longest_to_come
        Where edges with delays of their own come and go, these may have any up to this one.
    """

    steps: Steps
    first: int | None = None
    longest_to_come: int | None = None

    @cached_property
    def distinct(self) -> NDArray[np.int64]:
        """Different delays, ascending: their positions are their numbers."""
        if self.longest_to_come is not None and isinstance(self.steps, np.ndarray):
            return np.arange(1, self.longest_to_come + 1)
        if not isinstance(self.steps, np.ndarray):
            return np.array([self.steps], np.int64)
        found = np.unique(self.steps).astype(np.int64)
        return found if found.size else np.ones(1, np.int64)

    @property
    def is_per_edge(self) -> bool:
        """Whether edges have delays of their own."""
        return isinstance(self.steps, np.ndarray)

    @property
    def longest(self) -> int:
        """Longest delay."""
        return int(self.distinct[-1])

    def numbers(self) -> NDArray[np.int32]:
        """Return the position of each edge's delay in `distinct`."""
        return np.searchsorted(self.distinct, self.steps).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Delays:
    """All delays that matter now.

    Attributes
    ----------
    current
        What holds for rates, and for spikes from now on.
    earlier
        Epochs of which spikes may be in flight, the oldest first.
    """

    current: Epoch
    earlier: tuple[Epoch, ...] = ()

    @property
    def is_per_edge(self) -> bool:
        """Whether edges have delays of their own."""
        return self.current.is_per_edge

    @property
    def longest(self) -> int:
        """Longest delay that anything still has."""
        return max(epoch.longest for epoch in self.epochs)

    @property
    def epochs(self) -> tuple[Epoch, ...]:
        """All epochs, the oldest first."""
        return (*self.earlier, self.current)

    def succeeded_by(self, others: "Delays", elapsed: int) -> "Delays":
        """Return what holds when spikes of step `elapsed` and later have other delays."""
        now, then = self.current, others.current
        if np.array_equal(now.steps, then.steps) and now.longest == then.longest:
            return self
        ends = (*(epoch.first for epoch in self.epochs[1:]), elapsed)
        lasting = [
            (epoch, end)
            for epoch, end in zip(self.epochs, ends, strict=True)
            if end is not None and epoch.first != end
        ]
        # From the oldest on: one in the middle tells where the one before it ends.
        under_way = dropwhile(lambda each: each[1] - 1 + each[0].longest < elapsed, lasting)
        return Delays(replace(others.current, first=elapsed), tuple(e for e, _ in under_way))

    def settled(self) -> "Delays":
        """Return what holds when no spike is in flight."""
        return Delays(replace(self.current, first=None))


def first_epoch(spec: ProjectionSpec) -> Epoch:
    """Return the delays at load."""
    to_come = spec.new_delays.longest if spec.is_rewirable else None
    return Epoch(spec.delay_steps, longest_to_come=to_come)


@dataclass(frozen=True, slots=True, eq=False)
class RowOrder:
    """The order in which spikes find edges: by (pre rank, number of the delay, post rank)."""

    edges: EdgeList
    epoch: Epoch

    def places(self, posts: NDArray[Any] | None = None) -> NDArray[Any]:
        """Return the place of each edge of a dendrite; fill `posts` with post ranks, by place."""
        places: NDArray[Any] = np.empty(self.edges.n_edges, narrow_or_wide(self.edges.n_edges))
        self._lay(posts=posts, places=places)
        return places

    def fill(self, posts: NDArray[Any]) -> None:
        """Fill `posts` with post ranks, by place."""
        self._lay(posts=posts)

    def is_like(self, other: "RowOrder") -> bool:
        """Tell whether the same edges lie in the same order."""
        return np.array_equal(self.epoch.steps, other.epoch.steps) or not (
            isinstance(self.epoch.steps, np.ndarray) or isinstance(other.epoch.steps, np.ndarray)
        )

    def _lay(self, **results: Any) -> None:  # noqa: ANN401 - arrays
        order = None
        if isinstance(self.epoch.steps, np.ndarray):
            order = stable_order(self.epoch.numbers())
        edges = self.edges
        lay_rows(edges.row_ptr, edges.pre_ranks, edges.pre_ptr, order=order, **results)


def narrow_or_wide(n_places: int) -> np.dtype[Any]:
    """Return what the numbers of so many places are stored as."""
    return np.dtype(np.int32 if n_places <= np.iinfo(np.int32).max else np.int64)


def dtype_of_ranks(n_neurons: int) -> np.dtype[Any]:
    """Return what ranks are stored as where spikes read them: in as few bytes as they need."""
    is_narrow = n_neurons <= np.iinfo(np.uint16).max + 1
    return np.dtype(np.uint16 if is_narrow else np.int32)


def inverse(places: NDArray[Any]) -> NDArray[np.int64]:
    """Return which edge lies in each place."""
    edges = np.empty(len(places), np.int64)
    edges[places] = np.arange(len(places))
    return edges


def pieces_of_rows(edges: EdgeList, epoch: Epoch, order: NDArray[np.int64]) -> Pieces | None:
    """Say where in each row the edges of each delay lie; None where there is one delay.

    Parameters
    ----------
    order
        Which edge lies in each place of the rows.

    Returns
    -------
    tuple
        Which delays each row has (`n_words` words of bits), the number of pieces before each word,
        the first entry of each piece, `n_words`: as in ``core/rows.h``.
    """
    if len(epoch.distinct) == 1:
        return None
    n_words = -(-len(epoch.distinct) // WORD)
    bits = edges.pre_ranks[order].astype(np.int64) * (n_words * WORD) + epoch.numbers()[order]
    begin = np.flatnonzero(np.diff(bits, prepend=-1))
    words, places = np.divmod(bits[begin], WORD)
    firsts = np.flatnonzero(np.diff(words, prepend=-1))
    has = np.zeros(edges.n_pre * n_words, np.uint64)
    has[words[firsts]] = np.bitwise_or.reduceat(np.uint64(1) << places.astype(np.uint64), firsts)
    before = np.searchsorted(words, np.arange(len(has)))
    return has, before, np.append(begin, len(order)), n_words
