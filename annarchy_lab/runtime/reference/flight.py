"""Spikes under way from one population to the synapses of one projection.

In: who spiked in each step, and the delays by which these spikes arrive.
Out: `EdgeDelays`, `InFlight`: the spikes that arrive somewhere in a step.
Not here: what they do there.

When a spike arrives at a synapse is settled in the step that emits it.  Where synapses come and go,
it meets those that there are when it arrives.
"""

from collections.abc import Callable, Iterator
from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["EdgeDelays", "InFlight", "Spikes"]

Ranks = NDArray[np.int64]


@dataclass(eq=False, slots=True)
class EdgeDelays:
    """The delays that spikes of some steps have.

    Attributes
    ----------
    steps
        One for all edges, shape ``()``, or one per edge; edges that come and go take theirs along.
    longest
        No spike is waited for longer.
    """

    steps: Ranks
    longest: int
    _distinct: frozenset[int] | None = field(default=None, init=False)

    @property
    def is_per_edge(self) -> bool:
        """Whether edges have delays of their own."""
        return self.steps.ndim > 0

    @property
    def distinct(self) -> frozenset[int]:
        """Delays that there are."""
        if self._distinct is None:
            self._distinct = frozenset(np.unique(self.steps).tolist())
        return self._distinct

    def rearrange(self, change: Callable[[Ranks], Ranks]) -> None:
        """Let `change` say which delays the edges have that there are now."""
        if self.is_per_edge:
            self.steps, self._distinct = change(self.steps), None


@dataclass(frozen=True, slots=True)
class Spikes:
    """Spikes of one step: the step, the ranks that emitted them, their delays."""

    emitted: int
    ranks: Ranks
    delays: EdgeDelays

    def reached(self, edges: Ranks, elapsed: int) -> Ranks:
        """Return which of the edges they reach in step `elapsed`."""
        if not self.delays.is_per_edge:
            return edges
        reached: Ranks = edges[self.delays.steps[edges] == elapsed - self.emitted]
        return reached


class InFlight:
    """Spikes that may still arrive, the oldest first."""

    def __init__(self) -> None:
        self._spikes: list[Spikes] = []

    def __iter__(self) -> Iterator[Spikes]:
        """Yield the spikes of each step that had some."""
        return iter(self._spikes)

    def send(self, emitted: int, ranks: NDArray[np.int32], delays: EdgeDelays) -> None:
        """Put the spikes of a step on their way."""
        if ranks.size:
            self._spikes.append(Spikes(emitted, ranks.astype(np.int64), delays))

    def arriving(self, elapsed: int) -> list[Spikes]:
        """Return the spikes that arrive at some edge in step `elapsed`; forget what never will."""
        self._spikes = [s for s in self._spikes if elapsed - s.emitted <= s.delays.longest]
        return [s for s in self._spikes if elapsed - s.emitted in s.delays.distinct]

    def restore(self, spikes: list[Spikes]) -> None:
        """Let these spikes be under way, the oldest first, and no others."""
        self._spikes = spikes

    def clear(self) -> None:
        """Let no spike arrive that is under way."""
        self._spikes.clear()
