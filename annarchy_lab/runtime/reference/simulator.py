"""The reference backend as a `Simulator`: the definition of what a network does.

In: `ir.build.NetworkModel`.
Out: `ReferenceSimulator`, driven as every other backend.
Not here: speed; the `cpu` backend computes the same bits faster.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import NetworkModel
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.ir.printer import show_model
from annarchy_lab.ir.stimulus import Stimulus
from annarchy_lab.ir.timetable import Timetable
from annarchy_lab.runtime.backend import (
    NewEdges,
    Recorder,
    Recording,
    Rule,
    RunState,
    Timings,
    Write,
)
from annarchy_lab.runtime.captured import Captured
from annarchy_lab.runtime.reference.capturing import capture, restore
from annarchy_lab.runtime.reference.describe import schedule_text
from annarchy_lab.runtime.reference.edge import Edge
from annarchy_lab.runtime.reference.loop import Loop, Until
from annarchy_lab.runtime.reference.network import Network
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.projection import Projection
from annarchy_lab.runtime.reference.replacing import Exchange
from annarchy_lab.runtime.reference.runner import Runner
from annarchy_lab.runtime.refusals import (
    check_delay,
    check_period,
    check_timetable,
    check_window,
)
from annarchy_lab.runtime.replacing import Replacement, check_awaited
from annarchy_lab.runtime.rewiring_refusals import check_rule, require_rewirable
from annarchy_lab.runtime.step_times import StepTimes
from annarchy_lab.runtime.stimulating import check_stimulus, still_needed

__all__ = ["ReferenceSimulator"]


class ReferenceSimulator:
    """A network, executed by NumPy; methods are those of `runtime.backend.Simulator`.

    Parameters
    ----------
    model
        The level-1 network.

    Raises
    ------
    BackendError
        If two random calls share a stream.
    """

    backend = "reference"
    notices: tuple[str, ...] = ()

    def __init__(self, model: NetworkModel) -> None:
        self.dt_ms = model.spec.dt_ms
        self.timings = Timings()
        with self.timings.stage("load"):
            self._network = Network(model)
        self._edge = Edge()
        self._loop = Loop(self._network, self._edge)
        self._runner = Runner(self._loop)
        self._awaited: frozenset[str] = frozenset()

    # ---- running

    @property
    def step(self) -> int:
        """Steps done; settable at an edge."""
        return self._network.clock.step

    @step.setter
    def step(self, value: int) -> None:
        with self._edge:
            self._network.recorders.jump(value)
            self._network.clock.step = value

    @property
    def rng_step(self) -> int:
        """Steps done since the seed was set."""
        return self._network.clock.rng_step

    @rng_step.setter
    def rng_step(self, value: int) -> None:
        with self._edge:
            self._network.clock.rng_step = value

    @property
    def state(self) -> RunState:
        """What the started run is doing."""
        return self._runner.state

    @property
    def real_time_factor(self) -> float:
        """Simulated over wall time of the started run, measured over the last half second."""
        return self._runner.meter.real_time_factor

    @property
    def load(self) -> float:
        """Fraction of one core that the started run has used, over the last half second."""
        return self._runner.meter.load

    @property
    def serving(self) -> float:
        """Share of the time that the run stands at edges for others: reads, writes, callbacks."""
        return self._runner.meter.serving

    @property
    def failure(self) -> BaseException | None:
        """The exception that ended or paused the run."""
        return self._runner.failure

    def run(self, n_steps: int) -> int:
        """Execute up to `n_steps` in the calling thread and return how many were executed.

        Raises
        ------
        StateError
            If somebody drives the network already.
        """
        return self._loop.run(n_steps)

    def run_until(self, n_steps: int, populations: Sequence[str], *, needs_all: bool) -> int:
        """Execute up to `n_steps`, but no step after one in which stop conditions hold.

        Parameters
        ----------
        populations
            Whose conditions; a population without one never asks for an end.
        needs_all
            Whether all of them must ask for it, rather than any.

        Raises
        ------
        ANNarchyException
            If there is no such population.
        StateError
            If somebody drives the network already.
        """
        until = self._until(populations, needs_all=needs_all)
        self._awaited = frozenset(populations)
        try:
            return self._loop.run(n_steps, until)
        finally:
            self._awaited = frozenset()

    def _until(self, populations: Sequence[str], *, needs_all: bool) -> Until:
        asked = [self._population(name) for name in populations]
        joined = all if needs_all else any
        return lambda: joined([p.asks_for_stop() for p in asked])

    @property
    def has_halted(self) -> bool:
        """Whether stop conditions have ended the started run."""
        return self._runner.has_halted

    def start(
        self,
        n_steps: int = -1,
        speed: float = 1.0,
        until: Sequence[str] = (),
        *,
        needs_all: bool = True,
    ) -> None:
        """Run in a thread of its own.

        Parameters
        ----------
        n_steps
            -1 for no end.
        speed
            Times real time; 0 for no limit.
        until, needs_all
            Populations whose stop conditions end it, as in `run_until`; none: nothing does.

        Raises
        ------
        StateError
            If somebody drives the network already.
        """
        condition = self._until(until, needs_all=needs_all) if until else None
        self._runner.start(n_steps, speed, condition)
        self._awaited = frozenset(until)

    def pause(self) -> None:
        """Stop at the next step edge and keep the run."""
        self._runner.pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        self._runner.resume()

    def advance(self, n_steps: int) -> None:
        """Execute `n_steps` of a paused run."""
        self._runner.advance(n_steps)

    def stop(self) -> None:
        """End the run within one step."""
        self._runner.stop()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run has ended or failed; False if it has not within `timeout` seconds."""
        return self._runner.wait(timeout)

    def set_speed(self, speed: float) -> None:
        """Change the speed of the run."""
        self._runner.set_speed(speed)

    def set_callback(self, step: int, call: Callable[[int], int] | None) -> None:
        """Call ``call(step)`` at the edge before `step`; it returns the next such step, or -1."""
        self._loop.set_callback(step, call)

    def close(self) -> None:
        """Stop and free everything."""
        self._runner.stop()

    # ---- values

    def read(
        self, object_name: str, attribute: str, indices: NDArray[np.int64] | None = None
    ) -> NDArray[Any]:
        """Return a consistent copy.

        Its shape is ``()`` for one value, else one per rank, post rank or edge; or per element of
        `indices`.

        Raises
        ------
        ANNarchyException
            If there is no such object or attribute.
        """
        with self._edge:
            values = self._object(object_name).values.read(attribute)
        return values if indices is None or not values.ndim else values[indices]

    def port(self, object_name: str, attribute: str, *, takes_arrays: bool) -> None:
        """Return no way but `read` and `write`, which define what all others do."""

    def write(self, writes: Sequence[Write]) -> int:
        """Apply all changes at one edge and return the step before which they took effect.

        Raises
        ------
        ANNarchyException
            If one of them cannot be applied; then none is.
        """
        with self._edge:
            for write in writes:
                values = self._object(write.object_name).values
                values.check(write.attribute, write.values, write.indices)
            for write in writes:
                self._object(write.object_name).write(write.attribute, write.values, write.indices)
            return self._network.clock.step

    def spikes(self, population: str) -> NDArray[np.int32]:
        """Return the ranks that spiked in the last step."""
        with self._edge:
            return self._population(population).spikes.copy()

    def set_flag(self, object_name: str, flag: str, value: bool) -> int:
        """Set a flag of a projection or population at an edge and return its step."""
        found = self._object(object_name)
        if flag not in found.flags:
            raise ANNarchyException(f"'{object_name}' has no flag '{flag}'")
        with self._edge:
            found.flags[flag] = bool(value)
            if isinstance(found, Population) and not value:
                self._network.clear(found)
            return self._network.clock.step

    def clear(self, population: str) -> int:
        """Empty the recent spikes of a population and all that it has under way; return the step.

        Raises
        ------
        ANNarchyException
            If there is no such population.
        """
        found = self._population(population)
        with self._edge:
            self._network.clear(found)
            return self._network.clock.step

    def set_learning(self, projection: str, period_steps: int, offset_steps: int) -> int:
        """Run a projection's equations where ``(step - offset) mod period == 0``; return the step.

        Raises
        ------
        ANNarchyException
            If there is no such projection, or the period is less than one step.
        """
        found = self._projection(projection)
        check_period(projection, period_steps)
        with self._edge:
            found.learning = (period_steps, offset_steps)
            return self._network.clock.step

    def set_delay(self, projection: str, steps: int | NDArray[np.int32]) -> int:
        """Change the delay of all edges, or of each in dendrite order; return the step.

        Raises
        ------
        ANNarchyException
            If there is no such projection, or the delays do not fit.
        """
        found = self._projection(projection)
        with self._edge:
            check_delay(found.spec, steps, found.n_edges)
            found.set_delay(steps)
            return self._network.clock.step

    def delay_steps(self, projection: str) -> int | NDArray[np.int32]:
        """Return the delay of all edges, or of each in dendrite order."""
        with self._edge:
            return self._projection(projection).delay_steps

    def set_rate_window(self, population: str, n_steps: int) -> int:
        """Let ``r`` be the mean firing rate of the last `n_steps`, at an edge; return its step.

        Raises
        ------
        ANNarchyException
            If there is no such population, it does not spike, or the window is negative.
        """
        found = self._population(population)
        check_window(population, n_steps, is_spiking=found.model.is_spiking)
        with self._edge:
            found.set_rate_window(n_steps)
            return self._network.clock.step

    def set_timetable(self, population: str, timetable: Timetable) -> int:
        """Follow another timetable from an edge on, and return its step.

        Raises
        ------
        ANNarchyException
            If there is no such population, or it cannot follow the timetable.
        """
        found = self._population(population)
        check_timetable(found.spec, found.values.attributes, timetable)
        with self._edge:
            found.timetable = timetable
            return self._network.clock.step

    def restart(self, population: str) -> int:
        """Count the timetable of a population from the next step on, and return that step."""
        found = self._population(population)
        with self._edge:
            found.start_step = self._network.clock.step
            return found.start_step

    def stimulate(self, population: str, stimulus: Stimulus) -> int:
        """Lay a stimulus on top of a population, and return the step of this edge.

        Raises
        ------
        ANNarchyException
            If there is no such population, or it cannot receive the stimulus.
        """
        found, clock = self._population(population), self._network.clock
        with self._edge:
            attributes, is_spiking = found.values.attributes, found.model.is_spiking
            check_stimulus(found.spec, attributes, stimulus, is_spiking=is_spiking)
            kept = still_needed(found.stimuli.all, clock.elapsed)
            found.stimuli.all = [*kept, stimulus.from_step(clock.elapsed)]
            return clock.step

    def end_stimulus(self, population: str, number: int) -> int:
        """End the stimulus of that number, if it is not over, and return the step of this edge."""
        found, clock = self._population(population), self._network.clock
        with self._edge:
            kept = still_needed(found.stimuli.all, clock.elapsed)
            found.stimuli.all = [each for each in kept if each.number != number]
            return clock.step

    def stimuli(self, population: str) -> tuple[int, ...]:
        """Return the numbers of the stimuli of a population that are not over."""
        found, clock = self._population(population), self._network.clock
        with self._edge:
            return tuple(s.number for s in still_needed(found.stimuli.all, clock.elapsed))

    # ---- edges that come and go

    def hold(self) -> AbstractContextManager[None]:
        """Stay at one step edge: what happens inside happens at once."""
        return self._edge

    def edges(self, projection: str) -> EdgeList:
        """Return who is connected to whom now, with the weights now."""
        with self._edge:
            return self._projection(projection).edges

    def n_rewirings(self, projection: str) -> int:
        """Return how often the edges of a projection have changed since load."""
        rewirer = self._projection(projection).rewirer
        return 0 if rewirer is None else rewirer.n_changes

    def set_rewiring(self, projection: str, rule: Rule, period_steps: int, first_step: int) -> int:
        """Let a rule act where ``(step - first_step) mod period == 0``; a period of 0: never.

        Raises
        ------
        ANNarchyException
            If there is no such projection or rule.
        """
        found = self._projection(projection)
        check_rule(found.spec, rule, period_steps)
        assert found.rewirer is not None
        with self._edge:
            found.rewirer.every[rule] = (period_steps, first_step)
            return self._network.clock.step

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
        found = self._projection(projection)
        require_rewirable(found.spec)
        assert found.rewirer is not None
        with self._edge:
            found.rewirer.by_hand(created, pruned)
            return self._network.clock.step

    def reconnect(self, spec: ProjectionSpec) -> int:
        """Replace all edges of a projection at one edge and return its step.

        Raises
        ------
        ANNarchyException
            If there is no such projection, or the delays do not fit.
        """
        found = self._projection(spec.name)
        check_delay(spec, spec.delay_steps, spec.edges.n_edges)
        with self._edge:
            found.reconnect(spec)
            return self._network.clock.step

    def replacing(self, replacement: Replacement) -> Callable[[], int | None]:
        """Build other models and return what puts them in place at one edge.

        Raises
        ------
        ModelError
            If they do not fit the network.
        ANNarchyException
            If something would have to change that cannot.
        """
        exchange = Exchange(self._network, replacement)

        def put() -> int | None:
            with self._edge:
                if not exchange.is_up_to_date:
                    return None
                if self._loop.is_claimed:
                    check_awaited(exchange.names, self._awaited)
                exchange.put()
                return self._network.clock.step

        return put

    def reseed(self, seed: int) -> None:
        """Let all noise begin anew from another seed."""
        with self._edge:
            self._network.clock.seed = seed
            self._network.clock.rng_step = 0

    def reset(self, objects: Sequence[str], *, reseed: bool) -> None:
        """Set the named objects back to their values at load and the time to zero.

        Weights stay as they are.  Spikes on their way and the past are emptied everywhere.
        """
        names = frozenset(self._object(name).name for name in objects)
        with self._edge:
            self._network.reset(names, reseed=reseed)

    def capture(self) -> Captured:
        """Return everything that changes, at one edge."""
        with self._edge:
            return capture(self._network)

    def restore(self, captured: Captured) -> int:
        """Go back to a captured state at one edge, and return its step."""
        with self._edge:
            restore(self._network, captured)
            return self._network.clock.step

    # ---- recorders

    def add_recorder(self, recorder: Recorder) -> int:
        """Begin to record; returns the number to collect by."""
        with self._edge:
            return self._network.recorders.add(recorder, self._object(recorder.object_name))

    def collect(self, number: int, *, keep: bool = False) -> Recording:
        """Return what was recorded and, unless `keep`, forget it."""
        with self._edge:
            return self._network.recorders.collect(number, keep=keep)

    def switch_recorder(self, number: int, *, is_on: bool) -> None:
        """Pause or resume a recorder."""
        with self._edge:
            self._network.recorders.switch(number, is_on=is_on)

    def remove_recorder(self, number: int) -> None:
        """Detach a recorder and free its memory."""
        with self._edge:
            self._network.recorders.remove(number)

    def kept_bytes(self, number: int) -> int:
        """Return how much memory waits to be collected; 0 for a recorder of the latest."""
        with self._edge:
            return self._network.recorders.kept_bytes(number)

    def limit_recorders(self, n_bytes: int, on_full: Callable[[], None] | None) -> None:
        """Call `on_full` at an edge where *keep* recorders together hold more than `n_bytes`."""
        self._loop.limit_recorders(n_bytes, on_full)

    # ---- looking inside

    def memory(self) -> dict[str, int]:
        """Return the bytes that each population and projection takes."""
        network = self._network
        with self._edge:
            populations = {name: each.n_bytes for name, each in network.populations.items()}
            return populations | {name: each.n_bytes for name, each in network.projections.items()}

    def step_times(self) -> StepTimes:
        """Return where the time of the steps so far went, by stage."""
        with self._edge:
            return self._network.step_clock.times

    def explain(self) -> str:
        """Return the schedule of one step as text."""
        with self._edge:
            return schedule_text(self._network)

    def ir(self, object_name: str) -> str:
        """Return the level-1 text of an object's model, which is what runs."""
        return show_model(self._object(object_name).model)

    source = ir

    def _object(self, name: str) -> Population | Projection:
        network = self._network
        found = network.populations.get(name) or network.projections.get(name)
        if found is None:
            raise ANNarchyException(f"there is no population or projection called '{name}'")
        return found

    def _projection(self, name: str) -> Projection:
        found = self._object(name)
        if not isinstance(found, Projection):
            raise ANNarchyException(f"'{name}' is no projection")
        return found

    def _population(self, name: str) -> Population:
        found = self._object(name)
        if not isinstance(found, Population):
            raise ANNarchyException(f"'{name}' is no population")
        return found
