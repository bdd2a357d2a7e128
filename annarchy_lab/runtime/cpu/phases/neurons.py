"""What neurons do: equations, spikes, memories for delays, global operations.

In: a population.
Out: phases.
Not here: what reaches them (`transmission`).
"""

from collections.abc import Iterator

from annarchy_lab.ir.kernel import buffer_type
from annarchy_lab.ir.model import Role, operation_parts
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime._bridge import Buffer
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import dtype_code, read_by_projections, writes
from annarchy_lab.runtime.cpu.phases.gaps import draw_gaps
from annarchy_lab.runtime.cpu.phases.stimuli import spike
from annarchy_lab.runtime.cpu.phases.timetables import emit, play
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.timetables import Train

__all__ = ["operate", "push", "update"]


def update(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Play what the timetable says, execute the equations, then find out who spikes."""
    name, loaded = population.spec.name, state.loaded(population.spec.name)
    yield from play(population)
    if loaded.has("update_global"):
        entry = {"kind": "once", "context": population.context, "function": "update_global"}
        yield Phase(entry, f"{name}: global variables", is_serial=True)
    train = population.timetable.current
    is_train = isinstance(train, Train)
    is_tested = not is_train and (loaded.has("detect") or loaded.has("reset"))
    is_joined = is_tested and loaded.has("detect") and not population.model.resets_share
    if loaded.has("update") and not is_joined:
        entry = {
            "kind": "range",
            "context": population.context,
            "function": "update",
            "population": population.index,
        }
        yield Phase(entry, f"{name}: equations", writes=_written(population))
    if isinstance(train, Train):
        yield emit(population, train)
    elif population.model.gap_rates is not None:
        yield draw_gaps(state, population, population.model.gap_rates)
    if is_tested:
        yield _detect(state, population, updates=is_joined and loaded.has("update"))
    yield from spike(state, population)


def _written(population: PopulationStore) -> frozenset[str]:
    name = population.spec.name
    return writes(population.model.updates, name, name)


def _detect(state: NetworkState, population: PopulationStore, *, updates: bool) -> Phase:
    """Test conditions, block by block where equations come first: what they wrote is at hand."""
    name, model = population.spec.name, population.model
    resets = (*model.reset, *model.axon_reset)
    entry = {
        "kind": "detect",
        "context": population.context,
        "population": population.index,
        "axons": population.axons,
        "updates": updates,
        "serial": model.resets_share,
        "hidden": _hidden(state, population) if updates else [],
    }
    written = writes(resets, name, name) | {f"{name}.last_spike"}
    return Phase(
        entry,
        f"{name}: {'equations, ' if updates else ''}spikes and resets",
        writes=written | _written(population) if updates else written,
        publishes=frozenset({f"{name}.spikes", f"{name}.axonal spikes"}),
        is_serial=model.resets_share,
    )


def _hidden(state: NetworkState, population: PopulationStore) -> list[Buffer]:
    """Return the variables that nobody reads in a step but the equations that overwrite them."""
    hidden = state.loaded(population.spec.name).kernel.hidden
    if not hidden:
        return []
    kept = population.histories.keys() | read_by_projections(state, population)
    kept |= {operation_parts(name)[1] for name in population.arrays}
    return [population.arrays[name].buffer for name in hidden if name not in kept]


def push(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Remember the values of this step for delays."""
    for attribute, history in population.histories.items():
        is_global = population.attributes[attribute].locality is Locality.GLOBAL
        entry = {
            "kind": "push",
            "source": history.source.buffer,
            "ring": history.ring.buffer,
            "stride_bytes": history.stride,
            "n_slots": history.n_slots,
            "itemsize": history.source.values.itemsize,
            "population": state.single if is_global else population.index,
        }
        name = f"{population.spec.name}.{attribute}"
        written = frozenset({f"{name} history"})
        yield Phase(entry, f"remember {name} for delays", publishes=written)


def operate(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Compute the global operations."""
    for name, attribute in population.attributes.items():
        if attribute.role is not Role.OPERATION:
            continue
        op, source = operation_parts(name)
        entry = {
            "kind": "global_op",
            "op": op,
            "source": population.arrays[source].buffer,
            "dtype": dtype_code(state),
            "elements": buffer_type(population.attributes[source].dtype).value,
            "size": population.spec.size,
            "result": population.arrays[name].buffer,
        }
        yield Phase(entry, f"{population.spec.name}: {name}", is_serial=True)
