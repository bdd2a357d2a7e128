"""Everything there is in a kernel's networks, as a tree.

In: a laboratory.
Out: one `Item` for each network, with branches.
Not here: which of them are on screen (`rows`), live views of them (`tabs`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.inspector.items import Item, Names, escaped, fact, path
from annarchy_lab.lab.inspector.neurons import population_item
from annarchy_lab.lab.inspector.present import Present
from annarchy_lab.lab.inspector.synapses import projection_item
from annarchy_lab.lab.inspector.words import bytes_text, number, plural
from annarchy_lab.lab.laboratory import Laboratory
from annarchy_lab.lab.messages import TabName
from annarchy_lab.lab.session import Session

__all__ = ["contents"]

MANY = 25
"""A group with more than so many members is closed at first."""
VIEWS: Final[tuple[TabName, ...]] = ("live", "graph", "raster", "rate", "controls")
MEMORY = "What populations and projections take while the network runs, apart from recordings."


def contents(laboratory: Laboratory) -> list[Item]:
    """Return the networks of a kernel, the newest first."""
    names = Names(laboratory.namespace())
    found: dict[str, Item] = {}
    for session in reversed(laboratory.sessions()):
        title = laboratory.title_of(session.network)
        name = title if title not in found else f"{title} ({session.key})"
        found[name] = _network(session, name, names)
    return list(found.values())


def _network(session: Session, name: str, names: Names) -> Item:
    network = session.network
    n, m = len(network.get_populations()), len(network.get_projections())
    item = Item(
        id=escaped(name),
        kind="network",
        name=name,
        session=session,
        detail=f"{plural(n, 'population')}, {plural(m, 'projection')}",
        hint=f"dt {number(network.dt)} ms, seed {network.seed}",
        thing=network,
        views=VIEWS if network.compiled and n else (),
        is_open=True,
        value=_state,
    )
    return replace(item, branches=lambda: _groups(item, names))


def _state(present: Present) -> str:
    network = present.session.network
    if not network.compiled:
        return "not compiled"
    return f"{present.session.state.state} · {network.time / 1000:.1f} s"


def _groups(network: Item, names: Names) -> list[Item]:
    """Return what a network is made of; kinds of which there is nothing are left out."""
    net = network.session.network
    populations, projections = net.get_populations(), net.get_projections()
    monitors, users = net.get_monitors(), _users(network, names)

    def of_populations(above: Item) -> list[Item]:
        return [
            population_item(above, each, names, index) for index, each in enumerate(populations)
        ]

    def of_projections(above: Item) -> list[Item]:
        return [projection_item(above, each, names) for each in projections]

    def of_monitors(above: Item) -> list[Item]:
        return [_monitor(above, each, names) for each in monitors]

    def of_models(above: Item) -> list[Item]:
        return [_model(above, name, what, used) for (name, what), used in users.items()]

    groups = [
        _group(network, "Populations", len(populations), of_populations),
        _group(network, "Projections", len(projections), of_projections),
        _group(network, "Monitors", len(monitors), of_monitors),
        replace(_group(network, "Models", len(users), of_models), is_open=False),
    ]
    total = fact(network, "memory", lambda present: bytes_text(present.memory()), MEMORY)
    filled = [group for group in groups if group.detail != "0"]
    return [*filled, total] if network.is_compiled else filled


def _group(network: Item, title: str, n: int, members: Callable[[Item], Sequence[Item]]) -> Item:
    row = path(network.id, title)
    item = Item(row, "group", title, network.session, detail=str(n), is_open=n <= MANY)
    return replace(item, branches=lambda: members(item))


def _monitor(above: Item, monitor: Monitor, names: Names) -> Item:
    name = names.of(monitor)
    return Item(
        id=path(above.id, name),
        kind="monitor",
        name=name,
        session=above.session,
        detail=f"{names.of(monitor.object)} · {', '.join(monitor.variables) or 'nothing'}",
        hint="what it has recorded and holds in memory",
        value=lambda present: bytes_text(present.recorded(monitor)),
    )


def _users(network: Item, names: Names) -> dict[tuple[str, str], list[str]]:
    """Return what uses each model, by its name and what it is."""
    net = network.session.network
    users: dict[tuple[str, str], list[str]] = {}
    for each in (*net.get_populations(), *net.get_projections()):
        what = "synapse" if isinstance(each, Projection) else "neuron"
        kind = f"{'spiking' if each.is_spiking else 'rate-coded'} {what}"
        users.setdefault((each.declaration.name, kind), []).append(names.of(each))
    return users


def _model(above: Item, name: str, what: str, used: Sequence[str]) -> Item:
    return Item(
        id=path(above.id, f"{name} {what}"),
        kind="model",
        name=name,
        session=above.session,
        detail=what,
        hint=f"used by {', '.join(used)}",
        value=lambda _: f"× {len(used)}",
    )
