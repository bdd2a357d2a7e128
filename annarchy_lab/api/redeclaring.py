"""A population or projection as it will be with another model.

In: the object as it is, the model; or `Declared`, what it was declared as at another time.
Out: `Redeclared`: everything that Python will know of it, and which attributes start anew; nothing
of the object itself changes before `adopt`.
Not here: what a model may change (`structure`), the simulation (`replacing`).
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import field
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.population import MEAN_RATE, Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.values import to_array
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir.localities import effective_localities
from annarchy_lab.ir.model import REFRACTORY
from annarchy_lab.language.as_data import model_data, model_of
from annarchy_lab.language.condition import parse_stop_condition
from annarchy_lab.language.declaration import Kind, Locality, NeuronDeclaration
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.captured import same_values

_OF_MODEL = frozenset(
    (
        *("neuron_type", "synapse_type", "_declaration", "_stop"),
        *("_attributes", "_localities", "_functions", "_initial", "_per_element"),
    )
)
"""What of a population or projection follows from its model."""

__all__ = ["Declared", "Redeclared", "redeclared"]

Model: TypeAlias = Neuron | Synapse
Owner: TypeAlias = Population | Projection
Drawn: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Redeclared:
    """An object with another model.

    Attributes
    ----------
    owner
        The object, unchanged.
    model
        The model.
    draft
        A copy of the object that has it.
    anew
        Attributes that start anew, although there is one of that name.
    drawn
        Start values that were drawn.
    """

    owner: Owner
    model: Model
    draft: Owner
    anew: frozenset[str]
    drawn: Drawn

    def adopt(self) -> None:
        """Let the object be like the draft, wherever that depends on the model."""
        known = self.draft._attributes.keys() - self.anew
        self.draft._per_element |= self.owner._per_element & known  # perhaps set just now
        for key in _OF_MODEL & vars(self.draft).keys():
            object.__setattr__(self.owner, key, vars(self.draft)[key])


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """As what an object is declared, to return to.

    Attributes
    ----------
    model
        Its model, or a description of it (see `language.as_data`) in a file.
    initial
        Values at the start, as far as they were set.
    parts
        All else that follows from the model; empty in a file.
    """

    model: Model | Mapping[str, Any]
    initial: Drawn
    parts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, owner: Owner) -> Self:
        """Return as what an object is declared now."""
        model = owner.neuron_type if isinstance(owner, Population) else owner.synapse_type
        known = vars(owner)
        return cls(
            model, dict(owner._initial), {key: _own(known[key]) for key in _OF_MODEL & {*known}}
        )

    @property
    def data(self) -> dict[str, Any]:
        """The model as plain data."""
        if not isinstance(self.model, Neuron | Synapse):
            return dict(self.model)
        data = model_data(self.model.declaration)
        declaration = self.parts["_declaration"]
        if isinstance(declaration, NeuronDeclaration):  # a script may have said when it rests
            data |= {k: x for k, x in model_data(declaration).items() if k == "refractory"}
        return data

    def starts_as(self, owner: Owner) -> bool:
        """Tell whether an object starts with the same values."""
        now = owner._initial
        return self.initial.keys() == now.keys() and all(
            same_values(values, now[name]) for name, values in self.initial.items()
        )

    def redeclared(self, owner: Owner) -> Redeclared:
        """Return an object as it was declared then; the values of then are to be set afterwards."""
        model = self.model if isinstance(self.model, Neuron | Synapse) else model_of(self.model)
        draft = _draft(owner, model)
        for key, value in self.parts.items():
            object.__setattr__(draft, key, _own(value))
        lengths = {name: draft._length(name) or 1 for name in draft._attributes}
        draft._initial = {
            name: values
            for name, values in self.initial.items()
            if name in lengths and (not values.ndim or values.size == lengths[name])
        }  # of other synapses than those of now nothing fits
        return Redeclared(owner, model, draft, frozenset(draft._attributes), {})


def redeclared(owner: Owner, model: Model, drawn: Drawn | None = None) -> Redeclared:
    """Return an object as it will be.

    Parameters
    ----------
    drawn
        Start values that were drawn already, in a replay.

    Raises
    ------
    ANNarchyException
        If start values that stay do not fit the model.
    ModelError
        If the stop condition names what is gone.
    """
    draft = _draft(owner, model)
    fresh = {name for name in draft._attributes if not _is_unchanged(owner, draft, name)}
    draft._initial = {n: x for n, x in owner._initial.items() if n in draft._attributes}
    draft._per_element = owner._per_element & draft._attributes.keys()
    anew = {name for name in fresh if _starts_anew(owner, draft, name)}
    for name in fresh - {"w"}:
        draft._initial.pop(name, None)
        if name in anew or name not in owner._attributes:
            draft._per_element.discard(name)
    for name in draft._initial:
        _fit(draft, name)
    made = _draw(draft, fresh, drawn or {})
    return Redeclared(owner, model, draft, frozenset(anew), made)


def _draft(owner: Owner, model: Model) -> Owner:
    """Return a copy of the object with another declaration."""
    draft = object.__new__(type(owner))
    for key, value in vars(owner).items():
        object.__setattr__(draft, key, _own(value))
    declaration = model.declaration
    draft._declaration = declaration
    draft._localities = dict(effective_localities(declaration))
    draft._functions = {function.name: function for function in declaration.functions}
    draft._attributes = {a.name: a for a in declaration.attributes}
    if isinstance(draft, Population):
        assert isinstance(model, Neuron)
        assert isinstance(owner, Population)
        _complete(draft, owner, model)
    else:
        assert isinstance(model, Synapse)
        object.__setattr__(draft, "synapse_type", model)
    return draft


def _own(value: Any) -> Any:  # noqa: ANN401 - of any attribute
    return copy(value) if isinstance(value, dict | set) else value


def _complete(draft: Population, owner: Population, model: Neuron) -> None:
    """Add what a population has without its model saying so."""
    written, now = owner.neuron_type.declaration, owner.declaration
    object.__setattr__(draft, "neuron_type", model)
    if draft.is_spiking:
        draft._add_variable(MEAN_RATE)
    is_same = model.declaration.refractory == written.refractory  # a script may say otherwise
    draft._declare_refractory(now.refractory if is_same else model.declaration.refractory)
    for target in owner._targets:
        draft._add_target(target)
    if owner.stop_condition is not None:
        text = owner.stop_condition
        draft._stop = parse_stop_condition(text, draft.declaration, owner.name)


def _is_unchanged(owner: Owner, draft: Owner, name: str) -> bool:
    """Whether an attribute is of the same kind as before and says the same value."""
    before, after = owner._attributes.get(name), draft._attributes[name]
    return before is not None and (before.kind, before.initial) == (after.kind, after.initial)


def _starts_anew(owner: Owner, draft: Owner, name: str) -> bool:
    """Whether a parameter says another value; variables go on, and weights are of the synapses."""
    is_parameter = draft._attributes[name].kind is Kind.PARAMETER
    is_known = name in owner._attributes or name in owner.network.constants
    return is_parameter and is_known and (name != "w" or isinstance(owner, Population))


def _fit(draft: Owner, name: str) -> None:
    """Let a start value that stays have the length of the attribute."""
    values, length = draft._initial[name], draft._length(name)
    if not values.ndim or values.size == length:
        return
    if values.size and (values == values.flat[0]).all():
        draft._initial[name] = np.asarray(values.flat[0])
        draft._per_element.discard(name)
        return
    raise ANNarchyException(
        f"{name} of {draft.name} starts with {values.size} different values and cannot become "
        f"{draft._localities[name].value}."
    )


def _draw(draft: Owner, fresh: set[str], given: Drawn) -> dict[str, NDArray[Any]]:
    """Draw the start values that the model describes as random."""
    drawn = {}
    is_connected = isinstance(draft, Population) or draft._edges is not None
    for name in sorted(fresh - {"w", REFRACTORY}):
        initial = draft._attributes[name].initial
        if isinstance(initial, RandomDistribution) and is_connected:
            _require_first_edges(draft, name)
            values = given[name] if name in given else to_array(initial, draft._slot(name))
            drawn[name] = draft._initial[name] = values
            draft._note_per_element(name, values)
    return drawn


def _require_first_edges(draft: Owner, name: str) -> None:
    """Refuse to draw values for synapses of which some have come and gone."""
    is_of_synapses = isinstance(draft, Projection) and draft._localities[name] is Locality.LOCAL
    if is_of_synapses and draft._n_rewirings:
        raise ANNarchyException(
            f"{name} of {draft.name} cannot be drawn: synapses have come and gone since the start. "
            "Declare a number, then assign the distribution."
        )
