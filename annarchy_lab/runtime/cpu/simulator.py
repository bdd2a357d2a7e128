"""A network on the core: the `Simulator` of the compiled backend.

In: a `NetworkModel`.
Out: runs, reads, writes, recordings; everything from any thread, through the engine's edge.
Not here: how modules are made (`modules`) and phases are ordered (`schedule`); running (`driven`);
reading and writing (`valued`).
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import NetworkModel
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.ir.printer import show_model, show_module
from annarchy_lab.ir.timetable import Timetable
from annarchy_lab.runtime.backend import (
    NewEdges,
    Recorder,
    Recording,
    Rule,
    Timings,
    Write,
)
from annarchy_lab.runtime.captured import Captured
from annarchy_lab.runtime.cpu.capturing import capture, restore
from annarchy_lab.runtime.cpu.driven import Driven
from annarchy_lab.runtime.cpu.laying import played
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.halting import Halting
from annarchy_lab.runtime.cpu.ports import Ports
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.cpu.recorders import RecorderBook
from annarchy_lab.runtime.cpu.replacing import Exchange
from annarchy_lab.runtime.cpu.rewiring import Rewirer
from annarchy_lab.runtime.cpu.schedule import explain, make_schedule, measured
from annarchy_lab.runtime.cpu.stimulated import Stimulated
from annarchy_lab.runtime.cpu.timetables import followed
from annarchy_lab.runtime.cpu.valued import Valued
from annarchy_lab.runtime.cpu.writes import WriteTranslator
from annarchy_lab.runtime.refusals import (
    check_delay,
    check_period,
    check_timetable,
    check_window,
)
from annarchy_lab.runtime.replacing import Replacement, check_awaited
from annarchy_lab.runtime.rewiring_refusals import (
    check_new_edges,
    check_rule,
    find_pairs,
    require_rewirable,
)
from annarchy_lab.runtime.step_times import StepTimes

if TYPE_CHECKING:
    from annarchy_lab.runtime.cpu.hazards import Phase

__all__ = ["CpuSimulator"]


class CpuSimulator(Valued, Driven, Stimulated):
    """Runs a network with compiled modules; see `runtime.backend.Simulator`."""

    backend = "cpu"

    def __init__(self, model: NetworkModel) -> None:
        self.timings = Timings()
        self.dt_ms = model.spec.dt_ms
        self._state = NetworkState(model, self.timings)
        self._engine = self._state.engine
        spec = model.spec
        self._engine.set_parallel(spec.n_threads, spec.n_parts, spec.thread_plan)
        self._earlier = StepTimes()
        self._phases: tuple[Phase, ...] = ()
        self._halting = self._tail = Halting()
        self._install()
        self._awaited: frozenset[str] = frozenset()
        self._recorders = RecorderBook(self._state)
        self._writes = WriteTranslator(self._state, self._specialise)
        self._ports = Ports(self._state)

    # ---- state

    def spikes(self, population: str) -> NDArray[np.int32]:
        """Return the ranks that spiked in the last step."""
        store = self._state.population(population)
        if store.spike_flags is None:
            raise ANNarchyException(f"'{population}' is no spiking population")
        return self._engine.spikes(store.index)

    def set_flag(self, object_name: str, flag: str, value: bool) -> int:
        """Set a flag of a projection or population at an edge and return its step."""
        store = self._state.store(object_name)
        if flag not in store.flags:
            raise ANNarchyException(f"'{object_name}' has no flag '{flag}'")
        with self._engine.hold():
            store.flags[flag] = value
            if flag == "enabled" and not value:
                self.clear(object_name)
            if flag != "plasticity":
                self._install()
            elif store.context >= 0:
                self._engine.set_plastic(store.context, value)
            return self._engine.step

    def clear(self, population: str) -> int:
        """Empty the recent spikes of a population and all that it has under way; return the step.

        Raises
        ------
        ANNarchyException
            If there is no such population.
        """
        store = self._state.population(population)
        with self._engine.hold():
            for spikes in store.emitters:
                self._engine.forget_spikes(spikes)
            for projection in self._state.leaving(population):
                projection.forget_window()
            store.clear()
            return self._engine.step

    def set_learning(self, projection: str, period_steps: int, offset_steps: int) -> int:
        """Run a projection's equations where ``(step - offset) mod period == 0``; return the step.

        Raises
        ------
        ANNarchyException
            If there is no such projection, or the period is less than one step.
        """
        store = self._state.projection(projection)
        check_period(projection, period_steps)
        with self._engine.hold():
            store.learning = (period_steps, offset_steps)
            self._install()
            return self._engine.step

    def set_delay(self, projection: str, steps: int | NDArray[np.int32]) -> int:
        """Change the delay of all edges, or of each in dendrite order; return the step.

        Raises
        ------
        ANNarchyException
            If there is no such projection, or the delays do not fit.
        """
        store = self._state.projection(projection)
        if store.rewirer is None:
            n_edges = store.spec.edges.n_edges
            check_delay(store.spec, steps, n_edges)
            if store.delays.is_per_edge:
                steps = np.broadcast_to(np.asarray(steps, np.int32), n_edges)
        variant = self._state.redelayed(projection, steps)
        with self._engine.hold():
            check_delay(store.spec, steps, store.edges.n_edges)
            self._state.change_delay(projection, steps, variant)
            self._install()
            if variant is not None:
                self._recorders.rebind(projection)
            return self._engine.step

    def delay_steps(self, projection: str) -> int | NDArray[np.int32]:
        """Return the delay of all edges, or of each in dendrite order."""
        store = self._state.projection(projection)
        with self._engine.hold():
            return store.delay_steps

    def set_rate_window(self, population: str, n_steps: int) -> int:
        """Let ``r`` be the mean firing rate of the last `n_steps`, at an edge; return its step.

        Raises
        ------
        ANNarchyException
            If there is no such population, it does not spike, or the window is negative.
        """
        store = self._state.population(population)
        check_window(population, n_steps, is_spiking=store.model.is_spiking)
        with self._engine.hold():
            self._engine.set_rate_window(store.index, n_steps)
            store.rate_window = n_steps
            if not n_steps:
                store.arrays["r"].values[...] = 0
            self._install()
            return self._engine.step

    def set_timetable(self, population: str, timetable: Timetable) -> int:
        """Follow another timetable from an edge on, and return its step.

        Raises
        ------
        ANNarchyException
            If there is no such population, or it cannot follow the timetable.
        """
        store = self._state.population(population)
        check_timetable(store.spec, store.attributes, timetable)
        current = followed(timetable, store.real)
        self._localise(population, played(timetable))
        with self._engine.hold():
            store.timetable.follow(timetable, current)
            self._install()
            return self._engine.step

    def restart(self, population: str) -> int:
        """Count the timetable of a population from the next step on, and return that step."""
        store = self._state.population(population)
        with self._engine.hold():
            store.timetable.restart(self._engine.step)
            return self._engine.step

    # ---- edges that come and go

    def hold(self) -> AbstractContextManager[None]:
        """Stay at one step edge: what happens inside happens at once."""
        return self._engine.hold()

    def edges(self, projection: str) -> EdgeList:
        """Return who is connected to whom now, with the weights now."""
        store = self._state.projection(projection)
        with self._engine.hold():
            weights = self.read(projection, "w").astype(np.float64)
            plain = weights if weights.ndim else weights.item()
            return store.edges.given(weights=plain, delays_ms=self._delays_ms(store))

    def _delays_ms(self, store: ProjectionStore) -> float | NDArray[np.float64] | None:
        if store.rewirer is None or not store.delays.is_per_edge:
            return store.spec.edges.delays_ms
        return np.asarray(store.delay_steps * self.dt_ms, np.float64)

    def n_rewirings(self, projection: str) -> int:
        """Return how often the edges of a projection have changed since load."""
        rewirer = self._state.projection(projection).rewirer
        return 0 if rewirer is None else rewirer.n_changes

    def set_rewiring(self, projection: str, rule: Rule, period_steps: int, first_step: int) -> int:
        """Let a rule act where ``(step - first_step) mod period == 0``; a period of 0: never.

        Raises
        ------
        ANNarchyException
            If there is no such projection or rule.
        """
        store = self._state.projection(projection)
        check_rule(store.spec, rule, period_steps)
        assert store.rewirer is not None
        with self._engine.hold():
            store.rewirer.every[rule] = (period_steps, first_step)
            self._install()
            return self._engine.step

    def rewire(
        self,
        projection: str,
        created: NewEdges | None = None,
        pruned: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
    ) -> int:
        """Remove the pairs `pruned` (pre and post ranks), then add edges, all at one step edge.

        Raises
        ------
        ANNarchyException
            If a pair to be removed is no edge, or an edge cannot be added; nothing happens then.
        """
        store = self._state.projection(projection)
        require_rewirable(store.spec)
        assert store.rewirer is not None
        with self._engine.hold():
            positions = np.empty(0, np.int64)
            if pruned is not None:
                positions = np.unique(find_pairs(store.spec, store.edges, *pruned))
            if created is not None:
                own = store.delay_steps
                check_new_edges(store.spec, store.model, store.edges, created, own)
            store.rewirer.table.remove(positions.tolist())
            if created is not None:
                self._create(projection, store.rewirer, created)
            return self._engine.step

    def reconnect(self, spec: ProjectionSpec) -> int:
        """Replace all edges of a projection at one edge and return its step.

        Raises
        ------
        ANNarchyException
            If there is no such projection, or the delays do not fit.
        """
        self._state.projection(spec.name)
        check_delay(spec, spec.delay_steps, spec.edges.n_edges)
        variant = self._state.reconnected(spec)
        with self._engine.hold():
            self._state.replace(variant)
            self._install()
            self._recorders.rebind(spec.name)
            return self._engine.step

    def replacing(self, replacement: Replacement) -> Callable[[], int | None]:
        """Compile other models and return what puts them in place at one edge.

        Raises
        ------
        ModelError
            If they do not fit the network.
        ANNarchyException
            If something would have to change that cannot.
        """
        exchange = Exchange(self._state, replacement)
        return lambda: self._put(exchange)

    def _put(self, exchange: Exchange) -> int | None:
        with self._engine.hold():
            if not exchange.is_up_to_date:
                return None
            if self._engine.is_driven:
                check_awaited(exchange.names, self._awaited)
            else:
                self._halting = Halting()
            exchange.check_recorders(self._recorders.recorders)
            moved = exchange.moved
            self._ports.close()
            exchange.put()
            self._install()
            for name in moved:
                self._recorders.rebind(name)
            return self._engine.step

    def _create(self, projection: str, rewirer: Rewirer, created: NewEdges) -> None:
        clock, steps = self._engine.elapsed - 1, created.delays(rewirer.delays.new.default)
        if self._state.reach(projection, steps):
            self._install()  # the rows are others now, too
        places = rewirer.insert(created.pre_ranks, created.post_ranks, clock, steps)
        for name, values in created.values.items():
            self._writes.translate(Write(projection, name, np.asarray(values), places)).put()

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
                self._state.store(name).reset()
            is_other = self._state.has_epochs or self._state.is_stimulated
            self._state.forget()
            if is_other:
                self._install()
            with self._recorders.over_a_jump():
                self._engine.step = 0
            self._engine.elapsed = 0
            if reseed:
                self._engine.rng_step = 0

    def capture(self) -> Captured:
        """Return everything that changes, at one edge."""
        with self._engine.hold():
            return capture(self._state)

    def restore(self, captured: Captured) -> int:
        """Go back to a captured state at one edge, and return its step."""
        with self._engine.hold():
            self._ports.close()
            anew = restore(self._state, captured)
            self._install()
            for name in anew:
                self._recorders.rebind(name)
            return self._engine.step

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

    def kept_bytes(self, number: int) -> int:
        """Return how much memory waits to be collected."""
        return self._recorders.kept_bytes(number)

    def limit_recorders(self, n_bytes: int, on_full: Callable[[], None] | None) -> None:
        """Call `on_full` at an edge where recorders hold more than `n_bytes`."""
        self._engine.limit_recorders(n_bytes, on_full)

    # ---- looking inside

    @property
    def notices(self) -> tuple[str, ...]:
        """What was not done as asked for, and why."""
        stores = self._state.projections.items()
        return tuple(
            f"{name} is not stored as a dense matrix: {store.storage.reason}"
            for name, store in stores
            if store.storage.is_fallback
        )

    def memory(self) -> dict[str, int]:
        """Return the bytes that each population and projection takes."""
        with self._engine.hold():
            populations = {name: p.n_bytes for name, p in self._state.populations.items()}
            return populations | {name: p.n_bytes for name, p in self._state.projections.items()}

    def step_times(self) -> StepTimes:
        """Return where the time of the steps so far went."""
        with self._engine.hold():
            times = self._earlier + measured(self._engine.profile(), self._phases)
            return replace(times, n_steps_with=tuple(self._engine.n_steps_with()))

    def explain(self) -> str:
        """Return the phases of a step."""
        return explain(self._phases)

    def ir(self, object_name: str) -> str:
        """Return both levels of IR of an object's model."""
        model = self._state.store(object_name).model
        return f"{show_model(model)}\n\n{show_module(self._state.loaded(object_name).kernel)}"

    def source(self, object_name: str) -> str:
        """Return the printed C++ of an object's model."""
        self._state.store(object_name)
        return self._state.loaded(object_name).source.printed

    def close(self) -> None:
        """Stop and free everything."""
        if self._engine.state in ("running", "paused"):
            self._engine.stop()

    # ---- inside

    def _install(self) -> None:
        with self._engine.hold():
            self._earlier += measured(self._engine.profile(), self._phases)
            self._phases = (*make_schedule(self._state), *self._halting.phases)
            self._engine.install([phase.entry for phase in self._phases])

    def _specialise(self, object_name: str, attribute: str) -> None:
        """Give every edge or neuron a value of its own: the one write that compiles."""
        if object_name in self._state.populations:
            self._localise(object_name, {attribute})
            return
        variant = self._state.variant(object_name, attribute)
        with self._engine.hold():
            self._state.adopt(variant)
            self._install()
            self._recorders.rebind(object_name)

    def _localise(self, population: str, attributes: Collection[str]) -> None:
        """Let neurons have values of their own of parameters, where they have not."""
        if self._state.populations[population].uniform.isdisjoint(attributes):
            return
        localised = self._state.localised(population, attributes)
        with self._engine.hold():
            self._state.localise(localised)
            self._install()
            if self._tail.phases:
                self._engine.install_tail([phase.entry for phase in self._tail.phases])
