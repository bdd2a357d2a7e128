"""Mean firing rates: ``r`` of spiking neurons.

In: a population.
Out: a phase, if somebody has asked for rates.
Not here: the spikes of the window, which the engine keeps.
"""

from collections.abc import Iterator

from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import dtype_code
from annarchy_lab.runtime.cpu.populations import PopulationStore

__all__ = ["refresh_rates"]


def refresh_rates(state: NetworkState, population: PopulationStore) -> Iterator[Phase]:
    """Count the spikes of the window anew, right after they were detected."""
    if not population.rate_window:
        return
    name = population.spec.name
    entry = {
        "kind": "rate",
        "population": population.index,
        "rates": population.arrays["r"].buffer,
        "dtype": dtype_code(state),
    }
    label = f"{name}: mean firing rate of {population.rate_window} steps"
    yield Phase(entry, label, writes=frozenset({f"{name}.r"}))
