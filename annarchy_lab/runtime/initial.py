"""The state at step 0: values of attributes, and steps of what has not happened yet.

In: a population's or projection's specification, one of its attributes, the network's constants.
Out: a scalar, or one value per element.
Not here: names of parameters as initial values and draws; the API has resolved both.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.ir.model import REFRACTORY, Attribute, Role
from annarchy_lab.ir.network import PopulationSpec, ProjectionSpec
from annarchy_lab.language.declaration import Locality

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NEVER", "initial_value", "is_given_to_new_edges", "is_single", "new_edge_value"]

NEVER = -10000
"""Step of a spike or update that never was."""


def initial_value(
    spec: PopulationSpec | ProjectionSpec, attribute: Attribute, constants: Mapping[str, float]
) -> "NDArray[Any] | float | int | bool":
    """Return the given value, else the declared number, else zero."""
    if attribute.name in spec.values:
        return spec.values[attribute.name]
    if isinstance(spec, ProjectionSpec) and attribute.name == "w":
        return spec.edges.weights
    if attribute.role is Role.CONSTANT:
        return constants[attribute.name]
    if attribute.role not in (Role.PARAMETER, Role.VARIABLE, Role.CONDUCTANCE):
        return 0
    if isinstance(spec, PopulationSpec) and attribute.name == REFRACTORY:
        period = spec.neuron.refractory
        return period if isinstance(period, float | int) else 0
    model = spec.neuron if isinstance(spec, PopulationSpec) else spec.synapse
    declared = {a.name: a.initial for a in model.attributes}.get(attribute.name, 0)
    return declared if isinstance(declared, bool | int | float) else 0


def is_single(spec: ProjectionSpec, attribute: Attribute) -> bool:
    """Tell whether one number stands for all edges, until an edge gets a value of its own."""
    if spec.is_rewirable:
        return False  # new edges have values of their own from the start
    is_local_parameter = attribute.role is Role.PARAMETER and attribute.locality is Locality.LOCAL
    if attribute.name == "w":
        return is_local_parameter and spec.edges.shares_weight
    return is_local_parameter and np.ndim(initial_value(spec, attribute, {})) == 0


def new_edge_value(
    spec: ProjectionSpec, attribute: Attribute, constants: Mapping[str, float]
) -> float | int | bool:
    """Return what an attribute starts with in an edge that is created later.

    The one number that all edges have at load; where they differ, the declared one, and a
    parameter or constant where that is named.  Weights and draws are given with the edge.
    """
    if attribute.name == "w":
        return 0.0
    value = initial_value(spec, attribute, constants)
    if not isinstance(value, np.ndarray):
        return value
    if not value.ndim:
        return value.item()  # type: ignore[no-any-return] # a number
    declared = spec.synapse.attribute(attribute.name).initial
    if not isinstance(declared, str):
        return declared if isinstance(declared, bool | int | float) else 0
    if declared in constants:
        return constants[declared]
    return new_edge_value(spec, replace(attribute, name=declared), constants)


def is_given_to_new_edges(attribute: Attribute) -> bool:
    """Tell whether a value that is set for all edges is that of later ones as well."""
    is_local_parameter = attribute.role is Role.PARAMETER and attribute.locality is Locality.LOCAL
    return is_local_parameter and attribute.name != "w"
