"""What is being recorded, in the terms of the engine and back.

In: `Recorder` descriptions by object and attribute.
Out: `Recording` values in users' order.
Not here: the memory, which is the engine's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import Attribute, Role
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import AXON_SPIKE, Recorder, Recording
from annarchy_lab.runtime.cpu.arrays import AnyArray
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.refusals import check_elements, check_recorder
from annarchy_lab.runtime.rewiring_refusals import watches_edges

__all__ = ["RecorderBook"]


@dataclass(slots=True)
class _Entry:
    recorder: Recorder
    number: int  # the engine's
    dtype: np.dtype[Any]
    width: int  # items of a row
    is_on: bool = True
    earlier: list[Recording] = field(default_factory=list)  # of buffers that are gone


class RecorderBook:
    """The recorders of one network, by numbers of its own that outlive a hot swap."""

    def __init__(self, state: NetworkState) -> None:
        self._state = state
        self._entries: dict[int, _Entry] = {}
        self._next = 0

    def add(self, recorder: Recorder) -> int:
        """Begin to record and return the number to collect by."""
        self._next += 1
        self._entries[self._next] = self._attach(recorder)
        return self._next

    def collect(self, number: int, *, keep: bool) -> Recording:
        """Return what was recorded."""
        entry = self._at(number)
        parts = [*entry.earlier, self._collect(entry, keep=keep)]
        if not keep:
            entry.earlier.clear()
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _collect(self, entry: _Entry, *, keep: bool) -> Recording:
        got = self._state.engine.collect(entry.number, keep)
        steps = got["steps"]
        row_ptrs: tuple[NDArray[np.int64], ...] = ()
        match entry.recorder.kind:
            case "rows" if "edges" in got:
                data, row_ptrs = _edge_rows(entry, got["edges"])
            case "rows":
                data = self._rows(entry, got["data"], len(steps))
            case "spikes":
                data = got["ranks"]
            case "counts":
                data = got["counts"]
        intervals = tuple((int(a), int(b)) for a, b in got["intervals"])
        return Recording(steps, data, intervals, int(got["dropped"]), row_ptrs)

    def switch(self, number: int, *, is_on: bool) -> None:
        """Pause or resume."""
        entry = self._at(number)
        with self._state.engine.hold():
            if is_on and not entry.is_on:
                self._state.engine.resume_recorder(entry.number)
            elif not is_on:
                self._state.engine.pause_recorder(entry.number)
            entry.is_on = is_on

    def _at(self, number: int) -> _Entry:
        if number not in self._entries:
            raise ANNarchyException(f"there is no recorder {number}")
        return self._entries[number]

    def remove(self, number: int) -> None:
        """Detach and free."""
        self._state.engine.remove_recorder(self._at(number).number)
        del self._entries[number]

    @property
    def recorders(self) -> list[Recorder]:
        """What is recorded now."""
        return [entry.recorder for entry in self._entries.values()]

    def kept_bytes(self, number: int) -> int:
        """Return how much memory waits to be collected."""
        entry = self._at(number)
        return self._state.engine.n_kept_bytes(entry.number) + _n_bytes(entry.earlier)

    @contextmanager
    def over_a_jump(self) -> Iterator[None]:
        """Close all intervals before time begins anew, and open new ones and periods after it."""
        running = [entry for entry in self._entries.values() if entry.is_on]
        for entry in running:
            self._state.engine.pause_recorder(entry.number)
        yield
        for entry in running:
            self._state.engine.resume_recorder(entry.number)

    def rebind(self, object_name: str) -> None:
        """Attach the recorders of an object to its new buffers; nothing recorded is lost.

        Periods go on.
        """
        for entry in self._entries.values():
            if entry.recorder.object_name == object_name and entry.recorder.kind == "rows":
                entry.earlier.append(self._collect(entry, keep=True))
                first_step = self._state.engine.first_step(entry.number)
                self._state.engine.remove_recorder(entry.number)
                going_on = replace(entry.recorder, is_started=entry.is_on)
                entry.number = self._attach(going_on).number
                self._state.engine.count_from(entry.number, first_step)

    def _attach(self, recorder: Recorder) -> _Entry:
        store = self._state.store(recorder.object_name)
        check_recorder(recorder, store.model)
        if recorder.kind == "rows":
            if isinstance(store, ProjectionStore) and watches_edges(
                store.spec, store.model, recorder
            ):
                return self._attach_edges(recorder, store)
            return self._attach_rows(recorder)
        population = self._state.populations[recorder.object_name]
        emitter = population.axons if recorder.attribute == AXON_SPIKE else population.index
        assert emitter is not None
        mask = None
        if recorder.indices is not None:
            mask = np.zeros(population.spec.size, np.uint8)
            mask[recorder.indices] = 1
        number = self._state.engine.add_recorder(
            kind=recorder.kind,
            population=emitter,
            mask=mask,
            policy=recorder.policy,
            capacity=recorder.capacity,
            is_started=recorder.is_started,
        )
        return _Entry(recorder, number, np.dtype(np.int32), 1, recorder.is_started)

    def _attach_edges(self, recorder: Recorder, store: ProjectionStore) -> _Entry:
        assert store.rewirer is not None
        array = store.arrays[recorder.attribute]
        dtype = array.values.dtype
        number = self._state.engine.add_recorder(
            kind="edges",
            source=array.buffer,
            itemsize=dtype.itemsize,
            edges=store.rewirer.table,
            posts=recorder.dendrites,
            period_steps=recorder.period_steps,
            offset_steps=recorder.offset_steps,
            policy=recorder.policy,
            capacity=recorder.capacity,
            is_started=recorder.is_started,
        )
        return _Entry(recorder, number, dtype, 0, recorder.is_started)

    def _attach_rows(self, recorder: Recorder) -> _Entry:
        described = self._state.find(recorder.object_name, recorder.attribute)[1]
        array, is_input, population, indices = self._source(recorder, described)
        n_items = array.values.size if indices is None else indices.size
        number = self._state.engine.add_recorder(
            kind="rows",
            source=array.buffer,
            itemsize=array.values.itemsize,
            n_items=n_items,
            indices=indices,
            stage="targets" if is_input else "end",
            period_steps=recorder.period_steps,
            offset_steps=recorder.offset_steps,
            policy=recorder.policy,
            capacity=recorder.capacity,
            population=population,
            is_started=recorder.is_started,
        )
        width = self._width(recorder, n_items)
        return _Entry(recorder, number, array.values.dtype, width, recorder.is_started)

    def _width(self, recorder: Recorder, n_items: int) -> int:
        """Return how many values a row has for users; one stored number may stand for many."""
        projection = self._state.projections.get(recorder.object_name)
        if projection is None or recorder.indices is not None:
            return n_items
        is_local = projection.attributes[recorder.attribute].locality is Locality.LOCAL
        return projection.spec.edges.n_edges if is_local else n_items

    def _source(
        self, recorder: Recorder, described: Attribute
    ) -> tuple[AnyArray, bool, int, NDArray[np.int32] | None]:
        """Return the array, whether it is an input, whose ranks it has, which items are wanted."""
        name, attribute = recorder.object_name, recorder.attribute
        is_local = described.locality is Locality.LOCAL
        wanted = recorder.indices if described.locality is not Locality.GLOBAL else None
        items = None if wanted is None else wanted.astype(np.int32)
        population = self._state.populations.get(name)
        if population is not None:
            _check_items(attribute, population.spec.size, wanted)
            is_input = described.role in (Role.CONDUCTANCE, Role.INPUT)
            ranks_of = population.index if is_local else -1
            return population.arrays[attribute], is_input, ranks_of, items
        projection = self._state.projections[name]
        edges = projection.edges
        _check_items(attribute, edges.n_edges if is_local else edges.n_post, wanted)
        if projection.is_per_edge(attribute):
            places = projection.places(attribute, wanted)
            items = None if places is None else places.astype(np.int32)
        elif items is not None and attribute in projection.uniform:
            items = np.zeros_like(items)  # one value stands for every edge
        return projection.arrays[attribute], False, -1, items

    @staticmethod
    def _rows(entry: _Entry, raw: NDArray[Any], n_rows: int) -> NDArray[Any]:
        values = np.frombuffer(np.ascontiguousarray(raw), entry.dtype)
        stored = values.reshape(n_rows, -1 if n_rows else entry.width)
        return stored if stored.shape[1] == entry.width else stored.repeat(entry.width, axis=1)


def _edge_rows(
    entry: _Entry, rows: list[tuple[NDArray[np.uint8], NDArray[np.int64]]]
) -> tuple[NDArray[Any], tuple[NDArray[np.int64], ...]]:
    data = np.empty(len(rows), object)
    for number, (values, _) in enumerate(rows):
        data[number] = values.view(entry.dtype)
    return data, tuple(row_ptr for _, row_ptr in rows)


def _check_items(attribute: str, size: int, wanted: NDArray[np.int64] | None) -> None:
    if wanted is not None:
        check_elements(f"'{attribute}'", size, wanted)


def _n_bytes(recordings: list[Recording]) -> int:
    return sum(each.steps.nbytes + each.data.nbytes for each in recordings)


def _joined(parts: list[Recording]) -> Recording:
    """Join recordings of one thing whose storage changed in between."""
    intervals: list[tuple[int, int]] = []
    for start, stop in (interval for part in parts for interval in part.intervals):
        if intervals and intervals[-1][1] == start:
            start, _ = intervals.pop()
        intervals.append((start, stop))
    return Recording(
        np.concatenate([part.steps for part in parts]),
        np.concatenate([part.data for part in parts]),
        tuple(intervals),
        sum(part.n_dropped for part in parts),
    )
