"""Timetables in the core's memory.

In: a `Timetable`.
Out: its arrays, once, in the dtypes of the core, and the start they are counted from.
Not here: the phases that read them (`phases.timetables`).
"""

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from annarchy_lab.ir.timetable import Playback, SpikeTrain, Timetable
from annarchy_lab.runtime.cpu.arrays import Array, allocate, converted

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Followed", "Played", "TimetableStore", "Train", "followed"]


class Played:
    """The rows of a `Playback`.

    Attributes
    ----------
    onsets
        Step of each row.
    rows
        For each attribute all rows, one after the other.
    single
        Attributes whose rows are one number for all neurons.
    """

    def __init__(self, playback: Playback, real: np.dtype[Any]) -> None:
        onsets = playback.onset_steps
        self.onsets = allocate(onsets, np.dtype(np.int64), len(onsets))
        self.period_steps = playback.period_steps
        self.rows: Mapping[str, Array] = {
            name: allocate(converted(values, real).ravel(), real, values.size)
            for name, values in playback.rows.items()
        }
        self.single = frozenset(name for name, rows in playback.rows.items() if rows.ndim == 1)

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.onsets.values)


class Train:
    """The spikes of a `SpikeTrain`."""

    def __init__(self, train: SpikeTrain) -> None:
        n_spikes = len(train.steps)
        self.steps = allocate(train.steps, np.dtype(np.int64), n_spikes)
        self.ranks = allocate(train.ranks, np.dtype(np.int32), n_spikes)


Followed: TypeAlias = Played | Train


def followed(timetable: Timetable, real: np.dtype[Any]) -> Followed:
    """Return a timetable in the memory of the core."""
    return Train(timetable) if isinstance(timetable, SpikeTrain) else Played(timetable, real)


class TimetableStore:
    """What a population does in given steps.

    Attributes
    ----------
    start
        The step from which they are counted: one element, read in every step.
    source
        The timetable that is followed; None: none is.
    current
        The same in the memory of the core.
    """

    def __init__(self, timetable: Timetable | None, real: np.dtype[Any]) -> None:
        self.start = allocate(0, np.dtype(np.int64), 1)
        self.source: Timetable | None = None
        self.current: Followed | None = None
        if timetable is not None:
            self.follow(timetable, followed(timetable, real))

    def follow(self, timetable: Timetable, current: Followed) -> None:
        """Do what another timetable says; `current` is that in the memory of the core."""
        self.source, self.current = timetable, current

    def restart(self, step: int) -> None:
        """Count from `step`."""
        self.start.values[0] = step
