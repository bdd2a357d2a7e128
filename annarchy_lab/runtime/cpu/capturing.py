"""The whole state of a network taken out of the core's memory, and put back.

In: a `NetworkState` at a step edge.
Out: `Captured`; or the stores as they were then.
Not here: the schedule and the recorders, which follow; who holds the edge.

A projection whose edges come and go, or that had other edges or delays then, is made anew; all
others are written where they lie.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.captured import (
    Captured,
    Part,
    Spikes,
    edges_now,
    same_values,
    start_arrays,
    started,
    timetable_arrays,
    timetable_of_part,
)
from annarchy_lab.runtime.cpu.delays import Delays, Epoch, Steps
from annarchy_lab.runtime.cpu.modules import load_modules
from annarchy_lab.runtime.cpu.network_state import NetworkState, Variant
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.cpu.timetables import followed
from annarchy_lab.runtime.stimulating import stimuli_of_part, stimulus_arrays

__all__ = ["capture", "restore"]

Numbers = dict[str, Any]
Arrays = dict[str, NDArray[Any]]
STALE = -1
"""Number of spikes of a post neuron whose sum is to be formed anew."""


def capture(state: NetworkState) -> Captured:
    """Return the state of a network; the caller holds the edge."""
    engine = state.engine
    clock = {
        "step": engine.step,
        "elapsed": engine.elapsed,
        "rng_step": engine.rng_step,
        "seed": engine.seed,
    }
    objects = {name: _population(state, store) for name, store in state.populations.items()}
    objects |= {name: _projection(store) for name, store in state.projections.items()}
    return Captured(clock, objects)


def restore(state: NetworkState, captured: Captured) -> list[str]:
    """Go back to a captured state; the caller holds the edge.

    Returns
    -------
    list of str
        Projections whose buffers are others now: the schedule and recorders follow.
    """
    engine, clock = state.engine, captured.clock
    engine.step, engine.elapsed = clock["step"], clock["elapsed"]
    engine.rng_step, engine.seed = clock["rng_step"], clock["seed"]
    anew = [
        name for name in [*state.projections] if _restore_edges(state, name, captured.objects[name])
    ]
    for name, population in state.populations.items():
        _restore_population(state, population, captured.objects[name])
        if population.varied:
            state.localise(state.localised(name, population.varied))
    for name, projection in state.projections.items():
        _restore_projection(projection, captured.objects[name])
        if projection.context >= 0:
            engine.set_plastic(projection.context, projection.flags["plasticity"])
    return anew


# Populations


def _population(state: NetworkState, store: PopulationStore) -> Part:
    engine, elapsed = state.engine, state.engine.elapsed
    numbers: Numbers = {
        "flags": dict(store.flags),
        "start_step": int(store.timetable.start.values[0]),
        "rate_window": store.rate_window,
        "longest": store.n_slots - 1,
    }
    arrays: Arrays = {
        f"value/{name}": array.values.reshape(_shape(store, name)).copy()
        for name, array in store.arrays.items()
    }
    for name, history in store.histories.items():
        arrays[f"past/{name}"] = history.rows(elapsed).reshape(-1, *_shape(store, name))
    if store.timetable.source is not store.spec.timetable:
        more, tables = timetable_arrays(store.timetable.source)
        numbers, arrays = numbers | more, arrays | tables
    more, laid = stimulus_arrays(store.needed_stimuli(elapsed))
    numbers, arrays = numbers | more, arrays | laid
    if store.last_spike is not None:
        arrays["last_spike"] = store.last_spike.values.copy()
        arrays |= _named("spikes", engine.history(store.index))
        none = (np.empty(0, np.int64), np.empty(0, np.int32))
        axonal = none if store.axons is None else engine.history(store.axons)
        arrays |= _named("axon_spikes", axonal)
    if store.rate_window:
        arrays |= _named("counted", engine.counted_spikes(store.index))
    return Part(numbers, arrays)


def _shape(store: PopulationStore, name: str) -> tuple[int, ...]:
    return () if store.attributes[name].locality is Locality.GLOBAL else (store.spec.size,)


def _named(kind: str, spikes: Spikes) -> Arrays:
    return {f"{kind}/steps": spikes[0], f"{kind}/ranks": spikes[1]}


def _restore_population(state: NetworkState, store: PopulationStore, part: Part) -> None:
    engine, numbers = state.engine, part.numbers
    store.flags = dict(numbers["flags"])
    timetable = timetable_of_part(part) or store.spec.timetable
    if timetable is not None and timetable is not store.timetable.source:
        store.timetable.follow(timetable, followed(timetable, store.real))
    store.timetable.restart(numbers["start_step"])
    store.lay(stimuli_of_part(part))
    for name, values in part.named("value").items():
        store.arrays[name].values[...] = values
    store.n_slots = numbers["longest"] + 1
    store.histories.clear()
    for name, rows in part.named("past").items():
        store.keep_history(name).put_back(rows.reshape(len(rows), -1), engine.elapsed)
    if store.last_spike is not None:
        store.last_spike.values[...] = part.arrays["last_spike"]
        _restore_spikes(state, store, part)
    if store.model.is_spiking:
        store.rate_window = numbers["rate_window"]
        engine.set_rate_window(store.index, store.rate_window)
        if store.rate_window:
            engine.set_counted_spikes(store.index, *part.spikes("counted"))


def _restore_spikes(state: NetworkState, store: PopulationStore, part: Part) -> None:
    engine = state.engine
    kinds = [("spikes", store.index, store.spike_flags)]
    if store.axons is not None:
        kinds.append(("axon_spikes", store.axons, store.axon_flags))
    for kind, emitter, flags in kinds:
        steps, ranks = part.spikes(kind)
        engine.keep_spikes(emitter, store.n_slots)
        is_kept = steps >= engine.elapsed - store.n_slots
        engine.set_history(emitter, steps[is_kept], ranks[is_kept])
        if flags is not None:
            flags.values[...] = 0
            flags.values[ranks[steps == engine.elapsed - 1]] = 1


# Projections


def _projection(store: ProjectionStore) -> Part:
    epochs = store.delays.epochs
    numbers: Numbers = {
        "flags": dict(store.flags),
        "learning": list(store.learning),
        "epochs": [[epoch.first, epoch.longest] for epoch in epochs],
    }
    arrays: Arrays = {f"value/{name}": _value(store, name) for name in store.arrays}
    for name, clock in store.clocks.items():
        arrays[f"clock/{name}"] = store.in_dendrites(name, clock.values).copy()
    for k, epoch in enumerate(epochs):
        arrays[f"delays/{k}"] = np.array(_steps(store, epoch), np.int32)
    for more, others in (_decoded(store), _rewired(store), start_arrays(store.spec)):
        numbers, arrays = numbers | more, arrays | others
    return Part(numbers, arrays)


def _value(store: ProjectionStore, name: str) -> NDArray[Any]:
    values = store.arrays[name].values
    if store.is_per_edge(name):
        return store.in_dendrites(name, values).copy()
    is_each = store.attributes[name].locality is Locality.SEMIGLOBAL
    return values.copy() if is_each else values.reshape(()).copy()


def _steps(store: ProjectionStore, epoch: Epoch) -> Steps:
    return epoch.steps if store.rewirer is None else store.rewirer.delays.epoch_steps(epoch)


def _decoded(store: ProjectionStore) -> tuple[Numbers, Arrays]:
    if store.window is None:
        return {}, {}
    sums, counts = store.window.sums()
    arrays = {**_named("decoded", store.window.spikes()), "decoded/sums": sums}
    return {"is_stale": bool((counts == STALE).any())}, {**arrays, "decoded/counts": counts}


def _rewired(store: ProjectionStore) -> tuple[Numbers, Arrays]:
    rewirer = store.rewirer
    if rewirer is None:
        return {}, {}
    numbers = {
        "rules": {rule: list(every) for rule, every in rewirer.every.items()},
        "n_changes": rewirer.n_changes,
        "default_delay": rewirer.delays.new.default,
        "longest_delay": rewirer.delays.new.longest,
    }
    arrays = {f"fresh/{name}": value for name, value in rewirer.fresh.items()}
    if rewirer.n_changes:
        arrays["pre_ranks"] = store.edges.pre_ranks
        arrays["post_ranks"] = store.edges.post_ranks
    return numbers, arrays


def _restore_edges(state: NetworkState, name: str, part: Part) -> bool:
    """Let a projection have the edges and delays of then; tell whether it was made anew."""
    store = state.projections[name]
    start, delays = started(store.spec, part), _delays(part, is_rewirable=store.spec.is_rewirable)
    uniform = frozenset(
        name
        for name, attribute in store.attributes.items()
        if attribute.locality is Locality.LOCAL and not part.arrays[f"value/{name}"].ndim
    )
    equal = {each: ends for each, ends in store.equal.items() if _is_shared(store, part, each)}
    is_as_then = start is store.spec and uniform == store.uniform and store.rewirer is None
    is_as_then = is_as_then and len(equal) == len(store.ends)
    if is_as_then and _same_steps(store.delays.current.steps, delays.current.steps):
        store.delays = delays
        return False
    made = _made(state, start, part, delays, uniform, equal)
    module = load_modules({name: made.lower()}, state.timings)[name]
    state.exchange(Variant(made, module))
    return True


def _is_shared(store: ProjectionStore, part: Part, name: str) -> bool:
    """Tell whether all edges of a neuron had one value then, as they have now."""
    kinds = (f"value/{name}", f"clock/{name}")
    kept = [part.arrays[kind] for kind in kinds if kind in part.arrays]
    n_edges = store.spec.edges.n_edges
    return all(
        len(values) == n_edges
        and same_values(values, store.in_dendrites(name, np.asarray(store.stored(name, values))))
        for values in kept
    )


def _delays(part: Part, *, is_rewirable: bool) -> Delays:
    epochs = []
    for k, (first, longest) in enumerate(part.numbers["epochs"]):
        steps = part.arrays[f"delays/{k}"]
        to_come = None
        if is_rewirable:
            to_come = longest if steps.ndim else part.numbers["longest_delay"]
        epochs.append(Epoch(steps if steps.ndim else int(steps), first, to_come))
    return Delays(epochs[-1], tuple(epochs[:-1]))


def _same_steps(one: Steps, other: Steps) -> bool:
    """Tell whether edges may lie in the same order for both delays."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return same_values(one, other)
    return isinstance(one, int) and isinstance(other, int)


def _made(
    state: NetworkState,
    start: ProjectionSpec,
    part: Part,
    delays: Delays,
    uniform: frozenset[str],
    equal: Mapping[str, frozenset[Owner]],
) -> ProjectionStore:
    spec = replace(start, delay_steps=delays.current.steps)
    if "longest_delay" in part.numbers:
        spec = _spec_now(spec, part)
    made = state.made(spec, uniform, start, equal)
    made.delays = delays
    if made.rewirer is not None:
        rules = part.numbers["rules"].items()
        made.rewirer.every = {rule: (every[0], every[1]) for rule, every in rules}
        made.rewirer.n_earlier_changes = part.numbers["n_changes"]
        for name, value in part.named("fresh").items():
            made.rewirer.set_fresh(name, value)
        made.rewirer.delays.put_back(delays.epochs)
    return made


def _spec_now(spec: ProjectionSpec, part: Part) -> ProjectionSpec:
    """Return the description of a projection with the edges of now, without values of others."""
    numbers, edges = part.numbers, edges_now(spec, part)
    delays = replace(
        spec.new_delays, default=numbers["default_delay"], longest=numbers["longest_delay"]
    )
    values = spec.values
    if edges is not spec.edges:
        values = {name: value for name, value in spec.values.items() if not np.ndim(value)}
    return replace(spec, edges=edges, values=values, new_delays=delays)


def _restore_projection(store: ProjectionStore, part: Part) -> None:
    store.flags = dict(part.numbers["flags"])
    period, offset = part.numbers["learning"]
    store.learning = (period, offset)
    for name, array in store.arrays.items():
        values = part.arrays[f"value/{name}"]
        array.values[...] = store.stored(name, values)
    for name, clock in store.clocks.items():
        clock.values[...] = store.stored(name, part.arrays[f"clock/{name}"])
    if store.window is not None:
        sums, counts = part.arrays["decoded/sums"], part.arrays["decoded/counts"]
        store.window.restore(*part.spikes("decoded"), sums, counts)
        if part.numbers["is_stale"]:
            store.window.form_anew()
