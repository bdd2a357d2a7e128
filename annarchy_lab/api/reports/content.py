"""What a report says: a network as sections, tables and formulas.

In: a network, before or after it is compiled.
Out: a `Document`, in the order of Nordlie, Gewaltig and Plesser (2009), Towards reproducible
descriptions of neuronal network models, PLOS Computational Biology 5:e1000456.
Not here: formats.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annarchy_lab.api.reports.document import Cell, Document, Math, Section, Table, Text, text
from annarchy_lab.api.reports.models import different, model_sections
from annarchy_lab.api.reports.populations import (
    population_parameters,
    population_table,
    topology,
)
from annarchy_lab.api.reports.projections import (
    bundles,
    projection_parameters,
    projection_tables,
)
from annarchy_lab.api.reports.surroundings import input_table, inputs, monitor_table
from annarchy_lab.api.reports.values import number
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.language.declaration import Kind
from annarchy_lab.language.latex import latex_function, latex_name

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["described_network"]


def described_network(
    network: "Network", title: str, author: str, date: str | None, *, gather: bool
) -> Document:
    """Return the description of a network as it is now.

    Parameters
    ----------
    title, author
        As given.
    date
        As given; ``None`` and LaTeX's own word for it mean today.
    gather
        Whether projections with names that begin alike are told as one.
    """
    if date is None or date == r"\today":
        date = datetime.datetime.now().astimezone().date().isoformat()
    return Document(title, author, date, tuple(_sections(network, gather=gather)))


def _sections(network: "Network", *, gather: bool) -> Iterator[Section]:
    populations, projections = network.get_populations(), network.get_projections()
    found = bundles(projections, gather=gather)
    yield Section("Model summary", (_summary(network),))
    yield _listing("Populations", population_table(populations))
    yield Section("Connectivity", projection_tables(found) if found else (text("None."),))
    yield Section("Neuron models", () if populations else (text("None."),))
    yield from model_sections(different(each.declaration for each in populations))
    yield Section("Synapse models", () if projections else (text("None."),))
    yield from model_sections(different(each.declaration for each in projections))
    if populations:
        yield Section("Parameters of populations")
        yield from (population_parameters(each) for each in populations)
    tables = [section for section in map(projection_parameters, found) if section.blocks]
    if tables:
        yield Section("Parameters of projections")
        yield from tables
    yield from _shared(network)
    yield _listing("Input", input_table(inputs(populations, projections)))
    yield _listing("Measurements", monitor_table(network.get_monitors()))


def _listing(title: str, table: Table) -> Section:
    return Section(title, (table if table.rows else text("None."),))


def _summary(network: "Network") -> Table:
    populations, projections = network.get_populations(), network.get_projections()
    entries: list[tuple[str, Cell]] = [
        ("Populations", text(_count(populations))),
        ("Topology", _topology(network)),
        ("Connectivity", text(_count(projections))),
        ("Neuron models", text(_names(different(each.declaration for each in populations)))),
        ("Synapse models", text(_names(different(each.declaration for each in projections)))),
        ("Plasticity", text(_plasticity(network))),
        ("Input", text(_names(inputs(populations, projections)))),
        ("Measurements", text(_names(network.get_monitors()))),
        ("Simulation", _simulation(network)),
    ]
    rows = tuple((text(name), cell) for name, cell in entries)
    return Table(("", "Description"), (0.2, 0.8), rows)


def _count(objects: Sequence[object]) -> str:
    return f"{len(objects)}: {_names(objects)}" if objects else "none"


def _names(objects: Sequence[object]) -> str:
    return ", ".join(str(getattr(each, "name", "")) for each in objects) or "none"


def _topology(network: "Network") -> Cell:
    """Return the populations of more than one dimension."""
    pieces = [
        piece
        for each in network.get_populations()
        if each.dimension > 1
        for piece in (Text(", "), Text(f"{each.name}: "), *topology(each))
    ]
    return tuple(pieces[1:]) or text("none")


def _plasticity(network: "Network") -> str:
    """Name the synapse models whose weights change or whose synapses come and go."""
    declarations = different(each.declaration for each in network.get_projections())
    plastic = [
        each
        for each in declarations
        if getattr(each, "pruning", None) is not None
        or getattr(each, "creating", None) is not None
        or each.attribute("w").kind is Kind.VARIABLE
    ]
    return _names(plastic)


def _simulation(network: "Network") -> Cell:
    config = network.settings
    state = f"at {network.time:.6g} ms" if network.compiled else "not compiled"
    real, of_weights = config.dtype.name, config.dtype_of_weights.name
    precision = real if of_weights == real else f"{real} with {of_weights} weights"
    words = f", method {config.method}, {precision}, seed {network.seed}, {state}"
    return (Text("steps of "), number(config.dt), Text(f" ms{words}"))


def _shared(network: "Network") -> Iterator[Section]:
    """Yield constants and functions that all models may name."""
    constants = network.get_constants()
    if constants:
        rows = tuple(((Math(latex_name(c.name)),), (number(c.value),)) for c in constants)
        yield Section("Constants", (Table(("Name", "Value"), (0.5, 0.5), rows),))
    functions = WORKSPACE.functions.values()
    if functions:
        yield Section("Functions", tuple((Math(latex_function(f)),) for f in functions))
