"""Rates that a projection decodes from spikes: sums over those of the last steps.

In: the edges that each arriving spike reaches, step by step.
Out: what every post-synaptic neuron receives, in Hz times weight.
Not here: which spikes arrive when.
"""

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Decoder"]

Edges = NDArray[np.int64]


class Decoder:
    """The spikes of a window, and the sum of the weights that they came through.

    Sums are formed in double, one weight after the other: those of the spikes that leave the window
    are taken away, then those of the arriving ones are added.

    Parameters
    ----------
    n_steps
        Length of the window.
    row_ptr
        Position of each post neuron's first edge, shape ``(n_post + 1,)``.
    """

    def __init__(self, n_steps: int, row_ptr: NDArray[np.int64]) -> None:
        self.n_steps = n_steps
        n_edges = np.diff(row_ptr)
        self.posts = np.flatnonzero(n_edges)
        self._n_edges = n_edges[self.posts]
        self._post_of = np.repeat(np.arange(len(n_edges)), n_edges)
        self._sums = np.zeros(len(n_edges))
        self._counts = np.zeros(len(n_edges), np.int64)
        self._spikes: deque[tuple[int, Edges]] = deque()
        self._is_stale = False

    def advance(self, step: int, arriving: list[Edges], weights: NDArray[Any]) -> None:
        """Let the spikes go that are as old as the window, then take in those of `step`.

        Parameters
        ----------
        arriving
            For each spike the edges that it reaches, in the order of emission and rank.
        weights
            Of all edges, or one.
        """
        spread = np.broadcast_to(weights, self._post_of.shape).astype(np.float64)
        if self._is_stale:
            self._form_anew(step, spread)
        while self._spikes and self._spikes[0][0] <= step - self.n_steps:
            self._take_away(self._spikes.popleft()[1], spread)
        for edges in arriving:
            self._spikes.append((step, edges))
            self._add(edges, spread)

    def rates(self, dt_ms: float, real: np.dtype[Any]) -> NDArray[Any]:
        """Return what the neurons `posts` receive, as `real`."""
        hz = 1000.0 / (self.n_steps * dt_ms)
        rates: NDArray[Any] = (self._sums[self.posts] * hz / self._n_edges).astype(real)
        return rates

    @property
    def is_stale(self) -> bool:
        """Whether sums are to be formed anew."""
        return self._is_stale

    @property
    def arrived(self) -> "list[tuple[int, Edges]]":
        """The spikes of the window: when they arrived, and the edges that they reached."""
        return list(self._spikes)

    @property
    def sums(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Sum of weights of each post neuron, and number of its spikes."""
        return self._sums.copy(), self._counts.copy()

    def restore(
        self,
        arrived: "list[tuple[int, Edges]]",
        sums: NDArray[np.float64],
        counts: NDArray[np.int64],
        *,
        is_stale: bool,
    ) -> None:
        """Go back to what `arrived`, `sums` and `is_stale` said."""
        self._spikes = deque(arrived)
        self._sums[...], self._counts[...] = sums, counts
        self._is_stale = is_stale

    def form_anew(self) -> None:
        """Note that weights have changed: sums start from the spikes of the window."""
        self._is_stale = True

    def forget(self) -> None:
        """Begin anew."""
        self._spikes.clear()
        self._sums[...] = 0.0
        self._counts[...] = 0
        self._is_stale = False

    def _form_anew(self, step: int, weights: NDArray[np.float64]) -> None:
        kept = [spike for spike in self._spikes if spike[0] > step - self.n_steps]
        self.forget()
        self._spikes.extend(kept)
        for _, edges in kept:
            self._add(edges, weights)

    def _add(self, edges: Edges, weights: NDArray[np.float64]) -> None:
        posts = self._post_of[edges]
        np.add.at(self._sums, posts, weights[edges])
        np.add.at(self._counts, posts, 1)

    def _take_away(self, edges: Edges, weights: NDArray[np.float64]) -> None:
        posts = self._post_of[edges]
        np.subtract.at(self._sums, posts, weights[edges])
        np.subtract.at(self._counts, posts, 1)
        self._sums[posts[self._counts[posts] == 0]] = 0.0
