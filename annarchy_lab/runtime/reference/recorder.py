"""Recorders: copies of values, spikes and counts, each with its step.

In: `backend.Recorder` descriptions, the objects they watch, the clock.
Out: `backend.Recording` values.  Where edges come and go, every row has a length of its own.
Not here: threads; the caller holds the edge.

A *keep* recorder grows; a *latest* recorder forgets its oldest items and counts those that nobody
collected.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import Role
from annarchy_lab.runtime.backend import AXON_SPIKE, Recorder, Recording
from annarchy_lab.runtime.reference.arithmetic import Array
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.projection import Projection
from annarchy_lab.runtime.refusals import check_recorder
from annarchy_lab.runtime.rewiring_refusals import watches_edges

__all__ = ["Recorders"]

Watched = Population | Projection
INPUTS = (Role.INPUT, Role.CONDUCTANCE)
STEP_BYTES = 8


class Recorders:
    """All recorders of a network, by number."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tracks: dict[int, _Track] = {}
        self._next_number = 0

    def add(self, recorder: Recorder, watched: Watched) -> int:
        """Begin to record and return the number to collect by.

        Raises
        ------
        ANNarchyException
            If there is no such attribute or element, or a *latest* recorder has no capacity.
        """
        track = _track(recorder, watched)
        if recorder.is_started:
            track.switch(self._clock.step, is_on=True)
        number, self._next_number = self._next_number, self._next_number + 1
        self._tracks[number] = track
        return number

    def remove(self, number: int) -> None:
        """Detach a recorder."""
        self._at(number)
        del self._tracks[number]

    def switch(self, number: int, *, is_on: bool) -> None:
        """Pause or resume a recorder."""
        self._at(number).switch(self._clock.step, is_on=is_on)

    def collect(self, number: int, *, keep: bool) -> Recording:
        """Return what was recorded and, unless `keep`, forget it."""
        return self._at(number).collect(self._clock.step, keep=keep)

    def kept_bytes(self, number: int) -> int:
        """Return how much memory waits to be collected; 0 for a recorder of the latest."""
        return self._at(number).n_kept_bytes

    @property
    def wanted(self) -> list[Recorder]:
        """What is recorded now."""
        return [track.recorder for track in self._tracks.values()]

    @property
    def n_kept_bytes(self) -> int:
        """How much all recorders together hold."""
        return sum(track.n_kept_bytes for track in self._tracks.values())

    def jump(self, step: int) -> None:
        """Note that the step counter is about to be set: intervals end here and begin there."""
        for track in self._tracks.values():
            track.jump(self._clock.step, step)

    def restart(self) -> None:
        """Note that time is about to begin anew, and the periods with it."""
        for track in self._tracks.values():
            track.restart(self._clock.step)

    def record_inputs(self) -> None:
        """Record weighted sums and conductances, before the neurons are updated."""
        self._record(is_input=True)

    def record(self) -> None:
        """Record everything else, after the step."""
        self._record(is_input=False)

    def _record(self, *, is_input: bool) -> None:
        for track in self._tracks.values():
            if track.is_on and track.is_input is is_input:
                track.record(self._clock.step)

    def _at(self, number: int) -> "_Track":
        if number not in self._tracks:
            raise ANNarchyException(f"there is no recorder {number}")
        return self._tracks[number]


class _Track:
    """One recorder and what it holds; `take` yields the items of a step."""

    def __init__(
        self,
        recorder: Recorder,
        take: Callable[[], list[Any]],
        empty: NDArray[Any],
        *,
        is_input: bool = False,
    ) -> None:
        self.is_input = is_input
        self.is_on = False
        is_ring = recorder.policy == "latest"
        self.recorder = recorder
        self._take = take
        self._empty = empty
        self._items: deque[tuple[int, Any]] = deque(maxlen=recorder.capacity if is_ring else None)
        self._n_dropped = 0
        self.n_kept_bytes = 0
        self._first_step = self._interval_start = 0
        self._intervals: list[tuple[int, int]] = []

    def switch(self, step: int, *, is_on: bool) -> None:
        if is_on and not self.is_on:
            self._first_step = self._interval_start = step
        elif self.is_on and not is_on:
            self._intervals.append((self._interval_start, step))
        self.is_on = is_on

    def jump(self, before: int, after: int) -> None:
        if self.is_on and before != after:
            self._intervals.append((self._interval_start, before))
            self._interval_start = after

    def restart(self, before: int) -> None:
        self.jump(before, 0)
        self._first_step = 0

    def record(self, step: int) -> None:
        period, offset = self.recorder.period_steps, self.recorder.offset_steps
        if self.recorder.kind == "rows" and (step - self._first_step) % period != offset:
            return
        for item in self._take():
            self._n_dropped += len(self._items) == self._items.maxlen
            self._items.append((step, item))
            self.n_kept_bytes += 0 if self._items.maxlen else self._bytes_of(item)

    def collect(self, step: int, *, keep: bool) -> Recording:
        steps = np.array([step for step, _ in self._items], np.int64)
        data, row_ptrs = self._joined([item for _, item in self._items])
        intervals = [*self._intervals, *([(self._interval_start, step)] if self.is_on else [])]
        recording = Recording(steps, data, tuple(intervals), self._n_dropped, row_ptrs)
        if not keep:
            self._items.clear()
            self._intervals.clear()
            self._n_dropped = self.n_kept_bytes = 0
            self._interval_start = step
        return recording

    @staticmethod
    def _bytes_of(item: Any) -> int:  # noqa: ANN401 - an array, or a number of NumPy's
        return STEP_BYTES + int(item.nbytes)

    def _joined(self, items: list[Any]) -> tuple[NDArray[Any], tuple[Array, ...]]:
        return (np.stack(items) if items else self._empty), ()


class _EdgeTrack(_Track):
    """Records edges that come and go: each item is the values, and where dendrites begin."""

    @staticmethod
    def _bytes_of(item: tuple[Array, Array]) -> int:
        return STEP_BYTES + item[0].nbytes + item[1].nbytes

    def _joined(self, items: list[Any]) -> tuple[NDArray[Any], tuple[Array, ...]]:
        data = np.empty(len(items), object)
        for row, (values, _) in enumerate(items):
            data[row] = values
        return data, tuple(row_ptr for _, row_ptr in items)


def _track(recorder: Recorder, watched: Watched) -> _Track:
    check_recorder(recorder, watched.model)
    if recorder.kind == "rows":
        if isinstance(watched, Projection) and watches_edges(watched.spec, watched.model, recorder):
            return _edge_rows(recorder, watched)
        return _rows(recorder, watched)
    assert isinstance(watched, Population)
    take = _spike_taker(watched, recorder)
    nothing = np.empty(0, np.int32)
    if recorder.kind == "spikes":
        return _Track(recorder, lambda: list(take()), nothing)
    return _Track(recorder, lambda: [np.asarray(len(take()), np.int32)], nothing)


def _rows(recorder: Recorder, watched: Watched) -> _Track:
    name, values = recorder.attribute, watched.values
    values.check(name, np.zeros(()), None)
    indices = recorder.indices if values.shape(name) else None
    values.check(name, np.zeros(()), indices)

    def row() -> Array:
        elements = np.atleast_1d(values.elements(name))
        return elements.copy() if indices is None else elements[indices]

    is_input = values.attributes[name].role in INPUTS
    return _Track(recorder, lambda: [row()], row()[np.newaxis][:0], is_input=is_input)


def _edge_rows(recorder: Recorder, projection: Projection) -> _Track:
    def row() -> tuple[Array, Array]:
        values, row_ptr = projection.values[recorder.attribute], projection.row_ptr
        if recorder.dendrites is None:
            return values.copy(), row_ptr
        starts, stops = row_ptr[recorder.dendrites], row_ptr[recorder.dendrites + 1]
        parts = [values[start:stop] for start, stop in zip(starts, stops, strict=True)]
        own = np.concatenate(([0], np.cumsum(stops - starts)))
        return np.concatenate([*parts, values[:0]]), own

    return _EdgeTrack(recorder, lambda: [row()], np.empty(0, object))


def _spike_taker(population: Population, recorder: Recorder) -> Callable[[], NDArray[np.int32]]:
    is_axonal = recorder.attribute == AXON_SPIKE
    is_recorded = np.full(population.size, recorder.indices is None)
    if recorder.indices is not None:
        is_recorded[recorder.indices] = True

    def take() -> NDArray[np.int32]:
        ranks = population.axonal_spikes if is_axonal else population.spikes
        chosen: NDArray[np.int32] = ranks[is_recorded[ranks]]
        return chosen

    return take
