"""The recent past of one recorder, kept for views that come late.

In: `Recording` values as a tap collects them.
Out: everything between two steps, as one stretch.
Not here: who records, what is made of the data.

Data outside the kept span, or beyond the bound on items, is forgotten: a view is a guest.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.runtime.backend import Recording

__all__ = ["Ring", "Stretch"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened in the steps ``start <= step < stop``.

    Attributes
    ----------
    steps
        Step of each item, ascending, shape ``(n,)``.
    data
        The items, shape ``(n, ...)``.
    n_dropped
        Items of this span that are missing.
    """

    start: int
    stop: int
    steps: NDArray[np.int64]
    data: NDArray[Any]
    n_dropped: int = 0

    def part(self, start: int, stop: int) -> "Stretch":
        """Return what of it lies in ``start <= step < stop``."""
        if start <= self.start and self.stop <= stop:
            return self
        first, last = np.searchsorted(self.steps, (start, stop))
        is_head = start <= self.start  # what is missing is missing at the front
        return Stretch(
            max(start, self.start),
            min(stop, self.stop),
            self.steps[first:last],
            self.data[first:last],
            self.n_dropped if is_head else 0,
        )


class Ring:
    """The last `kept_steps` steps of a recorder, at most `max_items` items of them.

    Parameters
    ----------
    kept_steps
        Length of the span that is kept.
    max_items
        Bound on memory; the oldest go first.
    """

    def __init__(self, kept_steps: int, max_items: int = 2_000_000) -> None:
        self._kept_steps = kept_steps
        self._max_items = max_items
        self._parts: deque[Stretch] = deque()
        self._n_items = 0
        self._stop = -1

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever added, or time has jumped since."""
        return self._stop < 0

    @property
    def start(self) -> int:
        """First step that is kept."""
        return self._parts[0].start if self._parts else max(self._stop, 0)

    @property
    def stop(self) -> int:
        """The step behind the last one that is kept."""
        return max(self._stop, 0)

    def add(self, recording: Recording) -> bool:
        """Append what was recorded; return whether time had jumped and all before is forgotten."""
        if not recording.intervals:
            return False
        has_jumped = len(recording.intervals) > 1 or (
            not self.is_empty and recording.intervals[-1][0] != self._stop
        )
        start, stop = recording.intervals[-1]
        if has_jumped:
            self.clear()
        self._append(_stretch(recording, start, stop))
        return has_jumped

    def clear(self) -> None:
        """Forget everything."""
        self._parts.clear()
        self._n_items = 0
        self._stop = -1

    def between(self, start: int, stop: int) -> Stretch:
        """Return what is kept of ``start <= step < stop``, as one stretch."""
        parts = [p.part(start, stop) for p in self._parts if p.stop > start and p.start < stop]
        if not parts:
            return Stretch(start, max(start, min(stop, self.stop)), _NO_STEPS, _NO_STEPS)
        return Stretch(
            parts[0].start,
            parts[-1].stop,
            np.concatenate([part.steps for part in parts]),
            np.concatenate([part.data for part in parts]),
            sum(part.n_dropped for part in parts),
        )

    def _append(self, part: Stretch) -> None:
        self._stop = part.stop
        if part.start == part.stop:
            return
        self._parts.append(part)
        self._n_items += len(part.steps)
        oldest = self._stop - self._kept_steps
        while self._parts[0].stop <= oldest or (
            self._n_items > self._max_items and len(self._parts) > 1
        ):
            self._n_items -= len(self._parts.popleft().steps)


_NO_STEPS = np.empty(0, np.int64)


def _stretch(recording: Recording, start: int, stop: int) -> Stretch:
    """Return the last interval of a recording; items of earlier ones belong to another time."""
    steps, data = recording.steps, recording.data
    if len(recording.intervals) > 1:
        first = _first_of_last_run(steps, start)
        steps, data = steps[first:], data[first:]
    return Stretch(start, stop, steps, data, recording.n_dropped)


def _first_of_last_run(steps: NDArray[np.int64], start: int) -> int:
    """Return where the steps begin that follow the last jump of time."""
    falls = np.flatnonzero(np.diff(steps) < 0)
    first = int(falls[-1]) + 1 if falls.size else 0
    return first + int(np.searchsorted(steps[first:], start))
