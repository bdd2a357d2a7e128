"""Mean firing rates: how often each neuron spiked in the last steps.

In: the spikes of each step, the length of the window.
Out: rates in Hz, one per neuron.
Not here: when they are formed.
"""

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rates"]


class Rates:
    """The spikes of a window.

    Parameters
    ----------
    size
        Neurons.
    n_steps
        Length of the window; may be changed, but what has left it does not come back.
    """

    def __init__(self, size: int, n_steps: int) -> None:
        self.n_steps = n_steps
        self._counts = np.zeros(size, np.int32)
        self._spikes: deque[tuple[int, NDArray[np.int32]]] = deque()

    def advance(self, step: int, ranks: NDArray[np.int32]) -> None:
        """Take in the spikes of `step` and let those go that are `n_steps` old."""
        while self._spikes and self._spikes[0][0] <= step - self.n_steps:
            self._counts[self._spikes.popleft()[1]] -= 1
        if ranks.size:
            self._spikes.append((step, ranks))
            self._counts[ranks] += 1

    def hz(self, dt_ms: float, real: np.dtype[Any]) -> NDArray[Any]:
        """Return the rates as `real`."""
        rates: NDArray[Any] = self._counts.astype(real)
        rates *= real.type(1000.0 / (self.n_steps * dt_ms))
        return rates

    @property
    def spikes(self) -> "tuple[NDArray[np.int64], NDArray[np.int32]]":
        """Steps and ranks of the spikes that are counted."""
        steps = [np.full(len(ranks), step) for step, ranks in self._spikes]
        ranks = [ranks for _, ranks in self._spikes]
        return (
            np.concatenate([*steps, np.empty(0, np.int64)]),
            np.concatenate([*ranks, np.empty(0, np.int32)]),
        )

    def restore(self, steps: NDArray[np.int64], ranks: NDArray[np.int32]) -> None:
        """Count these spikes, which ascend by step, and no others."""
        self.forget()
        for step in np.unique(steps).tolist():
            some = ranks[steps == step]
            self._spikes.append((step, some))
            self._counts[some] += 1

    def forget(self) -> None:
        """Begin anew."""
        self._counts[...] = 0
        self._spikes.clear()
