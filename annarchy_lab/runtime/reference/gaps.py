"""Spikes at random, drawn as the gaps between them (docs/exactness.md, section 2).

In: rates in Hz, the clock.
Out: who spikes in this step, were nobody refractory.
Not here: refractoriness, and what spikes do.
"""

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.runtime import _bridge
from annarchy_lab.runtime.reference.arithmetic import Array
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.streams import gap_stream

__all__ = ["Gaps"]

BLOCK = 1024


class Gaps:
    """The random spikes of one population.

    Parameters
    ----------
    object_name
        Name of the population, on which its stream depends.

    Attributes
    ----------
    rates
        Name of its parameter with the rates.
    """

    def __init__(self, object_name: str, rates: str, clock: Clock) -> None:
        self.rates = rates
        self._stream = gap_stream(object_name, rates)
        self._clock = clock

    def ranks(self, rates_hz: Array) -> NDArray[np.int64]:
        """Return who spikes, ascending, at rates of shape ``(size,)``."""
        p = rates_hz.astype(np.float64) * self._clock.dt_ms / 1000.0
        p = np.where(p > 1.0, 1.0, p)
        blocks = [p[first : first + BLOCK] for first in range(0, p.size, BLOCK)]
        found = [n * BLOCK + self._in_block(n, block) for n, block in enumerate(blocks)]
        return np.concatenate([np.empty(0, np.int64), *found])

    def _in_block(self, n: int, p: Array) -> NDArray[np.int64]:
        """Return the positions of the spikes in block `n`, whose probabilities are `p`."""
        p_max = np.max(p, initial=0.0, where=p > 0.0)
        if not p_max:
            return np.empty(0, np.int64)
        clock = self._clock
        u = _bridge.uniform_draws(clock.seed, self._stream, n, 0, 2 * p.size, clock.rng_step)
        log_none = _bridge.map_unary("log1p", np.array([-p_max]))
        gaps = np.floor(_bridge.map_unary("log", u[0::2]) / log_none)
        positions = np.cumsum(np.minimum(gaps, BLOCK).astype(np.int64) + 1) - 1
        is_inside = positions < p.size
        candidates = positions[is_inside]
        is_kept: NDArray[np.bool_] = u[1::2][is_inside] < p[candidates] / p_max
        return candidates[is_kept]
