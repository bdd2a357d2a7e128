"""Which attributes of a network can be steered, and how: the controls, as data.

In: populations, views, projections; the declarations of their models.
Out: `ControlSpec` values, in the order in which they are shown.
Not here: the widget, the changes themselves.

A parameter has a control if its model gives it a range (``a = 0.02 in 0.01..0.1``), or if it was
asked for by name.  A parameter that differs between the elements of its group is scaled, never
overwritten with one value; so are the weights of a projection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import Scale
from annarchy_lab.api.network import Network
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.messages import Control
from annarchy_lab.lab.scales import ScaleBook
from annarchy_lab.lab.views.shown import Group, Shown
from annarchy_lab.language.declaration import AttributeDeclaration, Kind, ValueType

__all__ = ["ControlSpec", "control_list"]

SCALE_RANGE = (0.0, 2.0)
LOG_FROM = 100.0
"""Ranges whose ends differ by this factor get a logarithmic slider."""

Target: TypeAlias = Group | Projection


@dataclass(frozen=True, slots=True)
class ControlSpec:
    """One attribute of one population, view or projection that can be steered.

    Attributes
    ----------
    id
        Unique in the network.
    heading
        Under which it stands.
    target
        What is changed.
    attribute
        Which attribute of it.
    kind
        ``set`` or ``scale``.
    """

    id: str
    heading: str
    target: Target
    attribute: AttributeDeclaration
    kind: Literal["set", "scale"]
    label: str
    range: tuple[float, float]
    initial: float
    reason: str = ""

    @property
    def owner(self) -> str:
        """Name of the population or projection whose attribute it is."""
        return str(_owner(self.target).name)

    @property
    def indices(self) -> NDArray[np.int64] | None:
        """Which elements of the owner it changes; None for all."""
        return self.target.ranks if isinstance(self.target, PopulationView) else None

    def value_of(self, number: float) -> object:
        """Return what to assign for a position of the slider."""
        return Scale(number) if self.kind == "scale" else number

    def now(self, scales: ScaleBook) -> float:
        """Return where the slider stands, as the network is now."""
        if self.kind == "scale":
            return scales.factor(self.owner, self.attribute.name, self.indices)
        return _uniform(self.target, self.attribute)[1]

    def as_message(self, value: float) -> Control:
        """Return the control as the browser takes it, standing at `value`."""
        low, high = self.range
        return {
            "id": self.id,
            "group": self.heading,
            "name": self.attribute.name,
            "label": self.label,
            "unit": "" if self.kind == "scale" else self.attribute.unit,
            "description": self.attribute.description,
            "value": value,
            "minimum": min(low, value),
            "maximum": max(high, value),
            "initial": self.initial,
            "kind": self.kind,
            "is_log": low > 0.0 and high / low >= LOG_FROM,
            "enabled": not self.reason,
            "reason": self.reason,
        }


def control_list(
    network: Network, groups: Sequence[Shown], attributes: Sequence[str] | None = None
) -> tuple[ControlSpec, ...]:
    """Return the controls of a network.

    Parameters
    ----------
    network
        The network.
    groups
        Populations and views; each gets a heading.
    attributes
        Names of attributes; ``w`` stands for weights.  Default: all that have a range, or if none
        has one, all parameters; and the weights.

    Raises
    ------
    ANNarchyException
        If no group has an attribute of that name.
    """
    specs = [spec for group in groups for spec in _of_group(group, attributes)]
    if attributes is None or "w" in attributes:
        specs += _weights(network, groups)
    if attributes is not None:
        _require_known(attributes, specs)
    return tuple(sorted(specs, key=lambda spec: _place(spec, groups)))


def _of_group(group: Shown, attributes: Sequence[str] | None) -> list[ControlSpec]:
    parameters = [
        attribute
        for attribute in group.group.declaration.attributes
        if attribute.kind is Kind.PARAMETER and attribute.type is not ValueType.BOOL
    ]
    ranged = [attribute for attribute in parameters if attribute.control_range is not None]
    if attributes is None:
        chosen = ranged or parameters
    else:
        chosen = [attribute for attribute in parameters if attribute.name in attributes]
    return [_parameter(group, attribute) for attribute in chosen]


def _parameter(group: Shown, attribute: AttributeDeclaration) -> ControlSpec:
    is_uniform, value = _uniform(group.group, attribute)
    kind: Literal["set", "scale"] = "set" if is_uniform else "scale"
    name = attribute.name
    return ControlSpec(
        id=f"{group.name}.{name}",
        heading=group.name,
        target=group.group,
        attribute=attribute,
        kind=kind,
        label=name,
        range=(attribute.control_range or _range_around(value)) if is_uniform else SCALE_RANGE,
        initial=value if is_uniform else 1.0,
    )


def _weights(network: Network, groups: Sequence[Shown]) -> list[ControlSpec]:
    """Return a scale of the weights of each projection, under the group that it comes from."""
    specs = []
    for projection in network.get_projections():
        heading = next((g.name for g in groups if _is_same(g.group, projection.pre)), "")
        weight = projection.declaration.attribute("w")
        is_plastic = weight.kind is Kind.VARIABLE
        reason = "these weights learn: pause and assign them to change them" if is_plastic else ""
        targets = ", ".join(np.atleast_1d(projection.target))
        specs.append(
            ControlSpec(
                id=f"{projection.name}.w",
                heading=heading or projection.name,
                target=projection,
                attribute=weight,
                kind="scale",
                label=f"weights {targets}",
                range=SCALE_RANGE,
                initial=1.0,
                reason=reason,
            )
        )
    return specs


def _require_known(attributes: Sequence[str], specs: Sequence[ControlSpec]) -> None:
    known = {spec.attribute.name for spec in specs}
    for name in attributes:
        if name not in known:
            raise ANNarchyException(f"there is no parameter {name!r} to control.")


def _place(spec: ControlSpec, groups: Sequence[Shown]) -> int:
    names = [group.name for group in groups]
    return names.index(spec.heading) if spec.heading in names else len(names)


def _owner(target: Target) -> Any:  # noqa: ANN401 - a population or projection
    return target if isinstance(target, Projection) else target.population


def _uniform(target: Target, attribute: AttributeDeclaration) -> tuple[bool, float]:
    """Return whether all elements have one value, and that value or their mean."""
    values = np.asarray(target.get(attribute.name), np.float64).ravel()
    if not values.size:
        return True, 0.0
    return bool((values == values[0]).all()), float(values[0])


def _range_around(value: float) -> tuple[float, float]:
    """Return a range for a parameter that has none: from nothing to twice as much."""
    if value == 0.0:
        return (-1.0, 1.0)
    return (0.0, 2.0 * value) if value > 0.0 else (2.0 * value, 0.0)


def _is_same(one: Group, other: Group) -> bool:
    return one.population is other.population and np.array_equal(one.ranks, other.ranks)
