"""The rows of projections and of what their synapses hold.

In: a projection.
Out: its item.
"""

from dataclasses import replace

import numpy as np

from annarchy_lab.api.projection import Projection
from annarchy_lab.diagnostics import StateError
from annarchy_lab.lab.inspector.attributes import attributes
from annarchy_lab.lab.inspector.items import Item, Names, fact, memory, path, written
from annarchy_lab.lab.inspector.words import plural, spread
from annarchy_lab.lab.messages import TabName
from annarchy_lab.language.declaration import Locality

__all__ = ["projection_item"]


def projection_item(above: Item, projection: Projection, names: Names) -> Item:
    """Return the item of a projection."""
    name = names.of(projection)
    targets = ", ".join(np.atleast_1d(projection.target))
    ends = f"{names.of(projection.pre)} → {names.of(projection.post)} · {targets}"
    item = Item(
        id=path(above.id, name),
        kind="projection",
        name=name,
        session=above.session,
        detail=f"{ends} · {_synapses(projection)}",
        hint="weights: smallest, median and largest",
        thing=projection,
        views=_views(projection) if above.is_compiled else (),
        value=lambda present: written(present, projection, "w", median=True),
    )
    return replace(item, branches=lambda: _branches(item, projection))


def _synapses(projection: Projection) -> str:
    try:
        return plural(projection.nb_synapses, "synapse")
    except StateError:
        return "not connected yet"


def _views(projection: Projection) -> tuple[TabName, ...]:
    if projection.declaration.attribute("w").locality is not Locality.LOCAL:
        return ()
    is_flat = projection.pre.population.dimension <= 2
    return ("weights", "fields", "histogram") if is_flat else ("weights", "histogram")


def _branches(item: Item, projection: Projection) -> list[Item]:
    return [
        fact(item, "synapses", lambda _: _synapses(projection), "How many there are now."),
        fact(item, "delay", lambda _: _delays(projection), "From the spike to its effect."),
        *attributes(item, projection),
        *memory(item, projection),
    ]


def _delays(projection: Projection) -> str:
    return f"{spread(projection._in_ms(), median=True)} ms"
