"""One variable that a monitor records, and what its recorders have left so far.

In: a `Recorder`.  Out: `Track`.
Not here: which variables there are (`monitor`), the shapes of the data (`recorded`), the disk
(`streaming`).

What was recorded lies in up to three places, oldest first: on disk, set aside in memory, and in the
recorder of the runtime.
"""

from collections.abc import Callable
from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recorder, Recording, Simulator

if TYPE_CHECKING:
    from annarchy_lab.api.streaming.store import Store

__all__ = ["Track"]

Interval = tuple[int, int]


@dataclass(slots=True)
class Track:
    """One recorded variable.

    Attributes
    ----------
    recorder
        What the runtime is asked to record.
    plain
        Gives the rows their shape.
    number
        The recorder's number there; None while there is none.
    n_items
        Values in a row.
    is_on
        Whether it records.
    store
        What went to disk; None if nothing did.
    aside
        What was taken from recorders and lies in memory.
    before
        ``(start, stop)`` steps of all that is on disk or set aside.
    is_cut
        Whether the last of them goes on in the recorder.
    intervals
        ``(start, stop)`` steps of the data that was returned last.
    """

    recorder: Recorder
    plain: Callable[[Recording], Recording]
    number: int | None = None
    n_items: int = 0
    is_on: bool = True
    store: "Store | None" = None
    aside: list[Recording] = field(default_factory=list)
    before: list[Interval] = field(default_factory=list)
    is_cut: bool = False
    intervals: tuple[Interval, ...] = ()

    def attach(self, simulator: Simulator, period_steps: int, offset_steps: int) -> None:
        """Begin to record."""
        asked = replace(self.recorder, is_started=self.is_on)
        if asked.kind == "rows":
            asked = replace(asked, period_steps=period_steps, offset_steps=offset_steps)
        self.number = simulator.add_recorder(asked)

    def detach(self, simulator: Simulator, *, keep: bool = False) -> None:
        """End the recording; forget what was recorded, unless `keep`."""
        if self.number is None:
            return
        if keep:
            self.set_aside(simulator)
            self.is_cut = False
        else:
            self.forget()
        simulator.remove_recorder(self.number)
        self.number = None

    def switch(self, simulator: Simulator | None, *, is_on: bool) -> None:
        """Pause or go on."""
        if simulator is not None and self.number is not None and self.is_on != is_on:
            simulator.switch_recorder(self.number, is_on=is_on)
        self.is_on = is_on

    def set_aside(self, simulator: Simulator) -> None:
        """Take what the recorder holds into memory."""
        if self.number is None:
            return
        taken = self.plain(simulator.collect(self.number))
        self.before = self._continued(taken.intervals)
        self.is_cut = self.is_on
        self.aside.append(taken)

    def write(self) -> None:
        """Move what was set aside to disk.

        Raises
        ------
        OSError
            If that fails; what was not written stays set aside.
        """
        assert self.store is not None
        while self.aside:
            self.store.append(self.aside[0], self.before)
            del self.aside[0]

    def collect(self, simulator: Simulator, *, keep: bool) -> Recording:
        """Return everything recorded since the last time and, unless `keep`, forget it."""
        live = []
        if not keep:
            self.set_aside(simulator)
            intervals = self.before
        elif self.number is not None:
            live = [self.plain(simulator.collect(self.number, keep=True))]
            intervals = self._continued(live[0].intervals)
        else:
            intervals = self.before
        stored = None if self.store is None else self.store.read()
        found = _joined([*([] if stored is None else [stored]), *self.aside, *live])
        # where time began anew, nothing may have been recorded in between
        filled = (each for each in intervals[:-1] if each[0] < each[1])
        self.intervals = (*filled, *intervals[-1:])
        if not keep:
            self.forget()
        return replace(found, intervals=self.intervals)

    def forget(self) -> None:
        """Forget what is set aside and on disk."""
        if self.store is not None:
            self.store = self.store.hand_out(self.before)
        self.aside = []
        self.before = []
        self.is_cut = False

    def cut(self, simulator: Simulator, step: int) -> None:
        """Forget what was recorded at `step` and later, since time went on without being set."""
        self.set_aside(simulator)
        stored = None if self.store is None else self.store.read()
        parts = [*([] if stored is None else [stored]), *self.aside]
        steps = np.concatenate([part.steps for part in parts]) if parts else np.empty(0, np.int64)
        n_left = _n_before(steps, step)
        if stored is not None and self.store is not None:
            self.store.keep(n_left)
            n_left -= min(n_left, len(stored.steps))
        self.aside = [_first_rows(_joined(self.aside), n_left)] if self.aside else []
        self.before = _clipped(self.before, step)
        self.intervals = ()

    def held_bytes(self, simulator: Simulator) -> int:
        """Return how much memory it takes."""
        live = 0 if self.number is None else simulator.kept_bytes(self.number)
        return live + sum(each.steps.nbytes + _data_bytes(each) for each in self.aside)

    def all_intervals(self, simulator: Simulator) -> tuple[Interval, ...]:
        """Return when everything was recorded that waits to be taken."""
        if self.number is None:
            return tuple(self.before)
        return tuple(self._continued(simulator.collect(self.number, keep=True).intervals))

    def _continued(self, later: tuple[Interval, ...]) -> list[Interval]:
        """Return all intervals, `later` ones behind; one that was only cut is whole again."""
        intervals = list(self.before)
        if self.is_cut and later and intervals and intervals[-1][1] == later[0][0]:
            start, _ = intervals.pop()
            later = ((start, later[0][1]), *later[1:])
        found = [*intervals, *later]
        return [(start, stop) for start, stop in found if start != stop] or found[-1:]


def _joined(parts: list[Recording]) -> Recording:
    # An empty recording may not know how wide its rows are.
    filled = [part for part in parts if len(part.steps)] or parts[-1:]
    if len(filled) == 1:
        return filled[0]
    if len({part.data.shape[1:] for part in filled}) > 1:
        raise ANNarchyException(
            "the synapses were replaced since a part of this was recorded, and there are more or "
            "fewer of them now: call get() before reset(synapses=True) or load(), or reset() the "
            "monitor."
        )
    return Recording(
        np.concatenate([part.steps for part in filled]),
        np.concatenate([part.data for part in filled]),
        row_ptrs=tuple(row_ptr for part in filled for row_ptr in part.row_ptrs),
    )


def _data_bytes(recording: Recording) -> int:
    if recording.data.dtype != object:
        return recording.data.nbytes
    return sum(row.nbytes for row in recording.data)


def _n_before(steps: NDArray[np.int64], step: int) -> int:
    """Return how many rows are left before `step`; earlier runs, where time was set, stay."""
    starts = np.flatnonzero(np.diff(steps) < 0) + 1
    first = int(starts[-1]) if len(starts) else 0
    return first + int(np.searchsorted(steps[first:], step))


def _first_rows(recording: Recording, n_rows: int) -> Recording:
    row_ptrs = recording.row_ptrs[:n_rows]
    steps, data = recording.steps[:n_rows], recording.data[:n_rows]
    return replace(recording, steps=steps, data=data, row_ptrs=row_ptrs)


def _clipped(intervals: list[Interval], step: int) -> list[Interval]:
    """End the last intervals, as long as time went on, at a step."""
    left, later = list(intervals), None
    clipped: list[Interval] = []
    while left and (later is None or left[-1][1] <= later):
        start, stop = left.pop()
        later = start
        if start < step:
            clipped.append((start, min(stop, step)))
    return [*left, *clipped[::-1]]
