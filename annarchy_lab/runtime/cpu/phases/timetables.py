"""What populations do in given steps: values that are played, spikes that are emitted.

In: a population.
Out: phases, if it follows a timetable.
Not here: the arrays of the timetable (`cpu.timetables`).
"""

from collections.abc import Iterator

from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.timetables import Played, Train

__all__ = ["emit", "play"]


def play(population: PopulationStore) -> Iterator[Phase]:
    """Set attributes to the row of this step, before the equations."""
    played, name = population.timetable.current, population.spec.name
    if not isinstance(played, Played):
        return
    for attribute, rows in played.rows.items():
        target = population.arrays[attribute]
        is_global = population.attributes[attribute].locality is Locality.GLOBAL
        entry = {
            "kind": "play",
            "start": population.timetable.start.buffer,
            "onsets": played.onsets.buffer,
            "n_rows": played.n_rows,
            "period_steps": played.period_steps,
            "rows": rows.buffer,
            "single": attribute in played.single,
            "target": target.buffer,
            "itemsize": target.values.itemsize,
            "population": None if is_global else population.index,
            "context": population.context if is_global else None,
        }
        label = f"{name}: {attribute} from its timetable"
        yield Phase(entry, label, writes=frozenset({f"{name}.{attribute}"}), is_serial=is_global)


def emit(population: PopulationStore, train: Train) -> Phase:
    """Emit the spikes of this step."""
    name = population.spec.name
    entry = {
        "kind": "emit",
        "start": population.timetable.start.buffer,
        "steps": train.steps.buffer,
        "ranks": train.ranks.buffer,
        "n_spikes": len(train.steps.values),
        "population": population.index,
    }
    return Phase(
        entry,
        f"{name}: spikes from its timetable",
        writes=frozenset({f"{name}.last_spike"}),
        publishes=frozenset({f"{name}.spikes"}),
    )
