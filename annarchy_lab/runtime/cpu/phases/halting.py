"""The end of a run that waits for stop conditions.

In: the populations whose conditions count.
Out: phases that follow the schedule in each step of such a run; whether they have ended it.
Not here: how conditions are formed (`ir.build_neuron`).
"""

from collections.abc import Sequence
from typing import Final

from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.populations import PopulationStore

__all__ = ["Halting"]

LABEL: Final = "conditions that end the run"


class Halting:
    """What ends a run after a step in which conditions hold; nothing without populations.

    The phases need no barrier: each thread tests its own neurons, and what others may have written
    there was written in a serial phase.

    Parameters
    ----------
    needs_all
        Whether all populations must ask for the end.  One without a condition never does.
    """

    def __init__(
        self, populations: Sequence[PopulationStore] = (), *, needs_all: bool = True
    ) -> None:
        conditional = [p for p in populations if p.stop_flags is not None]
        is_idle = needs_all and len(conditional) < len(populations)
        self._populations = () if is_idle else tuple(conditional)
        self._needs_all = needs_all

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of now: modules may have been exchanged."""
        return self._made() if self._populations else ()

    @property
    def holds(self) -> bool:
        """Whether the conditions held in the last step of such a run."""
        held = [_holds(each) for each in self._populations]
        return bool(held) and (all(held) if self._needs_all else any(held))

    def _made(self) -> tuple[Phase, ...]:
        tests = (Phase(_test(p), LABEL) for p in self._populations)
        entry = {
            "kind": "halt",
            "conditions": [_condition(p) for p in self._populations],
            "operator": "and" if self._needs_all else "or",
        }
        return (*tests, Phase(entry, LABEL, is_serial=True))


def _holds(population: PopulationStore) -> bool:
    assert population.stop_flags is not None
    flags = population.stop_flags.values
    return bool(flags.all() if population.model.stop_needs_all else flags.any())


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
