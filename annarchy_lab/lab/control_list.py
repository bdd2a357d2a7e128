"""Which attributes of a network can be steered: the controls, in order.

In: populations, views, projections; the declarations of their models.
Out: `ControlSpec` values, in the order in which they are shown.
Not here: what a control is (`control_spec`), the widget, the changes themselves.

A parameter has a control if its model gives it a range (``a = 0.02 in 0.01..0.1``), or if it was
asked for by name.  A parameter that differs between the elements of its group is scaled, never
overwritten with one value; so are the weights of a projection.  What learns has a switch.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lab.control_spec import (
    SCALE_RANGE,
    ControlSpec,
    Form,
    Kind,
    Target,
    n_elements_of,
    range_around,
    uniform,
)
from annarchy_lab.lab.safety import safety_of_flag, safety_of_start, safety_of_value
from annarchy_lab.lab.views.shown import Group, Shown
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    SynapseDeclaration,
    ValueType,
)
from annarchy_lab.language.declaration import Kind as AttributeKind

__all__ = ["EVERYTHING", "ControlSpec", "control_list"]

EVERYTHING: Final = "everything"
START: Final = "start"
LEARNING: Final = ("plasticity", "update")
FORMS: Final[dict[ValueType, Form]] = {ValueType.BOOL: "toggle", ValueType.INT: "stepper"}

Names = Sequence[str] | None


def control_list(
    network: Network, groups: Sequence[Shown], attributes: Names = None
) -> tuple[ControlSpec, ...]:
    """Return the controls of a network.

    Parameters
    ----------
    network
        The network.
    groups
        Populations and views; each gets a heading.
    attributes
        Names of attributes and flags; ``w`` stands for weights, ``start`` for the values with
        which variables start, ``everything`` for all that there is.  Default: all that have a
        range, or if none has one, all parameters; the weights; switches of what learns.

    Raises
    ------
    ANNarchyException
        If no group has an attribute of that name.
    """
    if attributes is not None and EVERYTHING in attributes:
        attributes = _all_names(network, groups)
    specs = [spec for group in groups for spec in _of_group(group, attributes)]
    for projection in network.get_projections():
        specs += _of_projection(projection, _heading(projection, groups), attributes)
    if attributes is not None:
        _require_known(attributes, specs)
    return tuple(sorted(specs, key=lambda spec: _place(spec, groups)))


def _of_group(group: Shown, names: Names) -> Iterator[ControlSpec]:
    target = group.group
    for attribute in _chosen(target, names):
        yield _parameter(target, group.name, attribute)
    if names is not None:
        yield from (_flag(target, group.name, flag) for flag in ("enabled",) if flag in names)
        if START in names:
            yield from _starts(target, group.name)


def _of_projection(projection: Projection, heading: str, names: Names) -> Iterator[ControlSpec]:
    own = heading or projection.name
    if names is None or "w" in names:
        yield _weights(projection, own)
    ranged = [a for a in _parameters(projection) if a.control_range is not None and a.name != "w"]
    chosen = ranged if names is None else [a for a in _parameters(projection) if a.name in names]
    yield from (_parameter(projection, own, a) for a in chosen if a.name != "w")
    switches = _switches(projection)
    others = [f for f in projection.FLAGS if f not in LEARNING and f in (names or ())]
    for flag in (*switches, *others):
        if names is None or flag in names:
            yield _flag(projection, own, flag)


def _chosen(target: Group, names: Names) -> list[AttributeDeclaration]:
    parameters = _parameters(target)
    if names is not None:
        return [attribute for attribute in parameters if attribute.name in names]
    return [each for each in parameters if each.control_range is not None] or parameters


def _parameters(target: Target) -> list[AttributeDeclaration]:
    return [a for a in target.declaration.attributes if a.kind is AttributeKind.PARAMETER]


def _parameter(target: Target, heading: str, attribute: AttributeDeclaration) -> ControlSpec:
    is_uniform, value = uniform(target, attribute.name)
    form = FORMS.get(attribute.type, "slider")
    is_set = is_uniform or form != "slider"
    kind: Kind = "set" if is_set else "scale"
    around = (0.0, 1.0) if form == "toggle" else attribute.control_range or range_around(value)
    is_edge = isinstance(target, Projection)
    told = safety_of_value(target, attribute, kind)
    if is_set and not is_uniform:
        told = "fixed", "the values differ, and one would overwrite them: assign it in a cell"
    return ControlSpec(
        id=f"{heading}.{attribute.name}" if not is_edge else f"{target.name}.{attribute.name}",
        heading=heading,
        target=target,
        name=attribute.name,
        kind=kind,
        label=attribute.name,
        range=around if is_set else SCALE_RANGE,
        initial=value if is_set else 1.0,
        told=told,
        form=form,
        unit=attribute.unit,
        description=attribute.description,
        n_elements=n_elements_of(target, attribute.name) if form == "slider" else 0,
    )


def _weights(projection: Projection, heading: str) -> ControlSpec:
    """Return a scale of the weights of a projection, under the group that it comes from."""
    weight = projection.declaration.attribute("w")
    told = safety_of_value(projection, weight, "scale")
    targets = ", ".join(np.atleast_1d(projection.target))
    return ControlSpec(
        id=f"{projection.name}.w",
        heading=heading,
        target=projection,
        name="w",
        kind="scale",
        label=f"weights {targets}",
        range=SCALE_RANGE,
        initial=1.0,
        told=told,
        description=weight.description,
        n_elements=0 if told[0] == "fixed" else n_elements_of(projection, "w"),
    )


def _flag(target: Target, heading: str, flag: str) -> ControlSpec:
    owner = target if isinstance(target, Projection) else target.population
    label = "learning" if flag == _learning_flag(target) else flag.replace("_", " ")
    if isinstance(target, Projection):
        label += f" {', '.join(np.atleast_1d(target.target))}"
    return ControlSpec(
        id=f"{owner.name}.{flag}",
        heading=heading,
        target=target,
        name=flag,
        kind="flag",
        label=label,
        range=(0.0, 1.0),
        initial=float(bool(getattr(owner, flag))),
        told=safety_of_flag(flag),
        form="toggle",
    )


def _starts(target: Group, heading: str) -> Iterator[ControlSpec]:
    """Yield the values with which variables start, where these are numbers."""
    equations = {equation.assigned for equation in target.declaration.equations}
    for attribute in target.declaration.attributes:
        value = attribute.initial
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if attribute.name not in equations or not is_number:
            continue
        assert not isinstance(value, RandomDistribution)
        yield ControlSpec(
            id=f"{heading}.{attribute.name} start",
            heading=heading,
            target=target,
            name=attribute.name,
            kind="start",
            label=f"{attribute.name} at start",
            range=range_around(float(value)),
            initial=float(value),
            told=safety_of_start(attribute.name),
            unit=attribute.unit,
            description=attribute.description,
        )


def _switches(projection: Projection) -> tuple[str, ...]:
    """Return the flag that switches learning, where something can be learned."""
    declaration = projection.declaration
    assert isinstance(declaration, SynapseDeclaration)
    learns = declaration.attribute("w").kind is AttributeKind.VARIABLE
    return (_learning_flag(projection),) if learns else ()


def _learning_flag(target: Target) -> str:
    if not isinstance(target, Projection):
        return ""
    return "plasticity" if target.is_spiking else "update"


def _all_names(network: Network, groups: Sequence[Shown]) -> list[str]:
    names = [a.name for group in groups for a in _parameters(group.group)]
    for projection in network.get_projections():
        names += [a.name for a in _parameters(projection)]
        names += [*_switches(projection), "transmission"]
    return list(dict.fromkeys([*names, *(["w"] if network.get_projections() else []), START]))


def _require_known(attributes: Sequence[str], specs: Sequence[ControlSpec]) -> None:
    known = {spec.name for spec in specs} | {START}
    for name in attributes:
        if name not in known:
            raise ANNarchyException(f"there is no parameter {name!r} to control.")


def _heading(projection: Projection, groups: Sequence[Shown]) -> str:
    return next((g.name for g in groups if _is_same(g.group, projection.pre)), "")


def _place(spec: ControlSpec, groups: Sequence[Shown]) -> int:
    names = [group.name for group in groups]
    return names.index(spec.heading) if spec.heading in names else len(names)


def _is_same(one: Group, other: Group) -> bool:
    return one.population is other.population and np.array_equal(one.ranks, other.ranks)
