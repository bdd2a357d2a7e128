"""Where the time of a step goes.

In: seconds by part, as a backend has measured them.
Out: `StepTimes`, and how two of them are added up.
Not here: how a user sees them (`api.step_report`).
"""

from collections.abc import Mapping
from dataclasses import field

from annarchy_lab.lightweight import dataclass

__all__ = ["StepTimes"]


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Wall time of the steps so far, by part.

    Attributes
    ----------
    seconds
        Of all steps together, by what a part does and of which object, in the order of a step.
    n_steps
        How many they were.
    n_measured
        How many of these were measured; each stands for some others.
    n_steps_with
        How many steps were taken by 0, 1, 2, ... threads; empty where nobody counts.
    """

    seconds: Mapping[str, float] = field(default_factory=dict)
    n_steps: int = 0
    n_measured: int = 0
    n_steps_with: tuple[int, ...] = ()

    def __add__(self, later: "StepTimes") -> "StepTimes":
        """Return those of both times together; the order is that of the later one."""
        names = [*later.seconds, *(self.seconds.keys() - later.seconds.keys())]
        return StepTimes(
            {name: self.seconds.get(name, 0.0) + later.seconds.get(name, 0.0) for name in names},
            self.n_steps + later.n_steps,
            self.n_measured + later.n_measured,
            later.n_steps_with,
        )
