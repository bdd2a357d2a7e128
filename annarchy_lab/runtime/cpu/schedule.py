"""The phases of one step, in the order of the language's step semantics.

In: a `NetworkState`.
Out: what the engine executes, the same as text, and the time that it took.
Not here: the phases themselves (`phases`); when things are switched on or off the schedule is made
anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from annarchy_lab.runtime.cpu.hazards import Phase, order_hazards
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.halting import LABEL
from annarchy_lab.runtime.cpu.phases.learning import learn, post_events
from annarchy_lab.runtime.cpu.phases.neurons import operate, push, update
from annarchy_lab.runtime.cpu.phases.rates import refresh_rates
from annarchy_lab.runtime.cpu.phases.rewiring import rewire
from annarchy_lab.runtime.cpu.phases.stimuli import add_stimuli, remove_all_stimuli
from annarchy_lab.runtime.cpu.phases.transmission import transmit, zero_sums
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.step_times import StepTimes

__all__ = ["explain", "make_schedule", "measured"]

BETWEEN: Final = {
    "conditions": LABEL,
    "waiting": "waiting for other threads",
    "end": "between two steps",
}
"""What the engine measures besides the phases."""


def make_schedule(state: NetworkState) -> tuple[Phase, ...]:
    """Return the phases of a step, barriers included."""
    for projection in state.projections.values():
        _remember(state, projection)
    return order_hazards(_settling(state, tuple(_phases(state))))


def explain(phases: tuple[Phase, ...]) -> str:
    """Return the schedule as numbered lines."""
    width = len(str(len(phases)))
    lines = (f"{n:>{width}}  {phase.label}" for n, phase in enumerate(phases, 1))
    return "\n".join(lines)


def measured(profile: Mapping[str, Any], phases: tuple[Phase, ...]) -> StepTimes:
    """Return what the engine has measured of a schedule; phases of one label are one part."""
    seconds: dict[str, float] = {}
    pairs = zip(phases, profile["phases"], strict=True)
    for label, spent in [
        *((phase.label, spent) for phase, spent in pairs),
        *((label, profile[key]) for key, label in BETWEEN.items() if profile[key]),
    ]:
        seconds[label] = seconds.get(label, 0.0) + spent
    return StepTimes(seconds, profile["n_steps"], profile["n_measured"])


def _remember(state: NetworkState, projection: ProjectionStore) -> None:
    """Let all phases of a projection say what must be remembered, also those that are off now."""
    for phases in (transmit, learn, post_events, rewire):
        for _ in phases(state, projection):
            pass


def _settling(state: NetworkState, phases: Sequence[Phase]) -> list[Phase]:
    """Let recorders copy behind tests of spikes what no later phase of the step writes."""
    buffers = {
        f"{name}.{attribute}": array.buffer
        for name, population in state.populations.items()
        for attribute, array in population.arrays.items()
    }
    result, later = [], set[str]()
    for phase in reversed(phases):
        if phase.entry["kind"] == "detect" and not phase.is_serial:
            names = sorted((phase.writes - later) & buffers.keys())
            settled = [buffers[name] for name in names]
            result.append(replace(phase, entry={**phase.entry, "settled": settled}))
        else:
            result.append(phase)
        later |= phase.writes
    return result[::-1]


def _phases(state: NetworkState) -> Iterator[Phase]:
    populations = state.populations.values()
    enabled = [p for p in populations if p.is_enabled]
    active = [p for p in state.projections.values() if state.is_active(p)]
    for population in enabled:
        yield from zero_sums(population)
    for projection in active:
        yield from transmit(state, projection)
    yield from (phase for population in enabled for phase in add_stimuli(state, population))
    yield Phase({"kind": "record", "stage": "targets"}, "record inputs")
    for population in enabled:
        yield from update(state, population)
        yield from refresh_rates(state, population)
    for population in populations:
        yield from push(state, population)
    for population in populations:
        yield from operate(state, population)
    for projection in active:
        if projection.flags["update"]:
            yield from learn(state, projection)
    for projection in active:
        yield from post_events(state, projection)
    for projection in state.projections.values():
        if state.ends(projection.spec.name)[1].is_enabled:
            yield from rewire(state, projection)
    yield Phase({"kind": "record", "stage": "end"}, "record")
    yield from remove_all_stimuli(state, enabled)
