"""Sections about populations: what they are, and their parameters now.

In: populations.  Out: tables and sections.
Not here: equations (see `models`), inputs (see `surroundings`).
"""

from collections.abc import Sequence

from annarchy_lab.api.population import Population
from annarchy_lab.api.reports.document import Cell, Math, Section, Table, Text, text
from annarchy_lab.api.reports.models import parameter_table
from annarchy_lab.api.reports.values import described
from annarchy_lab.api.view import PopulationView
from annarchy_lab.language.declaration import Kind

__all__ = ["end_name", "population_parameters", "population_table", "topology"]


def population_table(populations: Sequence[Population]) -> Table:
    """Return what populations there are."""
    rows = tuple(
        (
            text(population.name),
            text(population.declaration.name),
            text(population.size),
            topology(population),
            text(population.stop_condition or ""),
        )
        for population in populations
    )
    titles = ("Name", "Elements", "Size", "Geometry", "Stop condition")
    return Table(titles, (0.24, 0.28, 0.12, 0.16, 0.2), rows)


def topology(population: Population) -> Cell:
    """Return the geometry as a product."""
    return (Math(r" \times ".join(str(n) for n in population.geometry)),)


def end_name(end: Population | PopulationView) -> Cell:
    """Return the name of a population, and of a view how much of it that is."""
    whole = end.population
    if end is whole:
        return text(whole.name)
    return (Text(f"{whole.name} ({end.size} of {whole.size} neurons)"),)


def population_parameters(population: Population) -> Section:
    """Return the parameters of a population with their values now."""
    entries = [
        (attribute, described(population._flat(attribute.name)))
        for attribute in population._attributes.values()
        if attribute.kind is Kind.PARAMETER
    ]
    blocks = (parameter_table(entries),) if entries else (text("No parameters."),)
    return Section(population.name, blocks, level=2)
