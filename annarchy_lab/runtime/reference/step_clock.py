"""Where the time of a step of the reference goes, by stage.

In: the ends of stages.  Out: `StepClock`, which adds up.
Not here: single objects (this backend is for exactness; the compiled ones tell them apart).
"""

import time

from annarchy_lab.runtime.step_times import StepTimes

__all__ = ["StepClock"]


class StepClock:
    """Adds up the time of the stages of all steps."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._n_steps = 0
        self._last = 0.0

    def begin(self) -> None:
        """A step begins."""
        self._last = time.perf_counter()
        self._n_steps += 1

    def end(self, stage: str) -> None:
        """A stage ends, and the next one begins."""
        now = time.perf_counter()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now

    @property
    def times(self) -> StepTimes:
        """What was measured so far."""
        return StepTimes(dict(self._seconds), self._n_steps, self._n_steps)
