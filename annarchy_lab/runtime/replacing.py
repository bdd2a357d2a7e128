"""Another model for objects of a loaded network: what both backends do alike.

In: `NewModel` values; the specifications and level-1 models that hold now.
Out: the network with the new models, and what attributes that stay are worth in them.
Not here: buffers, and putting anything in place.

A value stays if nothing of it is lost: one for all becomes one each, and integers become real;
everything else is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.model import Attribute, NeuronModel, Role, SynapseModel
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec, Values
from annarchy_lab.language.condition import StopCondition
from annarchy_lab.language.declaration import (
    Locality,
    NeuronDeclaration,
    SynapseDeclaration,
    UserFunction,
)
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recorder
from annarchy_lab.runtime.refusals import check_recorder

__all__ = [
    "NewModel",
    "Replacement",
    "check_awaited",
    "check_coming_and_going",
    "check_recorded",
    "check_structure",
    "kept_values",
    "replaced_spec",
    "touched",
]


@dataclass(frozen=True, slots=True)
class NewModel:
    """Another model for one population or projection.

    Attributes
    ----------
    name
        Of the object.
    declaration
        The model.
    values
        What attributes are worth at the start, to which a reset returns; as in a specification.
    anew
        Attributes that take this value now, although there is one of that name.
    stop_condition
        Of a population.
    """

    name: str
    declaration: NeuronDeclaration | SynapseDeclaration
    values: Values = field(default_factory=dict)
    anew: frozenset[str] = frozenset()
    stop_condition: StopCondition | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """Several of them at once, and what they may name besides their own attributes."""

    models: tuple[NewModel, ...]
    constants: Mapping[str, float] = field(default_factory=dict)
    functions: tuple[UserFunction, ...] = ()

    def anew(self, name: str) -> frozenset[str]:
        """Return which attributes of an object take the value of the start now."""
        return next((m.anew for m in self.models if m.name == name), frozenset())


def replaced_spec(
    spec: NetworkSpec,
    populations: Iterable[PopulationSpec],
    projections: Iterable[ProjectionSpec],
    replacement: Replacement,
) -> NetworkSpec:
    """Return the specification with the new models.

    Parameters
    ----------
    spec
        As it was loaded.
    populations, projections
        As they are now.
    """
    models = {model.name: model for model in replacement.models}
    known = {p.name for p in spec.populations} | {p.name for p in spec.projections}
    for name in models.keys() - known:
        raise ANNarchyException(f"there is no population or projection called '{name}'")
    return replace(
        spec,
        populations=tuple(_population(p, models.get(p.name)) for p in populations),
        projections=tuple(_projection(p, models.get(p.name)) for p in projections),
        constants={**spec.constants, **replacement.constants},
        functions=replacement.functions or spec.functions,
    )


def _population(spec: PopulationSpec, new: NewModel | None) -> PopulationSpec:
    if new is None:
        return spec
    if not isinstance(new.declaration, NeuronDeclaration):
        raise ANNarchyException(f"'{spec.name}' is a population: its model is a neuron")
    stop = new.stop_condition
    return replace(spec, neuron=new.declaration, values=new.values, stop_condition=stop)


def _projection(spec: ProjectionSpec, new: NewModel | None) -> ProjectionSpec:
    if new is None:
        return spec
    if not isinstance(new.declaration, SynapseDeclaration):
        raise ANNarchyException(f"'{spec.name}' is a projection: its model is a synapse")
    return replace(spec, synapse=new.declaration, values=new.values)


def check_structure(name: str, old: NeuronModel | SynapseModel, new: object) -> None:
    """Refuse a model for which other parts of the network would have to be built anew.

    Raises
    ------
    ANNarchyException
        Saying which.
    """
    if isinstance(old, NeuronModel) and isinstance(new, NeuronModel):
        if old.is_spiking != new.is_spiking:
            raise ANNarchyException(f"'{name}' cannot change between rate-coded and spiking")
        if old.gap_rates != new.gap_rates:
            raise ANNarchyException(f"'{name}' cannot begin or cease to draw gaps between spikes")
        if (old.axon_spike is None) != (new.axon_spike is None):
            raise ANNarchyException(f"axonal spikes of '{name}' cannot appear or disappear")
    if isinstance(old, SynapseModel) and isinstance(new, SynapseModel):
        for rule in ("creating", "pruning"):
            if (getattr(old, rule) is None) != (getattr(new, rule) is None):
                raise ANNarchyException(f"the rule {rule} of '{name}' cannot appear or disappear")


def check_awaited(names: Iterable[str], awaited: Iterable[str]) -> None:
    """Refuse to change populations whose stop conditions a run waits for.

    Raises
    ------
    StateError
        Naming the first of them.
    """
    for name in awaited:
        if name in names:
            raise StateError(
                f"the run waits for the stop condition of '{name}': replace its model afterwards"
            )


def check_coming_and_going(
    old: ProjectionSpec, new: ProjectionSpec, before: SynapseModel, after: SynapseModel
) -> None:
    """Refuse, where synapses come and go, a model in which each of them holds something else.

    Raises
    ------
    ANNarchyException
        Naming the attributes.
    """
    forms = [
        {(a.name, a.dtype.value, a.name in m.event_driven) for a in m.attributes if _is_local(a)}
        for m in (before, after)
    ]
    differing = sorted({name for name, *_ in forms[0] ^ forms[1]})
    what = ", ".join(differing)
    if not what and (before.on_pre is None) != (after.on_pre is None):
        what = "what arriving spikes find"
    if not what and old.new_delays != new.new_delays:
        what = "the delays of new synapses"
    if what:
        raise ANNarchyException(
            f"the synapses of '{old.name}' come and go: what each of them holds cannot change in "
            f"a compiled network, but the new model changes {what}"
        )


def _is_local(attribute: Attribute) -> bool:
    return attribute.locality is Locality.LOCAL


def check_recorded(
    recorders: Iterable[Recorder],
    models: Mapping[str, NeuronModel | SynapseModel],
    known: Callable[[str], Mapping[str, Attribute]],
    now: Callable[[str], Mapping[str, Attribute]],
) -> None:
    """Refuse models in which something that is recorded is gone, or has another form.

    Parameters
    ----------
    models
        The new ones by name of the object.
    known, now
        Attributes of an object before and after.

    Raises
    ------
    ANNarchyException
        Naming the attribute.
    """
    for recorder in recorders:
        name, attribute = recorder.object_name, recorder.attribute
        if name not in models:
            continue
        check_recorder(recorder, models[name])
        if recorder.kind != "rows":
            continue
        before, after = known(name)[attribute], now(name).get(attribute)
        what = f"'{attribute}' of '{name}' is recorded by a monitor or a live view"
        if after is None:
            raise ANNarchyException(f"{what}, but is not in the new model")
        if (before.locality, before.dtype) != (after.locality, after.dtype):
            raise ANNarchyException(f"{what}: its locality and type cannot change meanwhile")


def kept_values(
    name: str,
    old: Attribute,
    new: Attribute,
    values: NDArray[Any],
    dtype: np.dtype[Any],
    posts: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """Return what an attribute is worth in the new model: one value, or one per element.

    Parameters
    ----------
    name
        Of the object.
    values
        One value, shape ``()``, or one per element, as users see them.
    dtype
        The new type.
    posts
        Post rank of each edge of a projection.

    Raises
    ------
    ANNarchyException
        If something would be lost.
    """
    label = f"'{new.name}' of '{name}'"
    if _WIDTH[old.dtype] > _WIDTH[new.dtype]:
        kinds = f"{_kind(old)} and cannot become {_kind(new)}"
        raise ANNarchyException(f"{label} is {kinds}: its values would be lost")
    made: NDArray[Any] = values.astype(dtype)
    if not np.array_equal(made.astype(values.dtype), values, equal_nan=values.dtype.kind == "f"):
        raise ANNarchyException(f"{label} holds integers that {dtype} cannot hold")
    if not made.ndim or old.locality is new.locality:
        return made
    if new.locality is Locality.LOCAL:
        assert posts is not None  # only dendrites lie between one for all and one each
        return np.asarray(made[posts])
    if new.role is Role.PARAMETER and made.size and (made == made[0]).all():
        return np.asarray(made[0])
    raise ANNarchyException(
        f"{label} has {made.size} values and cannot become {new.locality.value}: they would be lost"
    )


_WIDTH = {DType.BOOL: 0, DType.INT: 1, DType.SINGLE: 2, DType.REAL: 2, DType.TIME: 3}


def _kind(attribute: Attribute) -> str:
    return {DType.BOOL: "a bool", DType.INT: "an integer"}.get(attribute.dtype, "a real number")


def touched(
    before: Mapping[str, NeuronModel | SynapseModel],
    after: Mapping[str, NeuronModel | SynapseModel],
) -> list[str]:
    """Return the names of the objects whose models differ."""
    return [name for name, model in after.items() if model != before[name]]
