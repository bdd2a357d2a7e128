"""Values of edges that nobody keeps: drawn once more, always the same, whenever they are wanted.

In: a distribution, how many values, the generator of the network.
Out: `Drawn`, part by part or as a whole; the generator is left behind them, as if they were kept.
Not here: which values are worth keeping (`values`).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lightweight import dataclass

__all__ = ["PART", "Drawn"]

PART = 1 << 16
"""Values that are drawn at once: few enough to stay in the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Draws from a distribution.

    Parameters
    ----------
    distribution
        With a generator of its own, in the state in which it was before the first draw.
    size
        How many.
    """

    distribution: RandomDistribution
    size: int

    @classmethod
    def of(cls, distribution: RandomDistribution, size: int, rng: np.random.Generator) -> Self:
        """Return the next `size` draws, and let the generator pass them by."""
        made = cls(_from(distribution, distribution.rng or rng), size)
        for part in _parts(size):
            distribution.draw((part.stop - part.start,), rng)
        return made

    def parts(self) -> Iterator[tuple[slice, NDArray[np.float64]]]:
        """Yield places and values, in order."""
        again = _from(self.distribution, self.distribution.rng)
        for part in _parts(self.size):
            values = again.draw((part.stop - part.start,))
            yield part, values.astype(np.float64, copy=False)

    def values(self) -> NDArray[np.float64]:
        """Return all of them."""
        whole = np.empty(self.size)
        for part, values in self.parts():
            whole[part] = values
        return whole


def _from(distribution: RandomDistribution, rng: np.random.Generator | None) -> RandomDistribution:
    """Return the same distribution, drawn from a copy of a generator."""
    assert rng is not None
    copied = type(rng.bit_generator)(0)  # without a seed it would ask the machine for one
    copied.state = rng.bit_generator.state
    return replace(distribution, rng=np.random.Generator(copied), seed=-1)  # type: ignore[type-var] # all are dataclasses


def _parts(size: int) -> Iterator[slice]:
    return (slice(start, min(start + PART, size)) for start in range(0, size, PART))
