"""What happens in given steps, whatever the equations say: values that are played, spikes.

In: whole steps, counted from a start that the run loop keeps.
Out: `Playback` and `SpikeTrain`, data that no module is compiled for.
Not here: times in ms (`api.inputs`), carrying it out (the backends).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BEFORE", "Playback", "SpikeTrain", "Timetable", "described", "timetable_of"]

BEFORE = -1
"""Row of the time before the first onset: zeros."""


@dataclass(frozen=True, slots=True, eq=False)
class Playback:
    """Values of attributes, row by row.

    In each step, before its equations, the population's attributes become the row whose onset was
    the last; zeros before the first onset.  The last row stays.

    Attributes
    ----------
    onset_steps
        Step of each row, int64, ascending, not negative.
    rows
        For each attribute that is played: one number per row, shape ``(n_rows,)``, or one per row
        and neuron, shape ``(n_rows, size)``.  All have as many rows as there are onsets.
    period_steps
        The rows begin anew after so many steps, 0: never.  What was the last row by then stays
        until the first onset of the next period.
    """

    onset_steps: "NDArray[np.int64]"
    rows: "Mapping[str, NDArray[np.float64]]"
    period_steps: int = 0

    def row_at(self, step: int) -> int:
        """Return the row of a step, counted from the start, or `BEFORE`."""
        if step < 0 or not self.period_steps:
            return self._last_onset(step)
        n_periods, step = divmod(step, self.period_steps)
        row = self._last_onset(step)
        return self._last_onset(self.period_steps - 1) if row == BEFORE and n_periods else row

    def _last_onset(self, step: int) -> int:
        return int(np.searchsorted(self.onset_steps, step, side="right")) - 1


@dataclass(frozen=True, slots=True, eq=False)
class SpikeTrain:
    """Spikes that a population emits, in the place of those that its model would.

    Attributes
    ----------
    steps
        Step of each spike, int64, ascending, not negative.
    ranks
        Who spikes, int32; ascending within a step.
    """

    steps: "NDArray[np.int64]"
    ranks: "NDArray[np.int32]"

    def due(self, step: int) -> "NDArray[np.int32]":
        """Return who spikes in a step, counted from the start."""
        first, last = np.searchsorted(self.steps, (step, step + 1))
        return self.ranks[first:last]


Timetable: TypeAlias = Playback | SpikeTrain


def described(timetable: Timetable) -> dict[str, Any]:
    """Return a timetable as a plain mapping of numbers and arrays."""
    if isinstance(timetable, SpikeTrain):
        return {"steps": timetable.steps, "ranks": timetable.ranks}
    return {
        "onset_steps": timetable.onset_steps,
        "rows": dict(timetable.rows),
        "period_steps": timetable.period_steps,
    }


def timetable_of(mapping: Mapping[str, Any]) -> Timetable:
    """Return the timetable that `described` has described."""
    if "ranks" in mapping:
        return SpikeTrain(np.asarray(mapping["steps"]), np.asarray(mapping["ranks"]))
    rows = {name: np.asarray(values) for name, values in mapping["rows"].items()}
    return Playback(np.asarray(mapping["onset_steps"]), rows, int(mapping["period_steps"]))
