"""What a file says of a network, a population, a projection.

In: the objects as they are at one step edge.
Out: `Content`, ready to be written; and the parts of one that was read, as checked arrays.
Not here: doing anything with them (`restoring`).

Arrays are called ``object/attribute`` and, for connectivity, ``object/connectivity/...``: the post
neurons that have a dendrite, where each dendrite's synapses begin (one more at the end), the pre
ranks of all synapses one after another, and their delays.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.messages import warn
from annarchy_lab.api.saving.container import Content
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.attributes import ModelObject
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection

__all__ = [
    "content_of",
    "content_of_network",
    "edges_of",
    "part_of_connectivity",
    "saved_edges",
    "saved_projections",
]

Arrays = dict[str, NDArray[Any]]
Header = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    header: Header
    arrays: Arrays


def content_of_network(
    network: "Network", *, populations: bool = True, projections: bool = True
) -> Content:
    """Return the state of a network at one step edge.

    Parameters
    ----------
    populations, projections
        Which objects are wanted.
    """
    with network._steady():
        pops = [_population(p) for p in network.get_populations() if populations]
        projs = [_projection(p) for p in saved_projections(network).values() if projections]
        header = _of_network(network)
    header |= {
        "obj_names": [part.header["name"] for part in (*pops, *projs)],
        "populations": [part.header for part in pops],
        "projections": [part.header for part in projs],
    }
    return Content("network", header, _joined([*pops, *projs]))


def saved_projections(network: "Network") -> "dict[str, Projection]":
    """Return what files of a network tell of: all but decoding projections."""
    return {name: each for name, each in network._projections.items() if each.IS_SAVED}


def content_of(owner: "Population | Projection") -> Content:
    """Return the state of one object at one step edge."""
    from annarchy_lab.api.population import Population  # it is saved by this room

    with owner.network._steady():
        if isinstance(owner, Population):
            kind, part = "population", _population(owner)
        else:
            kind, part = "projection", _projection(owner)
        header = _of_network(owner.network)
    return Content(kind, {**header, kind: part.header}, part.arrays)


def part_of_connectivity(projection: "Projection") -> Content:
    """Return who is connected to whom now, with weights and delays."""
    with projection.network._steady():
        part = _connectivity(projection)
        part.arrays[f"{projection.name}/w"] = projection._flat("w")
        header = _of_network(projection.network)
    return Content("connectivity", {**header, "connectivity": part.header}, part.arrays)


def saved_edges(content: Content, header: Mapping[str, Any]) -> EdgeList:
    """Return the connectivity of a projection in a file, weights included.

    Parameters
    ----------
    header
        The projection's own.

    Raises
    ------
    ANNarchyException
        If something is missing or does not fit together.
    """
    try:
        name, sizes = str(header["name"]), (int(header["n_pre"]), int(header["n_post"]))
        arrays = {
            key: content.arrays[f"{name}/connectivity/{key}"]
            for key in ("post_ranks", "offsets", "pre_ranks")
        }
    except (KeyError, TypeError, ValueError) as error:
        raise ANNarchyException(f"the file is damaged: {error} is missing.") from None
    weights = content.arrays.get(f"{name}/w")
    delays = content.arrays.get(f"{name}/connectivity/delays")
    return edges_of(name, sizes, **arrays, weights=weights, delays=delays)


def edges_of(
    name: str,
    sizes: tuple[int, int],
    *,
    post_ranks: NDArray[Any],
    offsets: NDArray[Any],
    pre_ranks: NDArray[Any],
    weights: NDArray[Any] | None,
    delays: NDArray[Any] | None,
) -> EdgeList:
    """Return edges from the arrays of a file, checked.

    Raises
    ------
    ANNarchyException
        If they do not fit together, or numbers are missing.
    """
    n_edges = len(pre_ranks) if pre_ranks.ndim == 1 else -1
    whole = {"post_ranks": post_ranks, "offsets": offsets, "pre_ranks": pre_ranks}
    for key, values in whole.items():
        if values.ndim != 1 or values.dtype.kind not in "iu":
            raise ANNarchyException(f"{key} of {name} in the file are no list of whole numbers.")
    bounds = offsets.astype(np.int64)
    counts = bounds[1:] - bounds[:-1]
    if len(counts) != len(post_ranks) or (counts < 0).any() or counts.sum() != n_edges:
        raise ANNarchyException(f"offsets of {name} in the file do not fit its synapses.")
    posts = np.repeat(post_ranks, counts)
    _check_numbers(f"w of {name}", weights, n_edges)
    if delays is not None:
        _check_numbers(f"delays of {name}", delays, n_edges)
    try:
        return EdgeList(
            *sizes, pre_ranks, posts, _column(weights), None if delays is None else _column(delays)
        )
    except ValueError as error:
        raise ANNarchyException(f"{name} in the file: {error}.") from None


def _column(values: NDArray[Any] | None) -> "float | NDArray[np.float64]":
    assert values is not None
    return values.astype(np.float64) if values.ndim else float(values)


def _check_numbers(label: str, values: NDArray[Any] | None, n_edges: int) -> None:
    if values is None:
        raise ANNarchyException(f"{label} are missing in the file.")
    if values.dtype.kind not in "fiub" or values.shape not in ((), (n_edges,)):
        raise ANNarchyException(
            f"{label} in the file are not one number, or one for each of {n_edges} synapses."
        )
    if np.isnan(values).any():
        raise ANNarchyException(f"{label} in the file hold NaN.")


def _of_network(network: "Network") -> Header:
    return {
        "time_step": network.current_step,
        "dt_ms": network.dt,
        "net_id": network.id,
        "dtype": network.settings.dtype.name,
    }


def _population(population: "Population") -> _Part:
    header = {"geometry": list(population.geometry), "size": population.size}
    return _object(population, header, {})


def _projection(projection: "Projection") -> _Part:
    part = _connectivity(projection)
    return _object(projection, part.header, part.arrays)


def _object(owner: "Population | Projection", header: Header, arrays: Arrays) -> _Part:
    model = {
        "name": owner.name,
        "model": owner.declaration.name,
        "is_spiking": owner.is_spiking,
        "parameters": owner.parameters,
        "variables": owner.variables,
        "localities": {name: str(owner._localities[name].value) for name in owner.attributes},
    }
    for name in owner.attributes:
        values = owner._flat(name)
        _warn_of_nan(owner, name, values)
        arrays[f"{owner.name}/{name}"] = values
    return _Part(header | model, arrays)


def _connectivity(projection: "Projection") -> _Part:
    edges, name = projection.edges, projection.name
    bounds, ranks = edges.row_ptr, edges.dendrite_ranks
    arrays: Arrays = {
        f"{name}/connectivity/post_ranks": ranks,
        f"{name}/connectivity/offsets": np.append(bounds[ranks], edges.n_edges),
        f"{name}/connectivity/pre_ranks": edges.pre_ranks,
    }
    delays = projection._acting_delays()
    if delays is not None:
        arrays[f"{name}/connectivity/delays"] = delays
    header = {
        "name": name,
        "pre": projection.pre.population.name,
        "post": projection.post.population.name,
        "target": list(projection._targets),
        "n_pre": edges.n_pre,
        "n_post": edges.n_post,
        "size": len(ranks),
        "nb_synapses": edges.n_edges,
    }
    return _Part(header, arrays)


def _joined(parts: list[_Part]) -> Arrays:
    arrays: Arrays = {}
    for part in parts:
        for name, values in part.arrays.items():
            if name in arrays:
                raise ANNarchyException(
                    f"{name!r} stands for two things: rename {part.header['name']!r}."
                )
            arrays[name] = values
    return arrays


def _warn_of_nan(owner: "ModelObject", name: str, values: NDArray[Any]) -> None:
    if values.dtype.kind == "f" and np.isnan(values).any():
        warn(f"{name} of {owner.name} holds NaN: such a file is saved, but refused by load().")
