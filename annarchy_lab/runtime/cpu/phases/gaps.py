"""Neurons that spike at random, at rates that are numbers.

In: a population.
Out: the phase that draws the gaps between their spikes.
Not here: refractory periods, which begin as they do for any neuron (`phases.neurons`).
"""

from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.lowering import FLAGS
from annarchy_lab.ir.model import REFRACTORY_LEFT, Store
from annarchy_lab.ir.stimulus import SPIKES
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import dtype_code
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.streams import gap_stream

__all__ = ["draw_gaps"]


def draw_gaps(state: NetworkState, population: PopulationStore, rates: str) -> Phase:
    """Find out who spikes; a block of neurons that is cut is looked at from both sides."""
    name, changes = population.spec.name, population.rate_changes
    assert changes is not None
    left = population.arrays.get(REFRACTORY_LEFT)
    entry = {
        "kind": "gaps",
        "population": population.index,
        "rates": population.arrays[rates].buffer,
        "dtype": dtype_code(state),
        "changes": changes.buffer,
        "volatile": _is_written(state, name, rates) or _is_stimulated(population, rates),
        "left": None if left is None else left.buffer,
        "flagged": left is not None or _is_flagged(state, population),
        "stream": gap_stream(name, rates),
    }
    return Phase(
        entry,
        f"{name}: spikes at random",
        reads_anywhere=frozenset({f"{name}.{rates}"}),
        writes=frozenset({f"{name}.last_spike"}),
        publishes=frozenset({f"{name}.spikes"}),
    )


def _is_flagged(state: NetworkState, population: PopulationStore) -> bool:
    """Tell whether anybody asks neuron by neuron who spiked in this step."""
    buffers = state.loaded(population.spec.name).kernel.buffers
    is_read = any(buffer.name == FLAGS for buffer in buffers)
    return is_read or _is_stimulated(population, SPIKES)


def _is_stimulated(population: PopulationStore, attribute: str) -> bool:
    return any(laid.stimulus.attribute == attribute for laid in population.stimuli)


def _is_written(state: NetworkState, population: str, attribute: str) -> bool:
    """Tell whether events at synapses set an attribute of a population."""
    for projection in state.projections.values():
        ends = {Owner.PRE: projection.spec.pre, Owner.POST: projection.spec.post}
        for event in (projection.model.on_pre, projection.model.on_axon, projection.model.on_post):
            targets = (x.target for x in event.statements if isinstance(x, Store)) if event else ()
            if any((ends.get(t.owner), t.name) == (population, attribute) for t in targets):
                return True
    return False
