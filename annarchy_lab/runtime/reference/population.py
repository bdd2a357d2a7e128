"""A population: its values, and what happens to it in a step.

In: `NeuronModel` (level 1), the specification, the clock.
Out: changed values, the ranks that spiked.
Not here: what projections do to it, and the order of phases.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.model import REFRACTORY_LEFT, Attribute, NeuronModel, Role
from annarchy_lab.ir.network import PopulationSpec
from annarchy_lab.ir.timetable import BEFORE, Playback, SpikeTrain
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.initial import NEVER, initial_value
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.reference.draws import Draws
from annarchy_lab.runtime.reference.evaluate import Evaluator
from annarchy_lab.runtime.reference.gaps import Gaps
from annarchy_lab.runtime.reference.history import History
from annarchy_lab.runtime.reference.rates import Rates
from annarchy_lab.runtime.reference.stimuli import Stimuli
from annarchy_lab.runtime.reference.sums import over_population
from annarchy_lab.runtime.reference.values import Values

__all__ = ["Population"]


class Population:
    """One population of a loaded network.

    Parameters
    ----------
    spec, model
        What it is.
    operations
        Results of global operations that projections read, besides those of its own text.
    constants
        Values of the network's constants.

    Attributes
    ----------
    values
        Its attributes; local ones have one value per rank.
    spikes
        Ranks that spiked in the last step, ascending, int32.
    axonal_spikes
        Ranks that emitted an axonal spike in the last step, and none of the other kind.
    last_spike
        Step (`Clock.elapsed`) of each neuron's last spike, int64.
    operations
        Global operations, such as ``mean(v)``, each as operation and attribute.
    histories
        Past values of the attributes that delayed projections read.
    flags
        ``enabled``.
    rates
        What mean firing rates are counted by; None while nobody asks for them.
    timetable
        What happens in given steps, counted from `start_step`.
    stimuli
        What is laid on top of it for some steps.
    """

    def __init__(
        self,
        spec: PopulationSpec,
        model: NeuronModel,
        operations: Iterable[Attribute],
        constants: Mapping[str, float],
        clock: Clock,
        arithmetic: Arithmetic,
    ) -> None:
        self.spec = spec
        self.name = spec.name
        self.size = spec.size
        self.model = model
        self.flags = {"enabled": True}
        self.values = Values(
            spec.name,
            {a.name: a for a in (*model.attributes, *operations)}.values(),
            {Locality.LOCAL: spec.size},
            lambda attribute: initial_value(spec, attribute, constants),
            arithmetic,
        )
        self.operations = _operations(self.values)
        self.histories: dict[str, History] = {}
        self._depth = 1  # steps: the longest delay of all projections that begin here
        self.rates: Rates | None = None
        self.timetable = spec.timetable
        self.start_step = 0
        self.stimuli = Stimuli()
        self.last_spike = np.full(spec.size, NEVER, np.int64)
        self.spikes: NDArray[np.int32] = np.empty(0, np.int32)
        self.axonal_spikes = self.spikes
        self._clock = clock
        self._arithmetic = arithmetic
        self._evaluator = Evaluator(arithmetic)
        self._draws = Draws(spec.name, clock, arithmetic.real)
        self._gaps = None if model.gap_rates is None else Gaps(spec.name, model.gap_rates, clock)

    @property
    def is_enabled(self) -> bool:
        """Whether it is updated and receives anything."""
        return self.flags["enabled"]

    @property
    def n_bytes(self) -> int:
        """Size of its values, also of past ones."""
        past = sum(history.n_bytes for history in self.histories.values())
        return self.values.n_bytes + self.last_spike.nbytes + past

    def remember(self, attributes: Iterable[str], n_steps: int) -> None:
        """Remember attributes for `n_steps` steps, or as many as the others if that is longer."""
        self._depth = max(self._depth, n_steps)
        for history in self.histories.values():
            history.grow(self._depth)
        for name in attributes:
            if name not in self.histories:
                self.histories[name] = History(self.values[name], self._depth)

    def zero_sums(self) -> None:
        """Begin a step: weighted sums are formed anew."""
        for attribute in self.values.attributes.values():
            if attribute.role is Role.INPUT:
                self.values[attribute.name][...] = 0

    def add_stimuli(self) -> None:
        """Add what stimuli bring in this step."""
        self.stimuli.add(self.values, self._arithmetic, self._clock.elapsed)

    def remove_stimuli(self) -> None:
        """End a step: parameters are as they were without stimuli."""
        self.stimuli.remove(self.values)

    def update(self) -> None:
        """Play what the timetable says, execute the equations, then find out who spikes."""
        if isinstance(self.timetable, Playback):
            self._play(self.timetable)
        self._evaluator.run(self.model.global_updates, self._place(None))
        self._evaluator.run(self.model.updates, self._place(slice(None)))
        if isinstance(self.timetable, SpikeTrain):
            self._emit(self.timetable)
        elif self._gaps is not None:
            fires = np.zeros(self.size, np.bool_)
            fires[self._gaps.ranks(self.values[self._gaps.rates])] = True
            self._spike(self._end_refractory_step(), fires)
        elif self.model.spike is not None:
            self._spike(self._end_refractory_step(), self._holds(self.model.spike))
        self._spike_too(self.stimuli.spiking(self._clock.elapsed))
        if self.rates is not None:
            self.rates.advance(self._clock.elapsed, self.spikes)
            self.values["r"][...] = self.rates.hz(self._clock.dt_ms, self._arithmetic.real)

    def push(self) -> None:
        """Remember the values of this step."""
        for history in self.histories.values():
            history.push()

    def operate(self) -> None:
        """Compute the global operations."""
        for result, (operation, name) in self.operations.items():
            values = self._arithmetic.cast(self.values[name], DType.REAL)
            self.values[result][...] = over_population(operation, values)

    def set_rate_window(self, n_steps: int) -> None:
        """Let ``r`` be the mean firing rate of the last `n_steps`; 0: nobody asks for it."""
        if not n_steps:
            self.rates = None
            self.values["r"][...] = 0
        elif self.rates is None:
            self.rates = Rates(self.size, n_steps)
        else:
            self.rates.n_steps = n_steps

    def asks_for_stop(self) -> bool:
        """Tell whether the stop condition holds after this step; without one, never."""
        if self.model.stop is None:
            return False
        holds = self._evaluator.value(self.model.stop, self._place(slice(None)))
        holds = np.broadcast_to(holds, (self.size,))
        return bool(holds.all() if self.model.stop_needs_all else holds.any())

    def write(self, name: str, values: Array, indices: NDArray[np.int64] | None) -> None:
        """Set an attribute, or some of its elements."""
        self.values.write(name, values, indices)

    def become(
        self,
        spec: PopulationSpec,
        model: NeuronModel,
        attributes: Iterable[Attribute],
        arrays: Mapping[str, Array],
        constants: Mapping[str, float],
    ) -> None:
        """Have another model from now on, with these values; what was remembered of them stays."""
        self.spec, self.model = spec, model
        self.values.become(attributes, arrays, lambda a: initial_value(spec, a, constants))
        self.operations = _operations(self.values)
        kept = {name: each for name, each in self.histories.items() if name in arrays}
        self.histories = {name: each.moved_to(arrays[name]) for name, each in kept.items()}
        self.stimuli.keep_fitting(self.values)

    def reset(self) -> None:
        """Set every attribute back to its value at load."""
        self.values.reset()

    def forget(self) -> None:
        """Empty what belongs to the steps before: spikes and histories; time begins anew."""
        self.start_step = 0
        self.stimuli.all.clear()
        self.last_spike[...] = NEVER
        self.clear()

    def clear(self) -> None:
        """Empty the recent spikes; the past was always as it is now."""
        self.spikes = self.axonal_spikes = np.empty(0, np.int32)
        if self.rates is not None:
            self.rates.forget()
        for history in self.histories.values():
            history.fill()

    def _play(self, playback: Playback) -> None:
        row = playback.row_at(self._clock.step - self.start_step)
        for name, rows in playback.rows.items():
            values = np.zeros(()) if row == BEFORE else rows[row]
            self.values[name][...] = self._arithmetic.cast(values, DType.REAL)

    def _emit(self, train: SpikeTrain) -> None:
        self.spikes = train.due(self._clock.step - self.start_step)
        self.last_spike[self.spikes] = self._clock.elapsed

    def _spike_too(self, ranks: NDArray[np.int64]) -> None:
        """Let neurons spike, besides those that do; they are not reset."""
        if ranks.size:
            self.last_spike[ranks] = self._clock.elapsed
            self.spikes = np.union1d(self.spikes, ranks).astype(np.int32)

    def _spike(self, is_ready: NDArray[np.bool_], fires: NDArray[np.bool_]) -> None:
        """Reset those that spike and are not refractory, after them those with axonal spikes."""
        fires = is_ready & fires
        axonal = np.zeros(self.size, np.bool_)
        if self.model.axon_spike is not None:
            axonal = is_ready & ~fires & self._holds(self.model.axon_spike)
        ranks, axonal_ranks = np.flatnonzero(fires), np.flatnonzero(axonal)
        for group in self._groups(ranks):
            self._reset(group)
        for group in self._groups(axonal_ranks):
            self._evaluator.run(self.model.axon_reset, self._place(group))
        # After the resets, for which t_last is the time of the spike before.
        self.last_spike[ranks] = self._clock.elapsed
        self.spikes = ranks.astype(np.int32)
        self.axonal_spikes = axonal_ranks.astype(np.int32)

    def _holds(self, condition: e.Expr) -> NDArray[np.bool_]:
        return np.broadcast_to(
            self._evaluator.value(condition, self._place(slice(None))), (self.size,)
        )

    def _end_refractory_step(self) -> NDArray[np.bool_]:
        """Return who is not refractory in this step; the others have one step less to wait."""
        if self.model.refractory_steps is None:
            return np.ones(self.size, np.bool_)
        left = self.values[REFRACTORY_LEFT]
        is_ready = left <= 0
        left[...] = np.where(is_ready, 0, left - 1)
        return is_ready

    def _groups(self, ranks: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Return who is reset at once: one by one, where resets change what all neurons share."""
        if not ranks.size:
            return []
        return np.split(ranks, ranks.size) if self.model.resets_share else [ranks]

    def _reset(self, ranks: NDArray[np.int64]) -> None:
        place = self._place(ranks)
        self._evaluator.run(self.model.reset, place)
        if self.model.refractory_steps is not None:
            steps = self._evaluator.value(self.model.refractory_steps, place)
            self.values[REFRACTORY_LEFT][ranks] = steps

    def _place(self, ranks: "slice | NDArray[np.int64] | None") -> "_Neurons":
        return _Neurons(self, self._draws, self._clock, ranks)


def _operations(values: Values) -> dict[str, tuple[str, str]]:
    named = values.attributes.items()
    return {name: _operation(name) for name, a in named if a.role is Role.OPERATION}


def _operation(name: str) -> tuple[str, str]:
    operation, _, attribute = name.rstrip(")").partition("(")
    return operation, attribute


class _Neurons:
    """Some neurons of a population as a `Place`; None stands for the population as a whole."""

    def __init__(
        self,
        population: Population,
        draws: Draws,
        clock: Clock,
        ranks: "slice | NDArray[np.int64] | None",
    ) -> None:
        self._population = population
        self._draws = draws
        self._clock = clock
        self._ranks = ranks

    def load(self, ref: e.Ref) -> Array:
        assert ref.owner is Owner.SELF
        array = self._population.values[ref.name]
        chosen: Array = array[self._ranks] if array.ndim else array[()]
        return chosen

    def store(self, ref: e.Ref, values: Array) -> None:
        array = self._population.values[ref.name]
        if array.ndim:
            array[self._ranks] = values
        else:
            array[()] = values.reshape(())

    def symbol(self, symbol: e.Symbol) -> Array:
        match symbol.name:
            case "t":
                return np.asarray(self._clock.t_ms)
            case "dt":
                return np.asarray(self._clock.dt_ms)
            case "spiked":
                has_spiked = np.zeros(self._population.size, np.bool_)
                has_spiked[self._population.spikes] = True
                return has_spiked[self._ranks]
            case _:
                assert symbol.name == "t_last"
                return self._clock.time_of(self._population.last_spike[self._ranks])

    def settles(self) -> bool:
        return self._clock.settles(self._clock.dt_ms)

    def draw(self, draw: e.Draw, arguments: tuple[float, ...]) -> Array:
        match self._ranks:
            case None:
                return self._draws.of_all(draw, arguments, 1).reshape(())
            case slice():
                return self._draws.of_all(draw, arguments, self._population.size)
            case ranks:
                return self._draws.of_some(draw, arguments, ranks)

    def elapsed(self, elapsed: e.Elapsed) -> Array:
        raise AssertionError("only synapses have event-driven variables")

    def touch(self, name: str) -> None:
        raise AssertionError("only synapses have event-driven variables")
