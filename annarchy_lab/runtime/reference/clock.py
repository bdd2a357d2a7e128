"""The counters of steps that a network has.

In: the length of a step, the seed.
Out: `Clock`, which the simulator advances and everything else only reads.
Not here: wall time.
"""

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["Clock"]


@dataclass(slots=True)
class Clock:
    """Time as equations, events and random numbers count it.

    Attributes
    ----------
    step
        Number of the step that is computed next; users may set it.
    elapsed
        Steps executed since load or reset: the clock of spikes and of event-driven variables.
    rng_step
        Steps executed since the seed was set: the clock of random numbers.
    """

    dt_ms: float
    seed: int
    step: int = 0
    elapsed: int = 0
    rng_step: int = 0

    @property
    def t_ms(self) -> float:
        """Time of the step, in ms."""
        return self.step * self.dt_ms

    def since(self, steps: NDArray[np.int64], lag: int = 0) -> NDArray[np.float64]:
        """Return the time in ms from the steps in `steps` to `lag` steps ago; never negative."""
        return np.maximum(self.elapsed - lag - steps, 0) * self.dt_ms

    def time_of(self, steps: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the time in ms at which the steps in `steps` were executed."""
        return self.t_ms - self.since(steps)

    def settles(self, dt_ms: float) -> bool:
        """Return whether what runs every `dt_ms` makes 0 of tiny numbers now: one run in 64."""
        return self.step % 64 * self.dt_ms < dt_ms

    def advance(self) -> None:
        """Note that a step was executed."""
        self.step += 1
        self.elapsed += 1
        self.rng_step += 1

    def rewind(self, *, reseed: bool) -> None:
        """Go back to time 0; random numbers go back only with `reseed`."""
        self.step = self.elapsed = 0
        if reseed:
            self.rng_step = 0
