"""The rows of populations, of named parts of them, and of what they hold.

In: a population.
Out: its item.
"""

from dataclasses import replace

from annarchy_lab.api.population import Population
from annarchy_lab.api.view import PopulationView
from annarchy_lab.lab.inspector.attributes import attributes
from annarchy_lab.lab.inspector.items import Item, Names, fact, memory, path
from annarchy_lab.lab.inspector.present import Present
from annarchy_lab.lab.inspector.words import number, plural
from annarchy_lab.lab.messages import RowKind, TabName

__all__ = ["population_item"]


def population_item(above: Item, population: Population, names: Names, index: int) -> Item:
    """Return the item of a population; `index` is its place in the palette."""
    item = _neurons(above, population, names.of(population), "population")
    item = replace(item, color_index=index)
    return replace(item, branches=lambda: _branches(item, population, names))


def _neurons(above: Item, group: Population | PopulationView, name: str, kind: RowKind) -> Item:
    row = path(above.id, name)
    model = f" · {group.declaration.name}" if kind == "population" else ""
    return Item(
        id=row,
        kind=kind,
        name=name,
        session=above.session,
        detail=plural(group.size, "neuron") + model,
        hint="mean rate of the last half second" if group.is_spiking else "mean of r",
        thing=group,
        views=_views(group) if above.is_compiled else (),
        value=lambda present: _rate(present, row, group),
    )


def _views(group: Population | PopulationView) -> tuple[TabName, ...]:
    found: list[TabName] = ["raster"] if group.is_spiking else []
    found += ["rate", "trace"]
    if isinstance(group, Population) and group.dimension <= 2:
        found.append("map")
    found.append("histogram")
    if len(group.variables) > 1:
        found.append("phase")
    return (*found, "controls")


def _rate(present: Present, row: str, group: Population | PopulationView) -> str:
    rate = present.rate(row, group)
    if rate is None:
        return ""
    return f"{rate:.1f} Hz" if group.is_spiking else f"r {number(rate, 3)}"


def _branches(item: Item, population: Population, names: Names) -> list[Item]:
    facts = memory(item, population)
    if population.dimension > 1:
        shape = " × ".join(str(n) for n in population.geometry)
        facts.append(fact(item, "geometry", lambda _: shape, "How the neurons are laid out."))
    parts = [_neurons(item, view, name, "view") for name, view in names.views(population)]
    return [*parts, *attributes(item, population), *facts]
