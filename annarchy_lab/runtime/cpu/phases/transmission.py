"""What arrives at neurons: weighted sums, spikes, continuous contributions.

In: a projection or the population that it reaches.
Out: phases.
Not here: learning, the order of projections.
"""

from collections.abc import Iterator
from typing import Any

from annarchy_lab.ir.model import Event, Role
from annarchy_lab.runtime.cpu.arrays import Array
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import (
    dtype_code,
    edge_table,
    fed,
    must_be_serial,
    reads_through_pre,
    rotations,
    writes,
    written_pre,
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
    if model.is_spiking:
        if model.is_default_transmission:
            yield _deliver(state, projection)
        elif model.on_pre is not None:
            yield _pre_events(state, projection, model.on_pre)
        if model.psp is not None:
            yield range_phase(state, projection, "psp", projection.spec.delay_steps)
    elif model.is_default_transmission:
        for target in state.target_arrays(projection.spec.name):
            yield _weighted_sum(state, projection, target)
    else:
        yield range_phase(state, projection, "psp", projection.spec.delay_steps)


def _deliver(state: NetworkState, projection: ProjectionStore) -> Phase:
    spec = projection.spec
    pre, post = state.ends(spec.name)
    entry = _weights(state, projection) | {
        "kind": "deliver",
        "targets": [array.buffer for array in state.target_arrays(spec.name)],
        "pre_population": pre.index,
        "post_population": post.index,
        "delay_steps": spec.delay_steps,
    }
    if entry["format"] == "csr":
        entry |= {
            "row_ptr": projection.index("pre_ptr").buffer,
            "post_ranks": projection.index("post_rank").buffer,
        }
        if projection.storage.layout == "post_major":
            entry["post_ranks"] = projection.index("row_posts").buffer
            entry["edges"] = projection.index("row_edges").buffer
    entry["table"] = edge_table(projection)
    return Phase(
        entry,
        f"{spec.name}: arriving spikes of {spec.pre} add w to {spec.post} ({entry['format']})",
        reads_anywhere=frozenset({f"{spec.pre}.spikes"}),
        writes=fed(state, projection),
    )


def _weights(state: NetworkState, projection: ProjectionStore) -> dict[str, Any]:
    storage = projection.storage
    entry: dict[str, Any] = {
        "format": "dense" if storage.layout == "dense" else "csr",
        "dtype": dtype_code(state),
        "weights": projection.arrays["w"].buffer,
        "single": projection.is_single_weight,
    }
    if storage.block is not None:
        block = storage.block
        entry |= {
            "pre_lo": block.pre_start,
            "pre_hi": block.pre_stop,
            "post_lo": block.post_start,
            "post_hi": block.post_stop,
        }
    return entry


def _weighted_sum(state: NetworkState, projection: ProjectionStore, target: Array) -> Phase:
    spec = projection.spec
    pre, post = state.ends(spec.name)
    entry = _weights(state, projection) | {
        "kind": "weighted_sum",
        "pre": pre.arrays["r"].buffer,
        "post_population": post.index,
        "target": target.buffer,
    }
    if entry["format"] == "csr":
        entry["row_ptr"] = projection.index("row_ptr").buffer
        entry["pre_ranks"] = projection.index("pre_rank").buffer
    if spec.delay_steps > 1:
        history = pre.keep_history("r")
        ring = (history.ring.buffer, history.stride, history.n_slots, spec.delay_steps)
        entry["rotation"] = ring
    name = f"{spec.pre}.r history" if spec.delay_steps > 1 else f"{spec.pre}.r"
    label = f"{spec.name}: sum of w * pre.r over dendrites ({entry['format']})"
    return Phase(entry, label, frozenset({name}), fed(state, projection))


def _pre_events(state: NetworkState, projection: ProjectionStore, event: Event) -> Phase:
    spec = projection.spec
    pre, post = state.ends(spec.name)
    is_post_major = projection.storage.layout == "post_major"
    is_serial, live = must_be_serial(projection, event), written_pre(event)
    entry = {
        "kind": "on_pre",
        "context": projection.context,
        "pre_population": pre.index,
        "post_population": post.index,
        "delay_steps": spec.delay_steps,
        "row_ptr": projection.index("pre_ptr").buffer,
        "edges": projection.index("row_edges").buffer if is_post_major else None,
        "post_of_edge": projection.index("row_posts").buffer,
        "serial": is_serial,
        "rotations": rotations(state, projection, spec.delay_steps, live),
        "table": edge_table(projection),
    }
    reads = reads_through_pre(spec, event.statements, live)
    return Phase(
        entry,
        f"{spec.name}: arriving spikes of {spec.pre} run pre_spike",
        reads_anywhere=reads | {f"{spec.pre}.spikes"},
        writes=writes(event.statements, spec.pre, spec.post) | fed(state, projection),
        is_serial=is_serial,
    )
