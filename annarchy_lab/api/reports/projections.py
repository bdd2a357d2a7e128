"""Sections about projections: who is connected to whom and how, and their parameters now.

In: projections, perhaps several that are told as one.  Out: tables and sections.
Not here: equations (see `models`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.projection import Projection
from annarchy_lab.api.reports.document import Cell, Inline, Section, Table, Text, text
from annarchy_lab.api.reports.models import parameter_table
from annarchy_lab.api.reports.populations import end_name
from annarchy_lab.api.reports.values import described, of_argument
from annarchy_lab.language.declaration import Kind

__all__ = ["Bundle", "bundles", "pattern", "projection_parameters", "projection_tables"]

Bundle: TypeAlias = tuple[Projection, ...]
"""Projections that are told as one; usually one."""

_AUTOMATIC = re.compile(r"proj\d+")
_TAIL = re.compile(r"[\W_]*\d+$|[\W_]+[^\W_]+$")


def bundles(projections: Sequence[Projection], *, gather: bool) -> list[Bundle]:
    """Join projections whose names begin alike, with the same targets and synapse model.

    The last word or number of a name does not count.  Those with automatic names are joined only
    between the same populations.

    Parameters
    ----------
    gather
        Whether to join at all.
    """
    if not gather:
        return [(projection,) for projection in projections]
    found: dict[object, list[Projection]] = {}
    for projection in projections:
        ends = (projection.pre.population.name, projection.post.population.name)
        is_automatic = _AUTOMATIC.fullmatch(projection.name) is not None
        key = (_prefix(projection), projection._targets, ends if is_automatic else ())
        same = found.setdefault((*key, id(_first_like(projection, projections))), [])
        same.append(projection)
    return [tuple(group) for group in found.values()]


def _first_like(projection: Projection, projections: Iterable[Projection]) -> Projection:
    """Return the first projection with an equal synapse model."""
    return next(each for each in projections if each.declaration == projection.declaration)


def _prefix(projection: Projection) -> str:
    return _TAIL.sub("", projection.name) or projection.name


def _name(bundle: Bundle) -> str:
    if len(bundle) == 1:
        return bundle[0].name
    return f"{_prefix(bundle[0])} ({len(bundle)} projections)"


def projection_tables(found: Sequence[Bundle]) -> tuple[Table, Table]:
    """Return who projects to whom, and how they are connected."""
    ends = tuple(
        (
            text(_name(bundle)),
            _joined(end_name(each.pre) for each in bundle),
            _joined(end_name(each.post) for each in bundle),
            text(", ".join(bundle[0]._targets)),
            text(bundle[0].declaration.name),
        )
        for bundle in found
    )
    patterns = tuple(
        (
            text(_name(bundle)),
            _joined(pattern(each) for each in bundle),
            text(sum(each.nb_synapses for each in bundle if _is_connected(each))),
            described(_values(bundle, "w")),
            described(_delays_ms(bundle)),
        )
        for bundle in found
    )
    titles = ("Name", "Source", "Target", "Receptor", "Synapse model")
    more = ("Name", "Pattern", "Synapses", "Weights", "Delays (ms)")
    return (
        Table(titles, (0.2, 0.22, 0.22, 0.12, 0.24), ends),
        Table(more, (0.2, 0.32, 0.12, 0.18, 0.18), patterns),
    )


def pattern(projection: Projection) -> Cell:
    """Return how a projection was connected, with the arguments of the connector method."""
    if not _is_connected(projection):
        return text("not connected")
    words: list[Inline] = [Text(projection._pattern.replace("_", " ") or "stored synapses")]
    _, _, arguments = projection._connector or ("", {}, {})  # data are not kept twice
    for key, value in _flat(arguments):
        words += [Text(f", {key} = "), *of_argument(value)]
    return tuple(words)


def _flat(arguments: dict[str, object]) -> Iterable[tuple[str, object]]:
    """Yield the arguments worth telling, those of a user's function among them."""
    for key, value in arguments.items():
        if isinstance(value, dict):
            yield from _flat(value)
        elif value is not False and not (key == "delays" and value == 0.0):
            yield key, value


def projection_parameters(bundle: Bundle) -> Section:
    """Return the parameters of a projection other than the weights, with their values now."""
    entries = [
        (attribute, described(_values(bundle, attribute.name)))
        for attribute in bundle[0]._attributes.values()
        if attribute.kind is Kind.PARAMETER and attribute.name != "w"
    ]
    blocks = (parameter_table(entries),) if entries else ()
    return Section(_name(bundle), blocks, level=2)


def _values(bundle: Bundle, name: str) -> NDArray[np.generic]:
    found = [np.ravel(each._flat(name)) for each in bundle if _is_connected(each)]
    return np.concatenate(found or [np.empty(0)])


def _delays_ms(bundle: Bundle) -> NDArray[np.float64]:
    steps = [np.ravel(each._delay_steps()) for each in bundle if _is_connected(each)]
    return np.concatenate(steps or [np.empty(0)]) * bundle[0].network.dt


def _is_connected(projection: Projection) -> bool:
    return projection._edges is not None


def _joined(cells: Iterable[Cell]) -> Cell:
    """Return different cells after each other."""
    different = list(dict.fromkeys(cells))
    return tuple(piece for cell in different for piece in (Text("; "), *cell))[1:]
