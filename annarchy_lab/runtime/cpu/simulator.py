"""A network on the core: the `Simulator` of the compiled backend.

In: a `NetworkModel`.
Out: runs, reads, writes, recordings; everything from any thread, through the engine's edge.
Not here: how modules are made (`modules`) and phases are ordered (`schedule`).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import NetworkModel
from annarchy_lab.ir.model import Attribute
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import Recorder, Recording, RunState, Timings, Write
from annarchy_lab.runtime.cpu.arrays import Array
from annarchy_lab.runtime.cpu.edge_storage import check_indices
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.cpu.recorders import RecorderBook
from annarchy_lab.runtime.cpu.schedule import explain, make_schedule

__all__ = ["CpuSimulator"]

EngineWrite = tuple[Any, int, "NDArray[np.int64] | None", NDArray[Any]]


class CpuSimulator:
    """Runs a network with compiled modules; see `runtime.backend.Simulator`."""

    backend = "cpu"

    def __init__(self, model: NetworkModel) -> None:
        self.timings = Timings()
        self.dt_ms = model.spec.dt_ms
        self._state = NetworkState(model, self.timings)
        self._engine = self._state.engine
        self._engine.set_parallel(model.spec.n_threads, model.spec.n_parts)
        self._install()
        self._recorders = RecorderBook(self._state)
        # The shortest way from Python into the loop: one step must not cost more than its work.
        self.run = self._engine.run

    # ---- driving

    @property
    def step(self) -> int:
        """Steps done; settable at an edge."""
        return self._engine.step

    @step.setter
    def step(self, value: int) -> None:
        self._engine.step = value

    @property
    def state(self) -> RunState:
        """What the driver is doing."""
        return self._engine.state

    @property
    def real_time_factor(self) -> float:
        """Simulated over wall time, over the last half second."""
        return self._engine.real_time_factor

    @property
    def load(self) -> float:
        """Fraction of one core that the run has used."""
        return self._engine.load

    @property
    def failure(self) -> BaseException | None:
        """The exception that paused the run."""
        return self._engine.failure

    def start(self, n_steps: int = -1, speed: float = 1.0) -> None:
        """Run in a native thread."""
        self._engine.start(n_steps, speed)

    def pause(self) -> None:
        """Stop at the next step edge and keep the run."""
        self._engine.pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        self._engine.resume()

    def advance(self, n_steps: int) -> None:
        """Execute `n_steps` of a paused run."""
        self._engine.advance(n_steps)

    def stop(self) -> None:
        """End the run within one step."""
        self._engine.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run has ended."""
        return self._engine.wait(timeout)

    def set_speed(self, speed: float) -> None:
        """Change the speed of the run."""
        self._engine.set_speed(speed)

    def set_callback(self, step: int, call: Callable[[int], int] | None) -> None:
        """Call ``call(step)`` at the edge before `step`."""
        self._engine.set_next_callback(step, call)

    # ---- values

    def read(self, object_name: str, attribute: str) -> NDArray[Any]:
        """Return a consistent copy of an attribute."""
        array, described = self._find(object_name, attribute)
        (raw,), _ = self._engine.read([(array.buffer, array.n_bytes)])
        values = np.frombuffer(raw, array.values.dtype)
        if described.locality is Locality.GLOBAL:
            return values.reshape(())
        projection = self._state.projections.get(object_name)
        if projection is None or described.locality is Locality.SEMIGLOBAL:
            return values
        if not projection.is_per_edge(attribute):
            return values.reshape(())
        return projection.storage.load(values)

    def write(self, writes: Sequence[Write]) -> int:
        """Apply all changes at one edge."""
        prepared = [self._prepare(write) for write in writes]
        return self._engine.apply(prepared, ())

    def spikes(self, population: str) -> NDArray[np.int32]:
        """Return the ranks that spiked in the last step."""
        return self._engine.spikes(self._state.populations[population].index)

    def set_flag(self, projection: str, flag: str, value: bool) -> int:
        """Set ``transmission``, ``update`` or ``plasticity`` at an edge and return its step."""
        store = self._state.projections[projection]
        with self._engine.hold():
            store.flags[flag] = value
            if flag != "plasticity":
                self._install()
            elif store.context >= 0:
                self._engine.set_plastic(store.context, value)
            return self._engine.step

    def reseed(self, seed: int) -> None:
        """Let all noise begin anew from another seed."""
        with self._engine.hold():
            self._engine.seed = seed
            self._engine.rng_step = 0

    def reset(self, objects: Sequence[str], *, reseed: bool) -> None:
        """Set the named objects back to their values at load and the time to zero."""
        if self._engine.state in ("running", "paused"):
            self._engine.stop()
        with self._engine.hold():
            for name in objects:
                self._store(name).reset()
            self._engine.step = 0
            self._engine.elapsed = 0
            if reseed:
                self._engine.rng_step = 0
            self._recorders.restart()

    # ---- recording

    def add_recorder(self, recorder: Recorder) -> int:
        """Begin to record."""
        return self._recorders.add(recorder)

    def collect(self, number: int, *, keep: bool = False) -> Recording:
        """Return what was recorded."""
        return self._recorders.collect(number, keep=keep)

    def switch_recorder(self, number: int, *, is_on: bool) -> None:
        """Pause or resume a recorder."""
        self._recorders.switch(number, is_on=is_on)

    def remove_recorder(self, number: int) -> None:
        """Detach a recorder."""
        self._recorders.remove(number)

    # ---- looking inside

    def explain(self) -> str:
        """Return the phases of a step."""
        return explain(self._phases)

    def source(self, object_name: str) -> str:
        """Return the printed C++ of an object's model."""
        self._store(object_name)
        return self._state.loaded(object_name).source.printed

    def close(self) -> None:
        """Stop and free everything."""
        if self._engine.state in ("running", "paused"):
            self._engine.stop()

    # ---- inside

    def _install(self) -> None:
        self._phases = make_schedule(self._state)
        self._engine.install([phase.entry for phase in self._phases])

    def _store(self, name: str) -> PopulationStore | ProjectionStore:
        store = self._state.populations.get(name) or self._state.projections.get(name)
        if store is None:
            raise ANNarchyException(f"there is no population or projection called '{name}'")
        return store

    def _find(self, object_name: str, attribute: str) -> tuple[Array, Attribute]:
        store = self._store(object_name)
        if attribute not in store.arrays:
            raise ANNarchyException(
                f"'{object_name}' has no attribute '{attribute}'; it has "
                + ", ".join(name for name in store.arrays if " " not in name)
            )
        return store.arrays[attribute], store.attributes[attribute]

    def _prepare(self, write: Write) -> EngineWrite:
        """Translate a change into elements of a buffer."""
        array, described = self._find(write.object_name, write.attribute)
        projection = self._state.projections.get(write.object_name)
        indices, values = write.indices, np.ascontiguousarray(write.values, array.values.dtype)
        if described.locality is Locality.GLOBAL and (indices is not None or values.size != 1):
            raise ANNarchyException(
                f"'{write.attribute}' of '{write.object_name}' is global: it takes one value"
            )
        if projection is not None:
            array, indices, values = self._prepare_edges(projection, write, values)
        elif indices is not None:
            check_indices(indices, array.values.size, "rank")
        size = array.values.size if indices is None else indices.size
        if values.size not in (1, size):
            raise ANNarchyException(
                f"'{write.attribute}' of '{write.object_name}' takes 1 or {size} values, "
                f"not {values.size}"
            )
        return array.buffer, array.values.itemsize, indices, np.ascontiguousarray(values.ravel())

    def _prepare_edges(
        self, projection: ProjectionStore, write: Write, values: NDArray[Any]
    ) -> tuple[Array, NDArray[np.int64] | None, NDArray[Any]]:
        name, attribute = projection.spec.name, write.attribute
        is_local = projection.attributes[attribute].locality is Locality.LOCAL
        if is_local and attribute in projection.uniform:
            if values.size == 1 and write.indices is None:
                return projection.arrays[attribute], None, values
            self._specialise(name, attribute)
            projection = self._state.projections[name]
        array = projection.arrays[attribute]
        if not is_local:
            return array, write.indices, values
        if write.indices is not None:
            check_indices(write.indices, projection.spec.edges.n_edges, "edge")
        if projection.storage.layout == "post_major":
            return array, write.indices, values
        return array, projection.storage.positions(write.indices), values

    def _specialise(self, projection: str, attribute: str) -> None:
        """Give every edge a value of its own: the one write that compiles."""
        variant = self._state.variant(projection, attribute)
        with self._engine.hold():
            self._state.adopt(variant)
            self._install()
            self._recorders.rebind(projection)
