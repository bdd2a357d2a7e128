"""From a file back into a network: everything is checked first, then done at one step edge.

In: `Content`, and the objects that it is for.
Out: the same objects with the values, synapses and time of the file; or an error, and nothing has
changed.
Not here: reading the file (`container`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import Change
from annarchy_lab.api.reconnecting import NewSynapses
from annarchy_lab.api.saving.container import Content
from annarchy_lab.api.saving.states import saved_edges, saved_projections
from annarchy_lab.api.values import cast
from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection

__all__ = ["restore_network", "restore_object"]

Values = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What is to be done with one object; `synapses` only where they have to be replaced."""

    owner: "Population | Projection"
    values: Values
    synapses: NewSynapses | None = None


def restore_network(
    network: "Network", content: Content, *, populations: bool, projections: bool
) -> None:
    """Bring a network into the state of a file.

    Parameters
    ----------
    populations, projections
        Which of its objects.

    Raises
    ------
    ANNarchyException
        If the file is of another network: the first difference is named.
    """
    pops = _of_file(content, "population", network._populations) if populations else []
    projs = _of_file(content, "projection", saved_projections(network)) if projections else []
    plans = [_for_population(content, header, network._populations[name]) for name, header in pops]
    for name, header in projs:
        _check_ends(header, network._projections[name])
        plans.append(_for_projection(content, header, network._projections[name]))
    _carry_out(network, plans, step=_step(content, network.dt))


def restore_object(owner: "Population | Projection", content: Content) -> None:
    """Bring one population or projection into the state of a file; the time stays.

    Raises
    ------
    ANNarchyException
        If the file is of another object, its name aside: the first difference is named.
    """
    header = content.header.get(content.kind)
    if not isinstance(header, dict):
        raise ANNarchyException("the file is damaged: it does not say what it holds.")
    plan = _for_population if content.kind == "population" else _for_projection
    _carry_out(owner.network, [plan(content, header, owner)])  # type: ignore[arg-type] # its kind


def _carry_out(network: "Network", plans: Sequence[_Plan], step: int | None = None) -> None:
    with network._steady():
        for plan in plans:
            if plan.synapses is not None:
                network.reconnect(plan.owner.name, plan.synapses)
        network.write(
            [
                Change(plan.owner.name, name, values)
                for plan in plans
                for name, values in plan.values.items()
            ]
        )
        if step is not None and network.compiled:
            network.current_step = step
        elif step is not None:
            network._loaded_step = step


# What fits


def _for_population(content: Content, header: Mapping[str, Any], owner: "Population") -> _Plan:
    geometry = tuple(header.get("geometry", ()))
    if geometry != owner.geometry:
        raise ANNarchyException(
            f"{owner.name} has the geometry {owner.geometry}, in the file it is {geometry}."
        )
    lengths = {name: owner._length(name) for name in owner.attributes}
    return _Plan(owner, _values(content, header, owner, lengths))


def _for_projection(content: Content, header: Mapping[str, Any], owner: "Projection") -> _Plan:
    edges = saved_edges(content, header)
    _check_sizes(edges, owner)
    per_locality = {
        Locality.GLOBAL: None,
        Locality.SEMIGLOBAL: edges.n_post,
        Locality.LOCAL: edges.n_edges,
    }
    lengths = {name: per_locality[owner._localities[name]] for name in owner.attributes}
    values = _values(content, header, owner, lengths)
    if not _are_new(edges, owner):
        return _Plan(owner, values)
    return _Plan(owner, values, _new_synapses(edges, owner, values))


def _are_new(edges: EdgeList, owner: "Projection") -> bool:
    """Whether the synapses cannot be those that the projection has."""
    if owner._edges is None:
        return True
    has_more_weights = not edges.shares_weight and owner._has_single_weight
    own, dt_ms = owner.edges, owner.network.dt
    return (
        has_more_weights
        or not np.array_equal(own.pre_ranks, edges.pre_ranks)
        or not np.array_equal(own.post_ranks, edges.post_ranks)
        or (owner._acting_delays() is None) != (edges.delays_ms is None)
        or not np.array_equal(owner._delay_steps(), delay_steps(edges.delays_ms, dt_ms))
    )


def _new_synapses(edges: EdgeList, owner: "Projection", values: Values) -> NewSynapses:
    keeps_weights = owner._edges is not None and not owner._has_single_weight
    if keeps_weights and edges.shares_weight:
        edges = edges.given(weights=np.full(edges.n_edges, edges.weights))
    start = {
        name: loaded
        for name, loaded in values.items()
        if name != "w" and owner._localities[name] is Locality.LOCAL and loaded.ndim
        if owner._edges is None or owner._start(name).ndim
    }
    return NewSynapses.of_edges(edges, start)


def _values(
    content: Content,
    header: Mapping[str, Any],
    owner: "Population | Projection",
    lengths: Mapping[str, int | None],
) -> dict[str, NDArray[Any]]:
    """Return the values of all attributes, of their own types."""
    if header.get("is_spiking") is not owner.is_spiking:
        kinds = {True: "spiking", False: "rate-coded"}
        raise ANNarchyException(
            f"{owner.name} is {kinds[owner.is_spiking]}, in the file it is not: it was of the "
            f"model {header.get('model')!r}."
        )
    _check_attributes(header, owner)
    return {
        name: _value(content, f"{header.get('name')}/{name}", owner, name, lengths[name])
        for name in owner.attributes
    }


def _value(
    content: Content, key: str, owner: "Population | Projection", name: str, length: int | None
) -> NDArray[Any]:
    label, values = f"{name} of {owner.name}", content.arrays.get(key)
    if values is None:
        raise ANNarchyException(f"the file is damaged: {label} is missing.")
    shapes = [()] if length is None else [(), (length,)]
    if values.dtype.kind not in "fiub" or values.shape not in shapes:
        raise ANNarchyException(
            f"{label} in the file has the shape {values.shape} and the type {values.dtype}; "
            f"numbers of shape {' or '.join(map(str, shapes))} are needed."
        )
    if values.dtype.kind == "f" and np.isnan(values).any():
        raise ANNarchyException(f"{label} in the file holds NaN.")
    return cast(values, owner._attributes[name].type, owner._real(name))


def _check_attributes(header: Mapping[str, Any], owner: "Population | Projection") -> None:
    saved = header.get("localities")
    if not isinstance(saved, dict):
        raise ANNarchyException("the file is damaged: it does not say what attributes there are.")
    own = {name: str(owner._localities[name].value) for name in owner.attributes}
    model = f" It was of the model {header.get('model')!r}, and is {owner.declaration.name!r}."
    for name in [*own, *saved]:
        if name not in saved:
            raise ANNarchyException(f"the file knows no {name} of {owner.name}.{model}")
        if name not in own:
            raise ANNarchyException(f"{owner.name} has no {name}, which is in the file.{model}")
        if own[name] != saved[name]:
            raise ANNarchyException(
                f"{name} of {owner.name} is {own[name]}, in the file it is {saved[name]}.{model}"
            )


def _check_sizes(edges: EdgeList, owner: "Projection") -> None:
    sizes = owner.pre.population.size, owner.post.population.size
    if (edges.n_pre, edges.n_post) != sizes:
        raise ANNarchyException(
            f"{owner.name} connects {sizes[0]} to {sizes[1]} neurons, in the file it is "
            f"{edges.n_pre} to {edges.n_post}."
        )


def _check_ends(header: Mapping[str, Any], owner: "Projection") -> None:
    own = {
        "pre": owner.pre.population.name,
        "post": owner.post.population.name,
        "target": list(owner._targets),
    }
    for key, value in own.items():
        if header.get(key) != value:
            raise ANNarchyException(
                f"{key} of {owner.name} is {value!r}, in the file it is {header.get(key)!r}."
            )


def _of_file(
    content: Content, what: str, own: Iterable[str]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what the file says of each object; refuse a file that knows others."""
    try:
        saved = {str(header["name"]): header for header in content.header[f"{what}s"]}
    except (KeyError, TypeError):
        raise ANNarchyException("the file is damaged: it does not say what it holds.") from None
    missing = [name for name in own if name not in saved]
    if missing:
        raise ANNarchyException(f"the file knows no {what} {', '.join(map(repr, missing))}.")
    more = [name for name in saved if name not in set(own)]
    if more:
        raise ANNarchyException(
            f"the network has no {what} {', '.join(map(repr, more))}, which is in the file."
        )
    return list(saved.items())


def _step(content: Content, dt_ms: float) -> int:
    """Return the step at the time of the file, which may have had another dt."""
    step, saved_dt_ms = content.header.get("time_step"), content.header.get("dt_ms")
    if isinstance(step, int) and isinstance(saved_dt_ms, int | float):
        if step >= 0 and saved_dt_ms == dt_ms:
            return step
        if step >= 0 and saved_dt_ms > 0:
            return round(step * saved_dt_ms / dt_ms)
    raise ANNarchyException("the file is damaged: it does not say what time it is.")
