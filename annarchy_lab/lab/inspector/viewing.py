"""Which live view shows what, and what views mark.

In: an item of the inspector, the name of a view.
Out: the view, made by its own call; what views mark when the item is clicked.
"""

from typing import Any

from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.lab.inspector.items import Item
from annarchy_lab.lab.selection import Selection

__all__ = ["make_view", "selection_of", "title_of"]

WORDS = {
    "live": "",
    "graph": "graph",
    "raster": "spikes",
    "rate": "rate",
    "trace": "trace",
    "map": "map",
    "histogram": "histogram",
    "phase": "phase plane",
    "weights": "weights",
    "fields": "receptive fields",
    "controls": "controls",
}


def make_view(item: Item, view: str) -> Any:  # noqa: ANN401 - views share no type
    """Return a new live view.

    Parameters
    ----------
    item
        What it shows: a network or a part of one.
    view
        One of `TabName`.

    Raises
    ------
    ANNarchyException
        If there is no such view of it.
    """
    from annarchy_lab import lab  # the widgets take a third of a second

    network = item.session.network
    is_network = item.kind == "network"
    groups = None if is_network else {_owner(item): item.thing}
    attribute = item.attribute or None
    match view:
        case "live":
            return lab.live(network)
        case "graph":
            return lab.graph(network)
        case "raster":
            return lab.raster(network, groups)  # type: ignore[arg-type]
        case "rate":
            return lab.rate(network, groups)  # type: ignore[arg-type]
        case "controls":
            names = None if attribute is None else [attribute]
            return lab.controls(network, groups, names)  # type: ignore[arg-type]
        case "trace":
            return lab.trace(network, attribute, item.thing)  # type: ignore[arg-type]
        case "map":
            return lab.activity_map(network, attribute, item.thing)  # type: ignore[arg-type]
        case "phase":
            return lab.phase_plane(network, of=item.thing)  # type: ignore[arg-type]
        case "fields":
            return lab.receptive_fields(network, item.thing)  # type: ignore[arg-type]
        case "weights":
            return lab.weights(network, item.thing, attribute or "w")  # type: ignore[arg-type]
        case _:
            name = attribute or ("w" if isinstance(item.thing, Projection) else None)
            return lab.histogram(network, name, item.thing)  # type: ignore[arg-type]


def selection_of(item: Item) -> Selection | None:
    """Return what views mark for an item; None if it is no part that they show."""
    thing = item.thing
    if isinstance(thing, Projection) and item.kind == "projection":
        post = thing.post.population.name
        return Selection(post, projection=thing.name, label=item.name)
    if isinstance(thing, Population | PopulationView) and item.kind in ("population", "view"):
        ranks = thing.ranks if isinstance(thing, PopulationView) else None
        index = max(item.color_index, 0)
        return Selection(thing.population.name, label=item.name, color_index=index, ranks=ranks)
    return None


def title_of(item: Item, view: str) -> str:
    """Return what a tab is called.

    Examples
    --------
    ``pulse``, ``spikes of Exc``, ``v of Exc``, ``weights of exc``.
    """
    if item.kind == "network":
        return f"{item.name} {WORDS[view]}".strip()
    if item.attribute:
        how = "" if view in ("trace", "weights", "controls") else f", {WORDS[view]}"
        return f"{item.attribute} of {_owner(item)}{how}"
    return f"{WORDS[view]} of {item.name}"


def _owner(item: Item) -> str:
    """Return the user's name of the thing that an item is, or is an attribute of."""
    from urllib.parse import unquote

    parts = item.id.split("/")
    return unquote(parts[-2] if item.attribute else parts[-1])
