"""What is laid on top of a population for given steps: a pulse of a current, noise, spikes.

In: executed steps, ranks, values.
Out: `Stimulus`, data that no module is compiled for.
Not here: times in ms (`api.stimuli`), carrying it out (the backends).

A stimulus is added before the equations of a step.  To a parameter it is added for the length of
the step: afterwards the parameter is bit for bit what it was, so nothing has to be set back when
the stimulus ends, and whoever sets the parameter meanwhile sets what lies beneath.  To a
conductance, a weighted sum or a variable it is added once per step, as a spike that arrives would
be, and what becomes of it is up to the equations.  Without an attribute the neurons spike, besides
those that would anyway, and are not reset.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SPIKES", "Stimulus", "described", "stimulus_of"]

SPIKES = ""
"""The attribute of a stimulus that makes neurons spike."""


@dataclass(frozen=True, slots=True, eq=False)
class Stimulus:
    """One stimulus of one population.

    Attributes
    ----------
    number
        By which it can be ended.
    attribute
        What it is added to; `SPIKES` for none.
    ranks
        Whom it reaches, int64, ascending.
    values
        What is added, shape ``(n_rows,)`` or ``(n_rows, len(ranks))``: one row per step that it
        acts, beginning anew after the last.
    first
        The executed step in which it begins.
    n_steps
        How many steps it acts.
    period_steps
        After how many steps it begins once more; 0: never.
    n_times
        How often it begins, where it has a period; 0: without end.
    """

    number: int
    attribute: str
    ranks: "NDArray[np.int64]"
    values: "NDArray[np.float64]"
    first: int
    n_steps: int
    period_steps: int = 0
    n_times: int = 0

    def row_at(self, elapsed: int) -> int:
        """Return the row of a step, -1 where it does not act."""
        nth, step = 0, elapsed - self.first
        if step >= 0 and self.period_steps:
            nth, step = divmod(step, self.period_steps)
        is_over = self.n_times > 0 and nth >= self.n_times
        if step < 0 or step >= self.n_steps or is_over:
            return -1
        return (nth * self.n_steps + step) % len(self.values)

    def is_over(self, elapsed: int) -> bool:
        """Tell whether it acts neither in this step nor later."""
        if not self.period_steps:
            return elapsed >= self.first + self.n_steps
        last = self.first + (self.n_times - 1) * self.period_steps + self.n_steps
        return self.n_times > 0 and elapsed >= last

    def from_step(self, elapsed: int) -> "Stimulus":
        """Return the same, `first` being counted from `elapsed` no more."""
        return replace(self, first=self.first + elapsed)


def described(stimulus: Stimulus) -> dict[str, Any]:
    """Return a stimulus as a plain mapping of numbers and arrays, without its attribute."""
    return {
        "id": stimulus.number,
        "ranks": stimulus.ranks,
        "values": stimulus.values,
        "first": stimulus.first,
        "n_steps": stimulus.n_steps,
        "period_steps": stimulus.period_steps,
        "n_times": stimulus.n_times,
    }


def stimulus_of(attribute: str, mapping: Mapping[str, Any]) -> Stimulus:
    """Return the stimulus that `described` has described."""
    return Stimulus(
        int(mapping["id"]),
        attribute,
        np.asarray(mapping["ranks"], np.int64),
        np.asarray(mapping["values"], np.float64),
        *(int(mapping[key]) for key in ("first", "n_steps", "period_steps", "n_times")),
    )
