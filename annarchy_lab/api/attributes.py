"""What populations and projections have in common: attributes of a model, read and written by name.

In: a declaration and a network.
Out: `ModelObject`, which knows for each attribute how many values it has, what they were at the
start and what they are now.
Not here: the shapes in which users see them; each kind of object has its own.

Before the network is compiled the values live here; afterwards in the simulator, and the values
here are those to which `reset` returns.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import Change, Scale
from annarchy_lab.api.functions import ModelFunction
from annarchy_lab.api.messages import UnknownAttributeError, did_you_mean, warn, warn_of_slip
from annarchy_lab.api.values import Slot, as_it_is, cast, to_array
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir.localities import effective_localities, must_be_global
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Kind,
    Locality,
    NeuronDeclaration,
    SynapseDeclaration,
    ValueType,
)

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["ModelObject", "pick"]

Indices = NDArray[np.int64]


class ModelObject:
    """An object whose attributes are those of a neuron or synapse model.

    Parameters
    ----------
    network
        The network it belongs to.
    name
        Its name there.
    declaration
        The model.
    """

    PREFIX: ClassVar[str]
    """Begins the names that are made up."""

    def __init__(
        self, network: "Network", name: str, declaration: NeuronDeclaration | SynapseDeclaration
    ) -> None:
        self._network = network
        self._name = name
        self._declaration = declaration
        self._localities = effective_localities(declaration)
        self._functions = {function.name: function for function in declaration.functions}
        self._initial: dict[str, NDArray[Any]] = {}
        self._per_element: set[str] = set()
        # Last: from here on these names are attributes of the model.
        self._attributes = {a.name: a for a in declaration.attributes}
        for hidden in self._attributes.keys() & _names_of(type(self)):  # type: ignore[arg-type] # hashable
            warn(
                f"{name}.{hidden} is not the attribute of the model: use get and set for that.",
                network,
            )

    # What there is

    @property
    def name(self) -> str:
        """Name, unique in the network."""
        return self._name

    @property
    def network(self) -> "Network":
        """The network it belongs to."""
        return self._network

    @property
    def attributes(self) -> list[str]:
        """Names of all parameters and variables."""
        return list(self._attributes)

    @property
    def parameters(self) -> list[str]:
        """Names of the attributes that only Python changes."""
        return [a.name for a in self._attributes.values() if a.kind is Kind.PARAMETER]

    @property
    def variables(self) -> list[str]:
        """Names of the attributes that equations change."""
        return [a.name for a in self._attributes.values() if a.kind is Kind.VARIABLE]

    @property
    def functions(self) -> list[str]:
        """Names of the functions of the model; each is called as a method, once compiled."""
        return list(self._functions)

    # Access by name

    def get(self, name: str) -> Any:  # noqa: ANN401 - a number, an array or lists
        """Return the value of an attribute, as reading ``.name`` does.

        Raises
        ------
        ANNarchyException
            If there is no such attribute.
        """
        self._require(name)
        return self._seen(name)

    def set(self, values: Mapping[str, object]) -> None:
        """Set several attributes at once, at one step edge of a running network.

        Parameters
        ----------
        values
            Value by name of attribute; a value as in assignments.

        Raises
        ------
        ANNarchyException
            If there is no such attribute, or a value does not fit; nothing is changed then.
        """
        self._network.write([(self, name, value) for name, value in values.items()])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a number, an array or lists
        attributes = self.__dict__.get("_attributes", {})
        if name in attributes:
            return self._seen(name)
        functions = self.__dict__.get("_functions", {})
        if name in functions:
            return ModelFunction(self._network, functions[name], functions)
        raise UnknownAttributeError(self, name, attributes, self._about_missing)

    def __setattr__(self, name: str, value: object) -> None:
        attributes = self.__dict__.get("_attributes", ())
        if name in attributes and name not in _names_of(type(self)):  # type: ignore[arg-type] # hashable
            self._network._assign(self, name, value)
        else:
            warn_of_slip(self, name, attributes)
            object.__setattr__(self, name, value)

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *self._attributes, *self._functions})

    def _about_missing(self, name: str, known: Iterable[str]) -> str:
        """Return what helps somebody who asks for an attribute that is not there."""
        return did_you_mean(name, known)

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        """Return the value of an existing attribute in the shape that users see."""
        raise NotImplementedError

    def _length(self, name: str) -> int | None:
        """Return how many values an attribute can have, None for a single one."""
        raise NotImplementedError

    def _shape(self, name: str) -> tuple[int, ...]:
        """Return the shape to name in messages."""
        length = self._length(name)
        return () if length is None else (length,)

    @property
    def _n_rewirings(self) -> int:
        """How often its elements have become others."""
        return 0

    # Values

    def _real(self, name: str) -> np.dtype[Any]:
        """Return what an attribute is stored as, if it is a real number."""
        return self._network.settings.dtype

    def _is_single(self, name: str) -> bool:
        """Whether users see one number: a global, or an undecided parameter set as a whole."""
        if self._localities[name] is Locality.GLOBAL:
            return True
        attribute = self._attributes[name]
        is_undecided = (
            attribute.kind is Kind.PARAMETER
            and attribute.locality is Locality.GLOBAL
            and not attribute.is_locality_explicit
        )
        return is_undecided and name not in self._per_element

    def _flat(self, name: str) -> NDArray[Any]:
        """Return the current values, shape ``()`` or one per element."""
        simulator = self._network._simulator
        return self._start(name).copy() if simulator is None else simulator.read(self._name, name)

    def _start(self, name: str) -> NDArray[Any]:
        """Return the values at the start, names resolved; perhaps those that are kept: no copy."""
        attribute = self._attributes[name]
        values = self._initial.get(name)
        if values is None:
            values = self._declared(name)
        return cast(values, attribute.type, self._real(name), copy=False)

    def _declared(self, name: str) -> NDArray[Any]:
        initial = self._attributes[name].initial
        if isinstance(initial, RandomDistribution):
            return np.zeros(())  # drawn as soon as the number of elements is known
        if not isinstance(initial, str):
            return np.asarray(initial)
        if initial in self._attributes and initial != name:
            return self._start(initial)
        constants = self._network.constants
        if initial in constants:
            return np.asarray(constants[initial].value)
        raise ANNarchyException(
            f"{self._name}: {name} starts as {initial!r}, which is neither a parameter nor a "
            f"constant.{did_you_mean(initial, [*self._attributes, *constants])}"
        )

    def _single(self, name: str) -> Any:  # noqa: ANN401
        """Return an attribute as one Python number."""
        values = self._flat(name)
        return (values if values.size else self._start(name)).flat[0].item()

    def _draw_start(self) -> None:
        """Draw the initial values that the model describes as random."""
        for name, attribute in self._attributes.items():
            if isinstance(attribute.initial, RandomDistribution):
                self._initial[name] = to_array(attribute.initial, self._slot(name))
                self._note_per_element(name, self._initial[name])

    # Changes

    def _change(self, name: str, value: object, indices: Indices | None = None) -> Change:
        """Return the change that sets an attribute, checked.

        Raises
        ------
        ANNarchyException
            If there is no such attribute, or the value does not fit.
        """
        self._require(name)
        if indices is not None and self._localities[name] is Locality.GLOBAL:
            raise ANNarchyException(
                f"{name} of {self._name} is one value for all and cannot be set for some."
                + self._why_global(name)
            )
        if isinstance(value, Scale):
            return self._scaled(name, value.factor, indices)
        values = None
        if indices is None:  # most of what is written in a loop
            kind, real = self._attributes[name].type, self._real(name)
            values = as_it_is(value, kind, real, self._length(name))
        if values is None:
            values = to_array(value, self._slot(name, indices))
        return Change(self._name, name, values, indices)

    def _slot(self, name: str, indices: Indices | None = None) -> Slot:
        is_part = indices is not None
        length = len(indices) if indices is not None else self._length(name)
        return Slot(
            label=f"{name} of {self._name}",
            type=self._attributes[name].type,
            real=self._real(name),
            length=length,
            shape=(length or 0,) if is_part else self._shape(name),
            constants=self._network.constants,
            rng=self._network.default_rng,
            why_single=lambda: self._why_global(name),
        )

    def _scaled(self, name: str, factor: float, indices: Indices | None) -> Change:
        if self._attributes[name].type is not ValueType.FLOAT:
            raise ANNarchyException(f"{name} of {self._name} is no real number: set it instead.")
        start, real = self._network._snapshot(self, name, indices), self._network.settings.dtype
        scaled = start.astype(real, copy=False) * real.type(factor)
        values = cast(scaled, ValueType.FLOAT, self._real(name), copy=False)
        return Change(self._name, name, values, indices, float(factor))

    def _store(self, change: Change) -> None:
        """Apply a change to the initial values."""
        self._note_per_element(change.attribute, change.values, change.indices)
        if change.indices is None:
            self._initial[change.attribute] = change.values
            return
        length = self._length(change.attribute)
        values = np.broadcast_to(self._start(change.attribute), (length or 1,)).copy()
        values[change.indices] = change.values
        self._initial[change.attribute] = values

    def _note_per_element(
        self, name: str, values: NDArray[Any], indices: Indices | None = None
    ) -> None:
        if values.ndim or indices is not None:
            self._per_element.add(name)

    def _cloned(self, network: "Network", name: str | None) -> Self:
        """Return the same object for another network, which does not hold it yet."""
        name = network._new_name(self.PREFIX, name)
        clone = object.__new__(type(self))
        for key, value in vars(self).items():
            is_own = isinstance(value, dict | list | set)
            object.__setattr__(clone, key, copy(value) if is_own else value)
        clone._network, clone._name = network, name
        network._take_settings(self._network, self._name, name)
        return clone

    def _require(self, name: str) -> AttributeDeclaration:
        attribute = self._attributes.get(name)
        if attribute is None:
            raise ANNarchyException(
                f"{self._name} has no attribute {name!r}."
                + self._about_missing(name, self._attributes)
            )
        return attribute

    def _why_global(self, name: str) -> str:
        reason = must_be_global(self._declaration).get(name)
        if reason:
            return f" It is global because of: {reason}"
        if self._attributes[name].kind is not Kind.PARAMETER:
            return ""
        element = "neuron" if isinstance(self._declaration, NeuronDeclaration) else "synapse"
        return f" Each {element} has its own if the model says {name}=Parameter(..., 'local')."


def pick(values: NDArray[Any], indices: Indices | slice, length: int) -> NDArray[Any]:
    """Return a copy of some elements of `values`, which may be one value for all."""
    whole = np.broadcast_to(values, (length,)) if values.ndim == 0 else values
    return whole[indices].copy()


@cache
def _names_of(cls: type) -> frozenset[str]:
    """Return what instances have whatever their model."""
    return frozenset(name for name in dir(cls) if not name.startswith("_"))
