"""What a model says, after all checks: the frozen result of `Neuron(...)` and `Synapse(...)`.

In: nothing; `declare` builds these values.
Out: values with tuples and trees only, which every later room reads and nobody changes.
Not here: sizes, connections, values of parameters now, numerical methods' formulas.

Every variable that a statement assigns has an `AttributeDeclaration`.  Attributes stand in this
order: parameters as written, then variables in the order of their first assignment (equations,
then events).  A synapse always has ``w``.  A spiking neuron has ``g_target`` as a variable for each
target that its text names.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import TypeAlias

from annarchy_lab.diagnostics import Span
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.syntax import NOWHERE, Assign, Expr, Name, Ode
from annarchy_lab.lightweight import dataclass

__all__ = [
    "AttributeDeclaration",
    "Equation",
    "Initial",
    "Kind",
    "Locality",
    "NeuronDeclaration",
    "RewiringRule",
    "SynapseDeclaration",
    "UserFunction",
    "ValueType",
]

Initial: TypeAlias = float | int | bool | str | RandomDistribution
"""A value, the name of a parameter or constant, or a draw per element."""


class Kind(Enum):
    """Who changes an attribute: only Python, or the model's own statements."""

    PARAMETER = "parameter"
    VARIABLE = "variable"


class Locality(Enum):
    """How many values an attribute has."""

    LOCAL = "local"  # one per neuron or synapse
    SEMIGLOBAL = "semiglobal"  # one per post-synaptic neuron (synapses only)
    GLOBAL = "global"  # one per population or projection


class ValueType(Enum):
    """The type of an attribute; `FLOAT` is the network's real number."""

    BOOL = "bool"
    INT = "int"
    FLOAT = "float"


@dataclass(frozen=True, slots=True)
class AttributeDeclaration:
    """One parameter or variable.

    Parameters
    ----------
    locality
        The declared or default locality.  A bare ``Parameter(x)`` is undecided: it says `GLOBAL`
        (or `LOCAL` if `initial` is a distribution) with `is_locality_explicit` false.
    initial
        Value at creation; a string names a parameter of the same model or a constant.
    lower, upper
        Bounds applied right after the variable's own assignment.
    control_range
        Ends of a control in the lab; bounds nothing.
    """

    name: str
    kind: Kind
    type: ValueType = ValueType.FLOAT
    locality: Locality = Locality.LOCAL
    is_locality_explicit: bool = False
    initial: Initial = 0.0
    lower: Expr | None = None
    upper: Expr | None = None
    control_range: tuple[float, float] | None = None
    unit: str = ""
    description: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Equation:
    """One statement with what was written behind its colon.

    Parameters
    ----------
    method
        Canonical name of the numerical method, ``None`` for the network's default:
        ``explicit implicit semiimplicit exponential midpoint rk4 event-driven``.
    flags
        The remaining flags: ``unless_refractory``, ``unless_post``.
    text
        The user's line, stripped, without comments.
    """

    statement: Assign | Ode
    method: str | None = None
    flags: frozenset[str] = frozenset()
    text: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def assigned(self) -> str:
        """Name of what is assigned: the state of an ODE, ``pre.x`` for a member."""
        if isinstance(self.statement, Ode):
            return self.statement.state
        target = self.statement.target
        return target.id if isinstance(target, Name) else f"{target.owner}.{target.id}"


@dataclass(frozen=True, slots=True)
class UserFunction:
    """A function of one expression, local to a model or global."""

    name: str
    arguments: tuple[str, ...]
    body: Expr
    return_type: ValueType = ValueType.FLOAT
    argument_types: tuple[ValueType, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RewiringRule:
    """When a synapse is created or pruned.

    Parameters
    ----------
    condition
        Over the synapse's attributes, ``pre.x`` and ``post.x``; creating sees no local attributes.
    probability
        Of the change, for each candidate for which the condition holds.
    weight, delay
        Of a new synapse (`creating` only); delay in ms, ``None`` for the projection's own.
    """

    condition: Expr
    probability: float = 1.0
    weight: "float | RandomDistribution" = 0.0
    delay: "float | RandomDistribution | None" = None
    text: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NeuronDeclaration:
    """A neuron model.

    Parameters
    ----------
    refractory
        Period in ms, an expression evaluated at the spike, or ``None``.
    gap_rates
        Where `spike` says no more than that neurons spike at random, at rates that are a
        parameter: its name.  The gaps between spikes may then be drawn instead of a number for
        each neuron and step.
    targets
        Names ``x`` used as ``g_x`` or ``sum(x)``, in the order of the text.
    sums_all_targets
        Whether ``sum()`` without a name is used.
    """

    name: str
    description: str = ""
    attributes: tuple[AttributeDeclaration, ...] = ()
    equations: tuple[Equation, ...] = ()
    spike: Expr | None = None
    reset: tuple[Equation, ...] = ()
    axon_spike: Expr | None = None
    axon_reset: tuple[Equation, ...] = ()
    refractory: "Expr | float | None" = None
    functions: tuple[UserFunction, ...] = ()
    targets: tuple[str, ...] = ()
    sums_all_targets: bool = False
    gap_rates: str | None = None
    reference: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_spiking(self) -> bool:
        """Whether the neuron emits spikes rather than a rate."""
        return self.spike is not None

    def attribute(self, name: str) -> AttributeDeclaration:
        """Return the attribute called `name`; raises `KeyError`."""
        return _by_name(self.attributes)[name]


@dataclass(frozen=True, slots=True)
class SynapseDeclaration:
    """A synapse model.

    Parameters
    ----------
    psp
        What an edge contributes; ``None`` for the default of its kind.
    operation
        How a dendrite's contributions are joined: ``sum max min mean``.
    pre_spike, post_spike, pre_axon_spike
        Statements of an event; ``None`` where the user wrote none.
    """

    name: str
    description: str = ""
    attributes: tuple[AttributeDeclaration, ...] = ()
    equations: tuple[Equation, ...] = ()
    psp: Expr | None = None
    operation: str = "sum"
    pre_spike: tuple[Equation, ...] | None = None
    post_spike: tuple[Equation, ...] | None = None
    pre_axon_spike: tuple[Equation, ...] | None = None
    functions: tuple[UserFunction, ...] = ()
    pruning: RewiringRule | None = None
    creating: RewiringRule | None = None
    reference: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_spiking(self) -> bool:
        """Whether an event is declared; a synapse with only a ``psp`` follows its populations."""
        events = (self.pre_spike, self.post_spike, self.pre_axon_spike)
        return any(event is not None for event in events)

    def attribute(self, name: str) -> AttributeDeclaration:
        """Return the attribute called `name`; raises `KeyError`."""
        return _by_name(self.attributes)[name]


def _by_name(attributes: tuple[AttributeDeclaration, ...]) -> Mapping[str, AttributeDeclaration]:
    return {attribute.name: attribute for attribute in attributes}
