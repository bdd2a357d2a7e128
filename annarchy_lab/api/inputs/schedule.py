"""When the rows of a table begin, as users say it: a spacing or onsets in ms, and a period.

In: ``schedule`` and ``period`` of inputs.
Out: `Schedule`, checked; the same in whole steps, once ``dt`` is known.
Not here: the tables.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NO_PERIOD", "NO_SPACING", "Schedule", "numbers", "schedule_of", "to_steps"]

NO_PERIOD = -1.0
"""What ``period`` is where nothing comes again."""
MOST_STEPS = 2.0**53
NO_SPACING = 0.0
"""What ``schedule`` is where each step has a row of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Onsets of rows.

    Attributes
    ----------
    label
        Whose it is, for messages.
    onsets_ms
        Onset of each row, ascending, shape ``(n,)``; or one number, the time between two rows
        (0: one step).
    period_ms
        After which the first row comes again; `NO_PERIOD`: never.
    """

    label: str
    onsets_ms: "NDArray[np.float64]"
    period_ms: float = NO_PERIOD

    def check(self, n_rows: int) -> None:
        """Refuse what does not fit a table, whatever ``dt`` will be.

        Raises
        ------
        ANNarchyException
            If there are more onsets than rows, or the period ends before the last onset.
        """
        n_onsets = self.onsets_ms.size if self.onsets_ms.ndim else n_rows
        if n_onsets > n_rows:
            rows = "is 1 row" if n_rows == 1 else f"are {n_rows} rows"
            raise ANNarchyException(
                f"{self.label}: the schedule has {n_onsets} onsets, but there {rows} of rates."
            )
        spacing = self.onsets_ms if not self.onsets_ms.ndim else np.float64(0.0)
        last = self.onsets_ms[-1] if self.onsets_ms.ndim else max(n_rows - 1, 0) * spacing
        if self.period_ms != NO_PERIOD and self.period_ms < last * (1.0 - 1e-9):
            self._refuse_period(float(last))

    def onset_steps(self, n_rows: int, dt_ms: float) -> "NDArray[np.int64]":
        """Return the step at which each row begins; rows without an onset are never shown.

        Raises
        ------
        ANNarchyException
            If two of them fall into one step.
        """
        if self.onsets_ms.ndim:
            steps = to_steps(self.onsets_ms, dt_ms)
        else:
            spacing = self.onsets_ms if self.onsets_ms != NO_SPACING else np.float64(dt_ms)
            steps = to_steps(np.arange(n_rows) * spacing, dt_ms)
        if np.any(np.diff(steps) == 0):
            raise ANNarchyException(
                f"{self.label}: two rows of the schedule begin in one step of {dt_ms} ms."
            )
        return steps

    def period_steps(self, onset_steps: "NDArray[np.int64]", dt_ms: float) -> int:
        """Return the period, 0 where there is none.

        Raises
        ------
        ANNarchyException
            If it is shorter than the last onset, or than a step.
        """
        if self.period_ms == NO_PERIOD:
            return 0
        n_steps = int(to_steps(np.asarray(self.period_ms), dt_ms))
        last = int(onset_steps[-1]) if len(onset_steps) else 0
        if n_steps < max(1, last):
            self._refuse_period(max(1, last) * dt_ms)
        return n_steps

    def _refuse_period(self, least_ms: float) -> None:
        raise ANNarchyException(
            f"{self.label}: a period of {self.period_ms:g} ms is too short: it lasts one step and "
            f"until the last row begins at least, {least_ms:g} ms."
        )


def schedule_of(label: str, schedule: object, period: object) -> Schedule:
    """Return a schedule as users give it, checked as far as possible without ``dt``.

    Raises
    ------
    ANNarchyException
        If a time is no number or negative, or onsets do not ascend.
    """
    onsets = numbers(f"{label}: a schedule", schedule)
    if onsets.ndim > 1 or (onsets.ndim and not onsets.size):
        raise ANNarchyException(f"{label}: a schedule is one number or a list of times in ms.")
    if np.any(onsets < 0):
        raise ANNarchyException(f"{label}: a time of a schedule cannot be negative.")
    if onsets.ndim and np.any(np.diff(onsets) <= 0):
        raise ANNarchyException(f"{label}: the times of a schedule must ascend.")
    return Schedule(label, onsets, _period_of(label, period))


def to_steps(times_ms: "NDArray[np.float64]", dt_ms: float) -> "NDArray[np.int64]":
    """Return times as the nearest whole steps, half to even: 0.3 ms are 3 steps of 0.1 ms.

    Raises
    ------
    ANNarchyException
        If there are too many steps until then to count them.
    """
    steps = np.rint(times_ms / dt_ms)
    if np.any(steps > MOST_STEPS):
        raise ANNarchyException(f"{np.max(times_ms):g} ms are too many steps of {dt_ms} ms.")
    return steps.astype(np.int64)


def numbers(label: str, given: object) -> "NDArray[np.float64]":
    """Return what a user gave as an array of its own, which nobody changes.

    Raises
    ------
    ANNarchyException
        If it is not made of finite numbers, or lists differ in length.
    """
    try:
        array: NDArray[Any] = np.array(given, np.float64)
    except (TypeError, ValueError):
        raise ANNarchyException(f"{label} consists of numbers, in lists of equal length.") from None
    if not np.isfinite(array).all():
        raise ANNarchyException(f"{label} consists of finite numbers: NaN and infinity are none.")
    array.flags.writeable = False
    return array


def _period_of(label: str, period: object) -> float:
    if period is None:
        return NO_PERIOD
    value = numbers(f"{label}: a period", period)
    if value.ndim or (value <= 0 and value != NO_PERIOD):
        raise ANNarchyException(f"{label}: a period is a positive number of ms, or -1 for none.")
    return float(value)
