"""What is known of what is selected: a population, a neuron, a projection, a synapse.

In: a selection; the simulator, once there is one.
Out: `CardInfo`: headings and rows of plain text, with the values of now.
Not here: how it looks (`card.ts`), when it is told (`feeds`).

Everything is read at one edge and in bounded time: of very many synapses an evenly spread part is
looked at, and the text says so.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.diagnostics import StateError
from annarchy_lab.lab.messages import CardInfo, CardSection
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.views.graph_parts import is_plastic, n_synapses_of
from annarchy_lab.lab.views.sampling import MOST_READ, spread
from annarchy_lab.language.declaration import Locality, NeuronDeclaration, SynapseDeclaration
from annarchy_lab.language.printer import print_expression, print_statement
from annarchy_lab.runtime.backend import Simulator

__all__ = ["card_of"]

_STRONGEST: Final = 3
_EVENTS: Final = {
    "reset": "at a spike",
    "axon_reset": "at an axonal spike",
    "pre_spike": "at a pre spike",
    "pre_axon_spike": "at an axonal spike of pre",
    "post_spike": "at a post spike",
}
_NOTHING: Final[CardInfo] = {
    "title": "nothing selected",
    "subtitle": "Click a neuron, a population or a connection in any view.",
    "color_index": -1,
    "sections": [],
}


def card_of(network: Network, selection: Selection | None, simulator: Simulator | None) -> CardInfo:
    """Return what is known of what is selected, at one edge.

    Parameters
    ----------
    network
        The network.
    selection
        What is selected in it.
    simulator
        Where values are read; None before the network is compiled.
    """
    if selection is None:
        return _NOTHING
    if selection.projection and selection.rank is None:
        projection = network.get_projection(selection.projection)
        sections = list(_projection(projection, simulator))
        subtitle = f"{projection.pre.name} → {projection.post.name} · {_targets(projection)}"
        return _card(selection, subtitle, sections, -1)
    population = network.get_population(selection.population)
    declaration = population.declaration
    if selection.rank is None:
        sections = list(_population(network, population, selection.ranks, simulator))
        subtitle = f"{declaration.name} · {_size(population, selection.ranks)}"
    else:
        sections = list(_neuron(network, population, selection, simulator))
        subtitle = f"{declaration.name} · {_place(population, selection.rank)}"
    return _card(selection, subtitle, sections, selection.color_index)


def _card(
    selection: Selection, subtitle: str, sections: list[CardSection], color_index: int
) -> CardInfo:
    return {
        "title": selection.label,
        "subtitle": subtitle,
        "color_index": color_index,
        "sections": [section for section in sections if section["rows"]],
    }


def _section(title: str, rows: list[list[str]], *, is_code: bool = False) -> CardSection:
    return {"title": title, "rows": rows, "is_code": is_code}


# Populations and neurons


def _population(
    network: Network,
    population: Population,
    ranks: NDArray[np.int64] | None,
    simulator: Simulator | None,
) -> Iterator[CardSection]:
    declaration = population.declaration
    if simulator is not None:
        for title, names in (
            ("variables", population.variables),
            ("parameters", population.parameters),
        ):
            rows = [
                [
                    name,
                    _range(
                        _read(simulator, population.name, name, ranks), _unit(declaration, name)
                    ),
                ]
                for name in names
            ]
            yield _section(title, rows)
    inputs = [
        [f"{_targets(each)} ← {each.pre.name}", f"{n_synapses_of(each):,} synapses"]
        for each in network.get_projections(population, suppress_error=True)
    ]
    yield _section("inputs", inputs)
    yield _section("equations", [[line] for line in _equations(declaration)], is_code=True)


def _neuron(
    network: Network, population: Population, selection: Selection, simulator: Simulator | None
) -> Iterator[CardSection]:
    if simulator is None or selection.rank is None:
        return
    rank, declaration = np.array([selection.rank]), population.declaration

    def now(name: str) -> str:
        value = _read(simulator, population.name, name, rank)
        return _range(value, _unit(declaration, name))

    yield _section("now", [[name, now(name)] for name in population.variables])
    yield _section("parameters", [[name, now(name)] for name in population.parameters])
    targets = [f"g_{target}" for target in population.targets]
    targets = [name for name in targets if name not in population.variables]
    if population.is_spiking:
        yield _section("input now", [[name, now(name)] for name in targets])
    for projection in network.get_projections(population, suppress_error=True):
        pre_rank = selection.pre_rank if projection.name == selection.projection else None
        rows = _dendrite(projection, selection.rank, pre_rank, simulator)
        title = f"{_targets(projection)} ← {projection.pre.name}"
        yield _section(title, rows)


def _dendrite(
    projection: Projection, post_rank: int, pre_rank: int | None, simulator: Simulator
) -> list[list[str]]:
    """Return what a neuron gets by one projection; no rows if that is nothing."""
    edges = projection.edges
    start, stop = edges.row_ptr[post_rank : post_rank + 2].tolist()
    if start == stop:
        return []
    weights = _read(simulator, projection.name, "w", np.arange(start, stop))
    weights = np.broadcast_to(weights, stop - start)
    pre_ranks = edges.pre_ranks[start:stop]
    owner = projection.pre.population.name
    rows = [["synapses", f"{stop - start:,}"], ["mean weight", _number(weights.mean())]]
    if pre_rank is not None and pre_rank in pre_ranks:
        (chosen,) = np.flatnonzero(pre_ranks == pre_rank)
        rows.insert(0, [f"from {owner}[{pre_rank}]", _number(weights[chosen])])
    if np.ptp(weights) > 0.0:
        strongest = np.argsort(-np.abs(weights), kind="stable")[:_STRONGEST]
        rows += [
            ["strongest" if not k else "", f"{owner}[{pre_ranks[at]}]  {_number(weights[at])}"]
            for k, at in enumerate(strongest)
        ]
    return rows


# Projections


def _projection(projection: Projection, simulator: Simulator | None) -> Iterator[CardSection]:
    declaration = projection.declaration
    n_synapses = n_synapses_of(projection)
    yield _section("synapses", [["number", f"{n_synapses:,}"], *_reach(projection)])
    if simulator is not None and n_synapses:
        yield _section("weights", _weights(projection, n_synapses, simulator))
        steps = np.asarray(simulator.delay_steps(projection.name))
        delays = _range(steps * simulator.dt_ms, "ms")
        names = [
            a.name
            for a in declaration.attributes
            if a.name != "w" and a.name in projection.attributes
        ]
        shown = np.arange(0, n_synapses, max(1, n_synapses // MOST_READ))
        rows = [["delay", delays]]
        for name in names:
            is_local = _is_local(declaration, name)
            values = _read(simulator, projection.name, name, shown if is_local else None)
            rows.append([name, _range(values, _unit(declaration, name))])
        yield _section("values", rows)
    model = [
        ["model", declaration.name],
        ["weights", "change" if is_plastic(declaration) else "fixed"],
    ]
    yield _section("synapse", model)
    yield _section("equations", [[line] for line in _equations(declaration)], is_code=True)


def _weights(projection: Projection, n_synapses: int, simulator: Simulator) -> list[list[str]]:
    positions = spread(n_synapses)
    values = _read(simulator, projection.name, "w", positions)
    known = values[np.isfinite(values)] if values.ndim else values
    if not known.ndim or not np.ptp(known):
        return [["all", _number(float(np.mean(known)))]]
    told = {
        "min": known.min(),
        "median": np.median(known),
        "mean": known.mean(),
        "max": known.max(),
    }
    rows = [[name, _number(float(value))] for name, value in told.items()]
    if positions is not None:
        rows.append(["seen", f"{len(positions):,} of {n_synapses:,}"])
    return rows


def _reach(projection: Projection) -> list[list[str]]:
    """Return from how many pre neurons a post neuron hears, and to how many a pre neuron speaks."""
    try:
        edges = projection.edges
    except StateError:
        return []
    rows = []
    for title, bounds in (("per post neuron", edges.row_ptr), ("per pre neuron", edges.pre_ptr)):
        counts = np.diff(bounds)
        counts = counts[counts > 0]
        if counts.size:
            least, most = int(counts.min()), int(counts.max())
            rows.append([title, f"{least:,}" if least == most else f"{least:,} … {most:,}"])
    return rows


# Words


def _read(
    simulator: Simulator, owner: str, name: str, indices: NDArray[np.int64] | None
) -> NDArray[np.float64]:
    """Return values of some elements, or the one that all of them share."""
    return simulator.read(owner, name, indices).astype(np.float64)


def _targets(projection: Projection) -> str:
    target = projection.target
    return target if isinstance(target, str) else ", ".join(target)


def _size(population: Population, ranks: NDArray[np.int64] | None) -> str:
    if ranks is not None:
        return f"{len(ranks):,} of {population.size:,} neurons"
    places = " × ".join(map(str, population.geometry))
    return f"{places} neurons" if population.dimension > 1 else f"{population.size:,} neurons"


def _place(population: Population, rank: int) -> str:
    if population.dimension == 1:
        return f"neuron {rank} of {population.size:,}"
    coordinates = ", ".join(map(str, population.coordinates_from_rank(rank)))
    return f"neuron {rank} at ({coordinates})"


def _unit(declaration: NeuronDeclaration | SynapseDeclaration, name: str) -> str:
    return next((a.unit for a in declaration.attributes if a.name == name), "")


def _is_local(declaration: SynapseDeclaration, name: str) -> bool:
    return declaration.attribute(name).locality is Locality.LOCAL


def _range(values: NDArray[np.float64], unit: str) -> str:
    """Return one value, or the mean of several and their limits."""
    unit = f" {unit}" if unit else ""
    known = values[np.isfinite(values)]
    if not known.size:
        return "not finite" if values.size else "none"
    low, high = float(known.min()), float(known.max())
    odd = "" if known.size == values.size else f", {values.size - known.size} not finite"
    if low == high:
        return f"{_number(low)}{unit}{odd}"
    return f"{_number(float(known.mean()))} ({_number(low)} … {_number(high)}){unit}{odd}"


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _equations(declaration: NeuronDeclaration | SynapseDeclaration) -> Iterator[str]:
    """Yield what the model says, line by line."""
    for equation in declaration.equations:
        yield print_statement(equation.statement)
    for name in ("spike", "axon_spike", "psp"):
        expression = getattr(declaration, name, None)
        if expression is not None:
            yield f"{name.replace('_', ' ')}: {print_expression(expression)}"
    for name, title in _EVENTS.items():
        for equation in getattr(declaration, name, None) or ():
            yield f"{title}: {print_statement(equation.statement)}"
