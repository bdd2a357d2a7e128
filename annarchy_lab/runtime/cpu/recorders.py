"""What is being recorded, in the terms of the engine and back.

In: `Recorder` descriptions by object and attribute.
Out: `Recording` values in users' order.
Not here: the memory, which is the engine's.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import Role
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Recorder, Recording
from annarchy_lab.runtime.cpu.arrays import Array
from annarchy_lab.runtime.cpu.network_state import NetworkState

__all__ = ["RecorderBook"]


@dataclass(slots=True)
class _Entry:
    recorder: Recorder
    number: int  # the engine's
    dtype: np.dtype[Any]
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
        entry = self._entries[number]
        parts = [*entry.earlier, self._collect(entry, keep=keep)]
        if not keep:
            entry.earlier.clear()
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _collect(self, entry: _Entry, *, keep: bool) -> Recording:
        got = self._state.engine.collect(entry.number, keep)
        steps = got["steps"]
        match entry.recorder.kind:
            case "rows":
                data = self._rows(entry, got["data"], len(steps))
            case "spikes":
                data = got["ranks"]
            case "counts":
                data = got["counts"]
        intervals = tuple((int(a), int(b)) for a, b in got["intervals"])
        return Recording(steps, data, intervals, int(got["dropped"]))

    def switch(self, number: int, *, is_on: bool) -> None:
        """Pause or resume."""
        engine, own = self._state.engine, self._entries[number].number
        if is_on:
            engine.resume_recorder(own)
        else:
            engine.pause_recorder(own)

    def remove(self, number: int) -> None:
        """Detach and free."""
        self._state.engine.remove_recorder(self._entries.pop(number).number)

    def restart(self) -> None:
        """Forget everything recorded, as after a reset of the time."""
        for entry in self._entries.values():
            self._state.engine.remove_recorder(entry.number)
            entry.number = self._attach(entry.recorder).number
            entry.earlier.clear()

    def rebind(self, object_name: str) -> None:
        """Attach the recorders of an object to its new buffers; nothing recorded is lost."""
        for entry in self._entries.values():
            if entry.recorder.object_name == object_name and entry.recorder.kind == "rows":
                entry.earlier.append(self._collect(entry, keep=True))
                self._state.engine.remove_recorder(entry.number)
                entry.number = self._attach(entry.recorder).number

    def _attach(self, recorder: Recorder) -> _Entry:
        if recorder.kind == "rows":
            return self._attach_rows(recorder)
        population = self._state.populations[recorder.object_name]
        mask = None
        if recorder.indices is not None:
            mask = np.zeros(population.spec.size, np.uint8)
            mask[recorder.indices] = 1
        number = self._state.engine.add_recorder(
            kind=recorder.kind,
            population=population.index,
            mask=mask,
            policy=recorder.policy,
            capacity=recorder.capacity,
            is_started=recorder.is_started,
        )
        return _Entry(recorder, number, np.dtype(np.int32))

    def _attach_rows(self, recorder: Recorder) -> _Entry:
        array, is_input, population, indices = self._source(recorder)
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
        return _Entry(recorder, number, array.values.dtype)

    def _source(self, recorder: Recorder) -> tuple[Array, bool, int, NDArray[np.int32] | None]:
        """Return the array, whether it is an input, whose ranks it has, which items are wanted."""
        name, attribute = recorder.object_name, recorder.attribute
        wanted = None if recorder.indices is None else recorder.indices.astype(np.int32)
        population = self._state.populations.get(name)
        if population is not None:
            if attribute not in population.arrays:
                raise ANNarchyException(f"'{name}' has no attribute '{attribute}' to record")
            described = population.attributes[attribute]
            is_local = described.locality is Locality.LOCAL
            is_input = described.role in (Role.CONDUCTANCE, Role.INPUT)
            return (
                population.arrays[attribute],
                is_input,
                population.index if is_local else -1,
                wanted if is_local else None,
            )
        projection = self._state.projections[name]
        array = projection.arrays[attribute]
        if projection.is_per_edge(attribute) and projection.storage.layout != "post_major":
            wanted = projection.storage.positions(recorder.indices).astype(np.int32)
        elif wanted is not None and attribute in projection.uniform:
            wanted = np.zeros_like(wanted)  # one value stands for every edge
        return array, False, -1, wanted

    @staticmethod
    def _rows(entry: _Entry, raw: NDArray[Any], n_rows: int) -> NDArray[Any]:
        values = np.frombuffer(np.ascontiguousarray(raw), entry.dtype)
        return values.reshape(n_rows, -1) if n_rows else values.reshape(0, 0)


def _joined(parts: list[Recording]) -> Recording:
    """Join recordings of one thing whose storage changed in between."""
    width = max(part.data.shape[1] for part in parts if part.data.ndim > 1)
    wide = [
        np.broadcast_to(part.data, (len(part.steps), width)) for part in parts if part.steps.size
    ]
    intervals: list[tuple[int, int]] = []
    for start, stop in (interval for part in parts for interval in part.intervals):
        if intervals and intervals[-1][1] == start:
            start, _ = intervals.pop()
        intervals.append((start, stop))
    return Recording(
        np.concatenate([part.steps for part in parts]),
        np.concatenate(wide) if wide else parts[-1].data,
        tuple(intervals),
        sum(part.n_dropped for part in parts),
    )
