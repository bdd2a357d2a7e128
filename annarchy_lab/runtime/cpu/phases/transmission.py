"""What arrives at neurons: weighted sums, spikes, continuous contributions.

In: a projection or the population that it reaches.
Out: phases.
Not here: learning, the order of projections.
"""

from collections.abc import Iterator
from typing import Any

from annarchy_lab.connectivity.edges import Block
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.model import Event, Role, written_pre
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime._bridge import DecodingWindow
from annarchy_lab.runtime.cpu.arrays import Array
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import (
    dtype_code,
    edge_table,
    fed,
    late_rates,
    must_be_serial,
    reads_through_pre,
    recalling,
    seen_of_pre,
    traces,
    writes,
)
from annarchy_lab.runtime.cpu.phases.ranges import range_phase
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore

__all__ = ["transmit", "zero_sums"]


def zero_sums(population: PopulationStore) -> Iterator[Phase]:
    """Begin a step: weighted sums are formed anew."""
    for name, attribute in population.attributes.items():
        if attribute.role is Role.INPUT:
            array = population.arrays[name]
            entry = {
                "kind": "zero",
                "buffer": array.buffer,
                "itemsize": array.values.itemsize,
                "population": population.index,
            }
            yield Phase(entry, f"{population.spec.name}.{name} = 0")


def transmit(state: NetworkState, projection: ProjectionStore) -> Iterator[Phase]:
    """Add to the targets of a projection what arrives in this step."""
    model = projection.model
    if projection.window is not None:
        yield _decode(state, projection, projection.window)
    elif model.is_spiking:
        yield from _spikes(state, projection)
        yield from _axonal_spikes(state, projection)
        if model.psp is not None:
            yield range_phase(state, projection, "psp")
    elif model.is_default_transmission:
        for target in state.target_arrays(projection.spec.name):
            yield _weighted_sum(state, projection, target)
    else:
        yield range_phase(state, projection, "psp")


@dataclass(frozen=True, slots=True)
class _Arriving:
    """Spikes of one kind: their number in the engine, what runs them, how they are called."""

    emitter: int
    function: str
    name: str
    event: str


def _spikes(state: NetworkState, projection: ProjectionStore) -> Iterator[Phase]:
    pre, _ = state.ends(projection.spec.name)
    kind = _Arriving(pre.index, "on_pre", "spikes", "pre_spike")
    if projection.model.is_default_transmission:
        yield _deliver(state, projection, kind)
        return
    if projection.sharing.events[Owner.PRE]:
        yield _pre_once(state, projection, kind)
    event = projection.sharing.edges.on_pre
    if event is not None and event.adds_weight_only:
        yield _deliver(state, projection, kind)
    elif event is not None:
        yield _pre_events(state, projection, event, kind)


def _axonal_spikes(state: NetworkState, projection: ProjectionStore) -> Iterator[Phase]:
    pre, _ = state.ends(projection.spec.name)
    event = projection.model.on_axon
    if event is None or pre.axons is None or not projection.flags["axon_transmission"]:
        return
    kind = _Arriving(pre.axons, "on_axon", "axonal spikes", "pre_axon_spike")
    if event.adds_weight_only:
        yield _deliver(state, projection, kind)
    else:
        yield _pre_events(state, projection, event, kind)


def _deliver(state: NetworkState, projection: ProjectionStore, kind: _Arriving) -> Phase:
    spec = projection.spec
    _, post = state.ends(spec.name)
    entry = _weights(state, projection, projection.storage.block) | {
        "kind": "deliver",
        "targets": [array.buffer for array in state.target_arrays(spec.name)],
        "pre_population": kind.emitter,
        "post_population": post.index,
        "epochs": _epochs(projection, has_rows=projection.storage.layout != "dense"),
    }
    entry["table"] = edge_table(projection)
    return Phase(
        entry,
        f"{spec.name}: arriving {kind.name} of {spec.pre} add w to {spec.post} ({entry['format']})",
        reads_anywhere=frozenset({f"{spec.pre}.{kind.name}"}),
        writes=fed(state, projection),
    )


def _decode(state: NetworkState, projection: ProjectionStore, window: DecodingWindow) -> Phase:
    spec = projection.spec
    pre, post = state.ends(spec.name)
    (target,) = state.target_arrays(spec.name)
    entry = {
        "kind": "decode",
        "dtype": dtype_code(state),
        "weights": projection.arrays["w"].buffer,
        "narrow": state.spec.has_narrow_weights,
        "single": projection.is_single_weight,
        "target": target.buffer,
        "pre_population": pre.index,
        "post_population": post.index,
        "epochs": _epochs(projection, has_rows=True),
        "row_ptr": projection.index("row_ptr").buffer,
        "window": window,
    }
    return Phase(
        entry,
        f"{spec.name}: rate of the spikes of {spec.pre} in {spec.window_steps} steps",
        reads_anywhere=frozenset({f"{spec.pre}.spikes"}),
        writes=fed(state, projection),
    )


def _weights(
    state: NetworkState, projection: ProjectionStore, block: Block | None
) -> dict[str, Any]:
    """Say where the weights are: a matrix over `block`, or edge by edge."""
    entry: dict[str, Any] = {
        "format": "csr" if block is None else "dense",
        "dtype": dtype_code(state),
        "weights": projection.arrays["w"].buffer,
        "narrow": state.spec.has_narrow_weights,
        "single": projection.is_single_weight,
    }
    if block is not None:
        entry |= {
            "pre_lo": block.pre_start,
            "pre_hi": block.pre_stop,
            "post_lo": block.post_start,
            "post_hi": block.post_stop,
        }
    return entry


def _weighted_sum(state: NetworkState, projection: ProjectionStore, target: Array) -> Phase:
    spec = projection.spec
    _, post = state.ends(spec.name)
    entry = (
        _weights(state, projection, _matrix(projection))
        | late_rates(state, projection)
        | {
            "kind": "weighted_sum",
            "post_population": post.index,
            "target": target.buffer,
        }
    )
    if entry["format"] == "csr":
        entry["row_ptr"] = projection.index("row_ptr").buffer
        entry["pre_ranks"] = projection.index("pre_rank").buffer
    label = f"{spec.name}: sum of w * pre.r over dendrites ({entry['format']})"
    return Phase(entry, label, seen_of_pre(projection, ("r",)), fed(state, projection))


def _matrix(projection: ProjectionStore) -> Block | None:
    """Return the block of a matrix of weights whose rows are dendrites; None for edges."""
    storage = projection.storage
    is_fixed = projection.rewirer is None and not projection.delays.is_per_edge
    return storage.block or (storage.filled if is_fixed else None)


def _pre_once(state: NetworkState, projection: ProjectionStore, kind: _Arriving) -> Phase:
    spec, statements = projection.spec, projection.sharing.events[Owner.PRE]
    entry = {
        "kind": "on_pre_once",
        "context": projection.context,
        "pre_population": kind.emitter,
        "epochs": _epochs(projection, has_rows=False),
    }
    label = f"{spec.name}: arriving {kind.name} of {spec.pre} run {kind.event}, once per neuron"
    return Phase(entry, label, writes=traces(projection, statements))


def _pre_events(
    state: NetworkState, projection: ProjectionStore, event: Event, kind: _Arriving
) -> Phase:
    spec = projection.spec
    _, post = state.ends(spec.name)
    is_serial, live = must_be_serial(projection, event), written_pre(event)
    entry = {
        "kind": "on_pre",
        "function": kind.function,
        "context": projection.context,
        "pre_population": kind.emitter,
        "post_population": post.index,
        "epochs": _epochs(projection, has_rows=True),
        "serial": is_serial,
        "table": edge_table(projection),
    } | recalling(state, projection, live)
    reads = reads_through_pre(projection, event.statements, live)
    reads |= traces(projection)
    return Phase(
        entry,
        f"{spec.name}: arriving {kind.name} of {spec.pre} run {kind.event}",
        reads_anywhere=reads | {f"{spec.pre}.{kind.name}"},
        writes=writes(event.statements, spec.pre, spec.post) | fed(state, projection),
        is_serial=is_serial,
    )


def _epochs(projection: ProjectionStore, *, has_rows: bool) -> list[dict[str, Any]]:
    """Return the delays by which spikes arrive, and the rows of edges that they reach."""
    return [
        {"first": epoch.first, "delays": epoch.distinct.tolist()}
        | (projection.rows(epoch) if has_rows else {})
        for epoch in projection.delays.epochs
    ]
