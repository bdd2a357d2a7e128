"""Sections about what goes into a network and what is measured.

In: populations, projections, monitors.  Out: tables.
Not here: populations as such.
"""

from collections.abc import Iterator, Sequence

from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.reports.document import Cell, Inline, Table, Text, text
from annarchy_lab.api.reports.values import number, of_argument

__all__ = ["input_table", "inputs", "monitor_table"]

SHOWN = ("rates", "corr", "tau", "spike_times", "schedule", "period", "window")
"""What inputs are made from, where their class has it."""


def inputs(
    populations: Sequence[Population], projections: Sequence[Projection]
) -> list[Population | Projection]:
    """Return what brings something in: inputs by class, and populations that only send."""
    fed = {projection.post.population.name for projection in projections}
    sending = {projection.pre.population.name for projection in projections}
    found: list[Population | Projection] = [
        each for each in populations if _is_special(each) or each.name in sending - fed
    ]
    return found + [each for each in projections if _is_special(each)]


def input_table(found: Sequence[Population | Projection]) -> Table:
    """Return what each input is."""
    rows = tuple((text(each.name), text(_kind(each)), _made_from(each)) for each in found)
    return Table(("Name", "Kind", "Description"), (0.25, 0.25, 0.5), rows)


def _is_special(each: Population | Projection) -> bool:
    return type(each) not in (Population, Projection)


def _kind(each: Population | Projection) -> str:
    return type(each).__name__ if _is_special(each) else each.declaration.name


def _made_from(each: Population | Projection) -> Cell:
    if not _is_special(each):
        return text(f"{each.size} neurons that no projection reaches")
    return tuple(_pieces(each))[1:] or text(f"size {each.size}")


def _pieces(each: Population | Projection) -> Iterator[Inline]:
    for name in SHOWN:
        value = getattr(each, name, None)
        if value is not None and not callable(value):
            yield Text(", ")
            yield Text(f"{name} = ")
            yield from of_argument(value)


def monitor_table(monitors: Sequence[Monitor]) -> Table:
    """Return what is recorded."""
    rows = tuple(
        (
            text(monitor.name),
            text(monitor._described),
            text(", ".join(monitor.variables)),
            (number(monitor.period),),
        )
        for monitor in monitors
    )
    return Table(("Name", "Object", "Variables", "Every (ms)"), (0.2, 0.3, 0.34, 0.16), rows)
