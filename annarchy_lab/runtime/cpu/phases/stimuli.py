"""What is laid on top of populations for some steps.

In: a population.
Out: phases, while there are stimuli.
Not here: their arrays (`cpu.stimuli`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from annarchy_lab.ir.stimulus import SPIKES
from annarchy_lab.runtime.cpu.hazards import BARRIER, Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import dtype_code
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.stimuli import Laid
from annarchy_lab.runtime.stimulating import is_put_back

__all__ = ["add_stimuli", "remove_all_stimuli", "spike"]


def add_stimuli(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Add what neurons receive in this step, in the order in which the stimuli came."""
    name = population.spec.name
    for laid in population.stimuli:
        attribute = laid.stimulus.attribute
        if attribute != SPIKES:
            entry = {"kind": "add_stimulus", **_entry(state, population, laid)}
            label = f"{name}: stimulus {laid.stimulus.number} of {attribute}"
            yield Phase(entry, label, writes=frozenset({f"{name}.{attribute}"}))


def remove_all_stimuli(
    state: NetworkState, populations: Iterable[PopulationStore]
) -> Iterator[Phase]:
    """Let parameters be as they were, when everybody has seen the step to its end."""
    phases = [phase for population in populations for phase in _remove(state, population)]
    if phases:
        yield Phase(BARRIER, "barrier: all threads meet", is_serial=True)
        yield from phases


def _remove(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Let parameters be as they were, in the other order: the first one saved what was there."""
    name = population.spec.name
    for laid in reversed(population.stimuli):
        attribute = laid.stimulus.attribute
        if attribute != SPIKES and is_put_back(population.attributes, attribute):
            entry = {"kind": "remove_stimulus", **_entry(state, population, laid)}
            label = f"{name}: {attribute} without stimulus {laid.stimulus.number}"
            yield Phase(entry, label, writes=frozenset({f"{name}.{attribute}"}))


def spike(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Let neurons spike, besides those that have been found to."""
    name = population.spec.name
    for laid in population.stimuli:
        if laid.stimulus.attribute == SPIKES and population.spike_flags is not None:
            flags = population.spike_flags.buffer
            entry = {"kind": "spike_stimulus", **_entry(state, population, laid), "flags": flags}
            yield Phase(
                entry,
                f"{name}: stimulus {laid.stimulus.number}: spikes",
                writes=frozenset({f"{name}.last_spike"}),
                publishes=frozenset({f"{name}.spikes"}),
            )


def _entry(state: NetworkState, population: PopulationStore, laid: Laid) -> dict[str, Any]:
    stimulus, name = laid.stimulus, laid.stimulus.attribute
    is_added = name != SPIKES
    has_saved = is_added and is_put_back(population.attributes, name)
    return {
        "population": population.index,
        "ranks": laid.ranks.buffer,
        "n_ranks": len(stimulus.ranks),
        "values": laid.values.buffer if is_added else None,
        "n_rows": len(stimulus.values),
        "single": stimulus.values.ndim == 1,
        "first": stimulus.first,
        "n_steps": stimulus.n_steps,
        "period_steps": stimulus.period_steps,
        "n_times": stimulus.n_times,
        "target": population.arrays[name].buffer if is_added else None,
        "saved": laid.saved.buffer if has_saved else None,
        "dtype": dtype_code(state),
    }
