"""Connectivity that a user assembles dendrite by dendrite.

In: `LILConnectivity.add` calls in any order.
Out: an `EdgeList`.
Not here: calling the user's function (`patterns.from_function`).
"""

from collections.abc import Iterable
from dataclasses import field
from typing import SupportsIndex

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList, FloatArray, IntArray, sorted_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = ["LILConnectivity"]


@dataclass(slots=True)
class LILConnectivity:
    """A list of lists: for each post neuron its pre neurons, weights and delays.

    Parameters
    ----------
    dt
        Accepted for scripts that hand it over; delays are in ms and need no step.

    Examples
    --------
    >>> lil = LILConnectivity()
    >>> lil.add(1, [2, 0], [0.5, 0.1], [1.0])
    >>> lil.to_edges(n_pre=3, n_post=2).weights.tolist()
    [0.1, 0.5]
    """

    dt: float | None = None
    _post_ranks: list[IntArray] = field(default_factory=list, init=False, repr=False)
    _pre_ranks: list[IntArray] = field(default_factory=list, init=False, repr=False)
    _weights: list[FloatArray] = field(default_factory=list, init=False, repr=False)
    _delays_ms: list[FloatArray] = field(default_factory=list, init=False, repr=False)

    def add(
        self,
        post_rank: SupportsIndex,
        pre_ranks: Iterable[SupportsIndex],
        weights: float | Iterable[float],
        delays: float | Iterable[float] = 0.0,
    ) -> None:
        """Add synapses to one post neuron; a second call for it adds more.

        Parameters
        ----------
        post_rank
            Rank of the post neuron in the full population.
        pre_ranks
            Ranks of the pre neurons in the full population, in any order.
        weights
            One weight per synapse; one number, or a list of one, holds for all.
        delays
            Delays in ms, likewise.  Default: none.

        Raises
        ------
        ANNarchyException
            If a rank is no integer, a value no number, or the lengths do not fit.
        """
        ranks = _ranks("pre", pre_ranks)
        post_ranks = _ranks("post", [post_rank])
        n_edges = len(ranks)
        weight_column = _spread("weights", weights, n_edges)
        delay_column = _spread("delays", delays, n_edges)
        self._post_ranks.append(np.repeat(post_ranks, n_edges))
        self._pre_ranks.append(ranks)
        self._weights.append(weight_column)
        self._delays_ms.append(delay_column)

    @property
    def nb_synapses(self) -> int:
        """Number of synapses added so far."""
        return sum(map(len, self._pre_ranks))

    @property
    def size(self) -> int:
        """Number of post neurons with at least one synapse."""
        return len({int(ranks[0]) for ranks in self._post_ranks if len(ranks)})

    def validate(self) -> None:
        """Check all synapses added so far, sizes of populations aside.

        Raises
        ------
        ANNarchyException
            If a pair of neurons is connected twice, or a rank or a delay is negative.
        """
        n_pre, n_post = (
            max((int(ranks.max()) for ranks in parts if ranks.size), default=0) + 1
            for parts in (self._pre_ranks, self._post_ranks)
        )
        self.to_edges(n_pre=n_pre, n_post=n_post)

    def to_edges(self, n_pre: int, n_post: int) -> EdgeList:
        """Return the synapses as edges in dendrite order.

        Delays that are all equal count as one uniform delay.

        Parameters
        ----------
        n_pre, n_post
            Sizes of the full populations.

        Raises
        ------
        ANNarchyException
            If a rank is outside its population, a pair is connected twice, or a delay is negative.
        """
        delays_ms = _join(self._delays_ms, np.float64)
        return sorted_edges(
            n_pre,
            n_post,
            _join(self._pre_ranks, np.int32),
            _join(self._post_ranks, np.int32),
            _join(self._weights, np.float64),
            _uniform_or_column(delays_ms),
        )


def _ranks(end: str, values: Iterable[SupportsIndex]) -> IntArray:
    try:
        ranks = np.asarray(values if isinstance(values, np.ndarray) else list(values))
    except (TypeError, ValueError):
        raise ANNarchyException(f"{end} ranks are a list of integers, not {values!r}.") from None
    if ranks.size == 0:
        return np.empty(0, np.int32)
    if ranks.ndim != 1 or ranks.dtype.kind not in "iu" or ranks.max() > np.iinfo(np.int32).max:
        raise ANNarchyException(f"{end} ranks are a list of 32-bit integers, not {values!r}.")
    return ranks.astype(np.int32)


def _spread(name: str, values: float | Iterable[float], n_edges: int) -> FloatArray:
    try:
        given = list(values) if isinstance(values, Iterable) else [values]
        column = np.asarray(given, np.float64)
    except (TypeError, ValueError):
        column = np.array([np.nan])
    if np.isnan(column).any():
        raise ANNarchyException(f"{name} are numbers, not {values!r}.")
    if column.shape == (1,):
        return np.full(n_edges, column[0])
    if column.shape != (n_edges,):
        raise ANNarchyException(
            f"{n_edges} pre ranks need {n_edges} {name} or one, not {len(column)}."
        )
    return column


def _join(parts: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate([*parts, np.empty(0, dtype)])


def _uniform_or_column(delays_ms: FloatArray) -> float | FloatArray | None:
    if delays_ms.size and np.ptp(delays_ms) > 0:
        return delays_ms
    return float(delays_ms[0]) or None if delays_ms.size else None
