"""The whole state of a network taken out of the reference backend, and put back.

In: a `Network` at a step edge.
Out: `Captured`; or the network as it was then.
Not here: who holds the edge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.runtime.captured import (
    Captured,
    Part,
    Spikes,
    edges_now,
    start_arrays,
    started,
    timetable_arrays,
    timetable_of_part,
)
from annarchy_lab.runtime.reference import flight
from annarchy_lab.runtime.reference.flight import EdgeDelays, InFlight
from annarchy_lab.runtime.reference.network import Network
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.projection import Projection
from annarchy_lab.runtime.reference.rates import Rates
from annarchy_lab.runtime.stimulating import still_needed, stimuli_of_part, stimulus_arrays

__all__ = ["capture", "restore"]

Epoch = tuple[int, EdgeDelays]
"""First step of emission, and the delays of spikes from then on."""


def capture(network: Network) -> Captured:
    """Return the state of a network; the caller holds the edge."""
    clock = network.clock
    objects = {p.name: _population(network, p) for p in network.populations.values()}
    objects |= {p.name: _projection(p) for p in network.projections.values()}
    counters = {"step": clock.step, "elapsed": clock.elapsed, "rng_step": clock.rng_step}
    return Captured({**counters, "seed": clock.seed}, objects)


def restore(network: Network, captured: Captured) -> None:
    """Go back to a captured state; the caller holds the edge."""
    clock = network.clock
    network.recorders.jump(captured.clock["step"])
    for name, value in captured.clock.items():
        setattr(clock, name, value)
    for projection in network.projections.values():
        _restore_edges(projection, captured.objects[projection.name])
    for population in network.populations.values():
        _restore_population(population, captured.objects[population.name])
    for projection in network.projections.values():
        part = captured.objects[projection.name]
        before = captured.objects[projection.pre.name]
        _restore_projection(projection, part, before)
    for population in network.populations.values():
        _restore_past(population, captured.objects[population.name])


# Populations


def _population(network: Network, population: Population) -> Part:
    numbers: dict[str, Any] = {
        "flags": dict(population.flags),
        "start_step": population.start_step,
        "rate_window": 0 if population.rates is None else population.rates.n_steps,
        "longest": population._depth,
    }
    arrays = {
        f"value/{name}": population.values.read(name) for name in population.values.attributes
    }
    arrays |= {f"past/{name}": past.rows for name, past in population.histories.items()}
    if population.timetable is not population.spec.timetable:
        more, tables = timetable_arrays(population.timetable)
        numbers, arrays = numbers | more, arrays | tables
    needed = still_needed(population.stimuli.all, network.clock.elapsed)
    more, laid = stimulus_arrays(needed)
    numbers, arrays = numbers | more, arrays | laid
    if population.model.is_spiking:
        arrays["last_spike"] = population.last_spike.copy()
        leaving = [p for p in network.projections.values() if p.pre is population]
        elapsed = network.clock.elapsed
        flying = [p._in_flight for p in leaving]
        arrays |= _named("spikes", _under_way(elapsed, population.spikes, flying))
        axonal = [p._axonal_in_flight for p in leaving]
        arrays |= _named("axon_spikes", _under_way(elapsed, population.axonal_spikes, axonal))
    if population.rates is not None:
        arrays |= _named("counted", population.rates.spikes)
    return Part(numbers, arrays)


def _under_way(elapsed: int, last: NDArray[np.int32], flights: Iterable[InFlight]) -> Spikes:
    """Return the spikes that are under way anywhere, and those of the last step."""
    ranks_of = {each.emitted: each.ranks for flying in flights for each in flying}
    if last.size:
        ranks_of[elapsed - 1] = last.astype(np.int64)
    steps = [np.full(len(ranks_of[step]), step) for step in sorted(ranks_of)]
    ranks = [ranks_of[step].astype(np.int32) for step in sorted(ranks_of)]
    return (
        np.concatenate([*steps, np.empty(0, np.int64)]),
        np.concatenate([*ranks, np.empty(0, np.int32)]),
    )


def _named(kind: str, spikes: Spikes) -> dict[str, NDArray[Any]]:
    return {f"{kind}/steps": spikes[0], f"{kind}/ranks": spikes[1]}


def _restore_population(population: Population, part: Part) -> None:
    population.flags.update(part.numbers["flags"])
    population.start_step = part.numbers["start_step"]
    population.timetable = timetable_of_part(part) or population.spec.timetable
    population.stimuli.all = stimuli_of_part(part)
    population.values.restore(part.named("value"))
    population._depth = part.numbers["longest"]
    population.histories.clear()
    n_steps = part.numbers["rate_window"]
    population.rates = Rates(population.size, n_steps) if n_steps else None
    if population.rates is not None:
        population.rates.restore(*part.spikes("counted"))
    if population.model.is_spiking:
        population.last_spike[...] = part.arrays["last_spike"]
        now = population._clock.elapsed
        population.spikes = _of_step(part.spikes("spikes"), now - 1)
        population.axonal_spikes = _of_step(part.spikes("axon_spikes"), now - 1)


def _restore_past(population: Population, part: Part) -> None:
    """Bring back what is remembered, once all projections have said what is."""
    for name, rows in part.named("past").items():
        population.remember((name,), len(rows))
        population.histories[name].restore(rows)


def _of_step(spikes: Spikes, step: int) -> NDArray[np.int32]:
    steps, ranks = spikes
    chosen: NDArray[np.int32] = ranks[steps == step]
    return chosen


# Projections


def _projection(projection: Projection) -> Part:
    epochs = _epochs(projection)
    numbers: dict[str, Any] = {
        "flags": dict(projection.flags),
        "learning": list(projection.learning),
        "epochs": [[first, delays.longest] for first, delays in epochs],
    }
    arrays = {
        f"value/{name}": projection.values.read(name) for name in projection.values.attributes
    }
    arrays |= {f"clock/{name}": clock.copy() for name, clock in projection.clocks.items()}
    arrays |= {f"delays/{k}": delays.steps.astype(np.int32) for k, (_, delays) in enumerate(epochs)}
    for more, others in (_decoded(projection), _rewired(projection), start_arrays(projection.spec)):
        numbers, arrays = numbers | more, arrays | others
    return Part(numbers, arrays)


def _epochs(projection: Projection) -> list[Epoch]:
    """Return the delays of the spikes under way, the oldest first, and last those that hold."""
    flying = [*projection._in_flight, *projection._axonal_in_flight]
    found: dict[int, Epoch] = {}
    for spikes in sorted(flying, key=lambda each: each.emitted):
        found.setdefault(id(spikes.delays), (spikes.emitted, spikes.delays))
    found.setdefault(id(projection.delays), (projection.clock.elapsed, projection.delays))
    return list(found.values())


def _decoded(projection: Projection) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    decoder = projection.decoder
    if decoder is None:
        return {}, {}
    arrived = [(step, edges[0]) for step, edges in decoder.arrived if len(edges)]
    sums, counts = decoder.sums
    first_edges = np.array([edge for _, edge in arrived], np.int64)
    return {"is_stale": decoder.is_stale}, {
        "decoded/steps": np.array([step for step, _ in arrived], np.int64),
        "decoded/ranks": projection.pre_ranks[first_edges].astype(np.int32),
        "decoded/sums": sums,
        "decoded/counts": counts.astype(np.int32),
    }


def _rewired(projection: Projection) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    rewirer = projection.rewirer
    if rewirer is None:
        return {}, {}
    numbers = {
        "rules": {rule: list(every) for rule, every in rewirer.every.items()},
        "n_changes": rewirer.n_changes,
        "default_delay": rewirer._new_delays.default,
        "longest_delay": rewirer._new_delays.longest,
    }
    arrays = {f"fresh/{name}": value.copy() for name, value in rewirer.fresh.items()}
    if rewirer.n_changes:
        arrays["pre_ranks"] = projection.pre_ranks.astype(np.int32)
        arrays["post_ranks"] = projection.post_ranks.astype(np.int32)
    return numbers, arrays


def _restore_edges(projection: Projection, part: Part) -> None:
    """Let a projection have the edges of then, and everything that comes with them."""
    start = started(projection.spec, part)
    if start is not projection.spec:
        projection.reconnect(start)
    rewirer = projection.rewirer
    if rewirer is None:
        return
    numbers = part.numbers
    edges = edges_now(projection.spec, part)
    local = {name: part.arrays[f"value/{name}"].copy() for name in rewirer.fresh}
    ends = (edges.pre_ranks.astype(np.int64), edges.post_ranks.astype(np.int64))
    rewirer._replace(*ends, local, projection.clocks)
    rewirer.n_changes = numbers["n_changes"]
    rules = numbers["rules"].items()
    rewirer.every = {rule: (every[0], every[1]) for rule, every in rules}
    rewirer.fresh = {name: value.copy() for name, value in part.named("fresh").items()}
    rewirer._new_delays = replace(
        projection.spec.new_delays,
        default=numbers["default_delay"],
        longest=numbers["longest_delay"],
    )


def _restore_projection(projection: Projection, part: Part, before: Part) -> None:
    projection.flags.update(part.numbers["flags"])
    period, offset = part.numbers["learning"]
    projection.learning = (period, offset)
    projection.values.restore(part.named("value"))
    projection.clocks = {name: clock.copy() for name, clock in part.named("clock").items()}
    _restore_spikes(projection, part, before)
    if projection.decoder is not None:
        _restore_decoder(projection, part)


def _restore_spikes(projection: Projection, part: Part, before: Part) -> None:
    epochs = [
        (
            -np.inf if first is None else first,
            EdgeDelays(part.arrays[f"delays/{k}"].astype(np.int64), longest),
        )
        for k, (first, longest) in enumerate(part.numbers["epochs"])
    ]
    projection._delayed = frozenset()
    for _, delays in epochs:
        projection.delays = delays
        projection._remember()
    if projection.pre.model.is_spiking:
        now = projection.clock.elapsed
        flights = {"spikes": projection._in_flight, "axon_spikes": projection._axonal_in_flight}
        for kind, flying in flights.items():
            flying.restore(list(_flying(before.spikes(kind), epochs, now)))


def _flying(
    spikes: Spikes, epochs: "list[tuple[float, EdgeDelays]]", now: int
) -> Iterator[flight.Spikes]:
    steps, ranks = spikes
    for step in np.unique(steps).tolist():
        known = [delays for first, delays in epochs if first <= step]
        if known and now - step <= known[-1].longest:
            yield flight.Spikes(step, ranks[steps == step].astype(np.int64), known[-1])


def _restore_decoder(projection: Projection, part: Part) -> None:
    assert projection.decoder is not None
    steps, ranks = part.spikes("decoded")
    arrived = []
    for step, rank in zip(steps.tolist(), ranks.tolist(), strict=True):
        begin, end = projection._pre_ptr[rank : rank + 2]
        arrived.append((step, projection._pre_major[begin:end]))
    sums, counts = part.arrays["decoded/sums"], part.arrays["decoded/counts"]
    projection.decoder.restore(arrived, sums, counts, is_stale=part.numbers["is_stale"])
