"""The recent past of one recorder, kept for views that come late.

In: `Recording` values as a tap collects them.
Out: everything between two steps, as one stretch.
Not here: who records, what is made of the data.

Data outside the kept span, or beyond the bound on items, is forgotten: a view is a guest.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass
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
        self._left: tuple[Stretch, ...] = ()  # what was kept before time jumped

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
        has_jumped = False
        for number, part in enumerate(_stretches(recording)):
            if number or (not self.is_empty and part.start != self._stop):
                has_jumped = True
                self._leave()
            self._append(part)
        return has_jumped

    def rejoin(self) -> None:
        """Put the past back that was forgotten in the last jump: time was set back within it."""
        past = self._past()
        self._parts.extendleft(reversed(past))
        self._n_items += sum(len(part.steps) for part in past)

    def left_since(self, step: int) -> "Ring":
        """Return what the last jump has left behind, from a step on."""
        made = Ring(self._kept_steps, self._max_items)
        for part in self._left:
            if part.stop > step:
                made._append(part.part(max(step, part.start), part.stop))
        return made

    def enter(self, step: int, other: "Ring") -> None:
        """Follow another branch, which parts from what was left behind at a step.

        Parameters
        ----------
        step
            Where they part.
        other
            What was kept of the branch that is entered.
        """
        own, stop = tuple(self._parts), self._stop
        past = [part.part(part.start, step) for part in self._left if part.start < step]
        self._parts.clear()
        self._n_items, self._stop = 0, -1
        for part in (*past, *other._parts, *own):
            if self.is_empty or part.start == self._stop:
                self._append(part)
        self._stop = stop  # of a hole at the end nothing is known

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

    def _leave(self) -> None:
        """Begin anew, and remember what there was until the next jump."""
        self._left = (*self._past(), *self._parts)
        self.clear()

    def _past(self) -> list[Stretch]:
        """Return what was left behind, up to where this begins; nothing if that leaves a hole."""
        past = [part.part(part.start, self.start) for part in self._left if part.start < self.start]
        return past if past and past[-1].stop == self.start else []

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


def _stretches(recording: Recording) -> Iterator[Stretch]:
    """Yield the intervals of a recording with the items of each; time jumps between them."""
    steps, data, first = recording.steps, recording.data, 0
    last = len(recording.intervals) - 1
    for number, (start, stop) in enumerate(recording.intervals):
        behind = (
            len(steps) if number == last else first + _n_of_interval(steps[first:], start, stop)
        )
        if number == last:
            first += int(np.searchsorted(steps[first:behind], start))
        is_last = number == last
        dropped = recording.n_dropped if is_last else 0
        yield Stretch(start, stop, steps[first:behind], data[first:behind], dropped)
        first = behind


def _n_of_interval(steps: NDArray[np.int64], start: int, stop: int) -> int:
    """Return how many items belong to an interval: ascending, and within it."""
    falls = np.flatnonzero(np.diff(steps) < 0)
    ascending = steps[: int(falls[0]) + 1] if falls.size else steps
    within = (ascending >= start) & (ascending < stop)
    return int(len(within) if within.all() else np.argmin(within))
