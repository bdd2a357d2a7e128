"""What inputs with a table of rates have in common: a schedule, and how it is changed.

In: a table of rates, when its rows begin.
Out: `TimedInput`, a population whose attributes are played by the run loop.
Not here: what the rows are (one file per class), carrying it out (the backends).
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from annarchy_lab.api.inputs.schedule import NO_PERIOD, Schedule, schedule_of
from annarchy_lab.api.population import Population
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Playback

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annarchy_lab.api.changes import Change

__all__ = ["TimedInput"]


class TimedInput(Population):
    """A population whose attributes follow a schedule."""

    PLAYED: ClassVar[tuple[str, ...]]
    """The attributes that the run loop sets."""

    _schedule: Schedule

    @abstractmethod
    def _rows(self, n_rows: int) -> "Mapping[str, NDArray[np.float64]] | None":
        """Return the first rows of each attribute that is played; None: nothing is, so far."""

    @property
    @abstractmethod
    def _n_rows(self) -> int:
        """How many rows there are."""

    # What users see

    @property
    def schedule(self) -> list[float]:
        """Onset of each row in ms; set as in the constructor, without a restart."""
        onsets = self._schedule.onset_steps(self._n_rows, self._network.dt)
        return [float(step * self._network.dt) for step in onsets]

    @schedule.setter
    def schedule(self, value: object) -> None:
        self._follow({"_schedule": schedule_of(self._name, value, self.period)}, restarts=False)

    @property
    def period(self) -> float:
        """Period in ms, -1 for none; set without a restart."""
        return self._schedule.period_ms

    @period.setter
    def period(self, value: object) -> None:
        schedule = schedule_of(self._name, self._schedule.onsets_ms, value)
        self._follow({"_schedule": schedule}, restarts=False)

    def reset(self, attributes: Sequence[str] | None = None) -> None:
        """Set attributes back to their values at the start, and begin the schedule anew.

        Its times are relative to the current time from now on.

        Parameters
        ----------
        attributes
            Their names.  Default: all.
        """
        with self._network._steady():
            super().reset(attributes)
            self._restart()

    def set(self, values: Mapping[str, object]) -> None:
        """Set several attributes at once; see `Population.set`."""
        for name in values:
            self._refuse_played(name)
        super().set(values)

    # Below: for the other files of this room

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__dict__.get("_attributes", ()):
            self._refuse_played(name)
        super().__setattr__(name, value)

    def _change(
        self, name: str, value: object, indices: "NDArray[np.int64] | None" = None
    ) -> "Change":
        if indices is not None:
            self._refuse_played(name)
        return super()._change(name, value, indices)

    def _refuse_played(self, name: str) -> None:
        if name in self.PLAYED and self._n_rows:
            raise ANNarchyException(
                f"{name} of {self._name} follows its schedule and cannot be set: use update()."
            )

    def _timetable(self) -> Playback | None:
        steps = self._schedule.onset_steps(self._n_rows, self._network.dt)
        rows = self._rows(len(steps))
        if rows is None:
            return None
        return Playback(steps, rows, self._schedule.period_steps(steps, self._network.dt))

    def _rescheduled(self, schedule: object, period: object) -> Schedule:
        """Return the schedule with what is given replaced."""
        onsets = self._schedule.onsets_ms if schedule is None else schedule
        return schedule_of(self._name, onsets, self.period if period is None else period)

    def _follow(self, changes: Mapping[str, Any], *, restarts: bool) -> None:
        """Replace what the timetable is made of; nothing changes if it is refused.

        In a compiled network it holds from the next step on.
        """
        before = {name: getattr(self, name) for name in changes}
        vars(self).update(changes)
        try:
            self._schedule.check(self._n_rows)
            timetable = self._timetable() if self._network.compiled else None
            if timetable is not None:
                self._announce(timetable, restarts=restarts)
        except ANNarchyException:
            vars(self).update(before)
            raise
        vars(self).update(changes)  # more than can be told from the timetable itself

    def _announce(self, timetable: Playback, *, restarts: bool) -> None:
        with self._network._steady():
            self._network.set_timetable(self._name, timetable)
            if restarts:
                self._restart()

    def _restart(self) -> None:
        if self._network.compiled:
            self._network.set_control(self._name, "restart", ())

    def _schedule_from(self, playback: Playback) -> Schedule:
        """Return the schedule of a timetable that somebody else has set."""
        dt = self._network.dt
        n_steps = playback.period_steps
        period = n_steps * dt if n_steps else NO_PERIOD
        return Schedule(self._name, (playback.onset_steps * dt).astype(np.float64), period)
