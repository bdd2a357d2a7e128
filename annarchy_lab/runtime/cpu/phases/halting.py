"""The end of a run that waits for stop conditions.

In: the populations whose conditions count.
Out: phases that follow the schedule in each step of such a run.
Not here: how conditions are formed (`ir.build_neuron`).
"""

from collections.abc import Sequence

from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.populations import PopulationStore

__all__ = ["halt"]


def halt(populations: Sequence[PopulationStore], *, needs_all: bool) -> tuple[Phase, ...]:
    """Return the phases that end a run after a step in which the conditions hold.

    They need no barrier: each thread tests its own neurons, and what others may have written there
    was written in a serial phase.

    Parameters
    ----------
    needs_all
        Whether all populations must ask for the end.  One without a condition never does.
    """
    conditional = [p for p in populations if p.stop_flags is not None]
    if not conditional or (needs_all and len(conditional) < len(populations)):
        return ()
    tests = tuple(Phase(_test(p), f"{p.spec.name}: stop condition") for p in conditional)
    entry = {
        "kind": "halt",
        "conditions": [_condition(p) for p in conditional],
        "operator": "and" if needs_all else "or",
    }
    return (*tests, Phase(entry, "end of the run", is_serial=True))


def _test(population: PopulationStore) -> dict[str, object]:
    return {
        "kind": "range",
        "context": population.context,
        "function": "stop",
        "population": population.index,
    }


def _condition(population: PopulationStore) -> tuple[object, int, str]:
    assert population.stop_flags is not None
    which = "all" if population.model.stop_needs_all else "any"
    return population.stop_flags.buffer, population.spec.size, which
