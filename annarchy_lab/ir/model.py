"""Level 1: models with discrete time, typed, named as the user named them.

In: made by `build_neuron` and `build_synapse` from declarations.
Out: frozen values that the reference backend executes statement by statement, and that `lower_*`
turns into loops.  A statement works on one element (neuron, dendrite, edge); statements of a tuple
run in order.
Not here: sizes, values, storage.

Reserved reference names (they cannot be written by users): ``g_target`` stands for every
conductance that a projection feeds; ``refractory`` is the period that was given as a number of ms;
``refractory left`` counts the steps of refractoriness.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field
from enum import Enum

from annarchy_lab.diagnostics import Span
from annarchy_lab.ir.expression import Binary, Cast, Const, DType, Expr, Owner, Ref
from annarchy_lab.language.declaration import Locality
from annarchy_lab.language.syntax import NOWHERE
from annarchy_lab.lightweight import dataclass

__all__ = [
    "ALL_TARGETS",
    "REFRACTORY",
    "REFRACTORY_LEFT",
    "Attribute",
    "Event",
    "Let",
    "NeuronModel",
    "Rewiring",
    "Role",
    "Statement",
    "Store",
    "SynapseModel",
    "Touch",
    "expressions",
    "input_name",
    "operation_attribute",
    "operation_parts",
    "sum_of_all",
    "written_pre",
]

ALL_TARGETS = "g_target"
REFRACTORY = "refractory"
REFRACTORY_LEFT = "refractory left"


class Role(Enum):
    """Where an attribute comes from."""

    PARAMETER = "parameter"
    VARIABLE = "variable"
    CONSTANT = "constant"  # a `Constant` of the network, one value
    CONDUCTANCE = "conductance"  # g_target of a spiking neuron
    INPUT = "input"  # sum(target) of a rate-coded neuron
    OPERATION = "operation"  # result of a global operation, one value
    BOOKKEEPING = "bookkeeping"  # ours: refractory counter


@dataclass(frozen=True, slots=True)
class Attribute:
    """One named value per element of its locality."""

    name: str
    role: Role
    dtype: DType
    locality: Locality


def _numbers(attributes: tuple[Attribute, ...]) -> frozenset[str]:
    return frozenset(a.name for a in attributes if a.role in (Role.PARAMETER, Role.CONSTANT))


@dataclass(frozen=True, slots=True)
class Let:
    """Name a value for the statements that follow."""

    name: str
    value: Expr
    note: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """Assign `value` to `target`; where `guard` is false the old value stays."""

    target: Ref
    value: Expr
    guard: Expr | None = None
    note: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Touch:
    """Note that an event-driven variable is now up to date as of this step."""

    name: str


Statement = Let | Store | Touch


def expressions(statements: Iterable[Statement]) -> Iterator[Expr]:
    """Yield what the statements compute, and the conditions under which they store it."""
    for statement in statements:
        if isinstance(statement, Let | Store):
            yield statement.value
        if isinstance(statement, Store) and statement.guard is not None:
            yield statement.guard


def written_pre(event: "Event") -> frozenset[str]:
    """Return the attributes of the pre-synaptic neurons that an event writes.

    It reads them as they are now, whatever the delay.
    """
    stores = (x for x in event.statements if isinstance(x, Store))
    return frozenset(x.target.name for x in stores if x.target.owner is Owner.PRE)


def input_name(target: str, *, is_spiking: bool) -> str:
    """Return the attribute of a post-synaptic neuron that a target names."""
    return f"g_{target}" if is_spiking else f"sum({target})"


def sum_of_all(targets: Iterable[str], owner: Owner) -> Expr:
    """Return the sum of all inputs of a rate-coded neuron, 0 without any."""
    parts = [Ref(input_name(t, is_spiking=False), owner, DType.REAL) for t in targets]
    total: Expr = parts[0] if parts else Const(0.0, DType.REAL)
    for part in parts[1:]:
        total = Binary("+", total, part, DType.REAL)
    return total


def operation_attribute(op: str, name: str) -> Attribute:
    """Return the attribute that holds a reduction of `name` over its whole population."""
    return Attribute(f"{op}({name})", Role.OPERATION, DType.REAL, Locality.GLOBAL)


def operation_parts(name: str) -> tuple[str, str]:
    """Return the reduction, and what it reduces, of the attribute called `name`."""
    op, _, reduced = name.removesuffix(")").partition("(")
    return op, reduced


@dataclass(frozen=True, slots=True)
class NeuronModel:
    """A neuron model in the context of the targets that reach it.

    Attributes
    ----------
    global_updates
        Once per step and population, before `updates`.
    updates
        Per neuron and step.
    spike, reset
        Condition for a spike, tested where the neuron is not refractory, and what follows it.
    gap_rates
        In the place of `spike`: the parameter with the rates in Hz at which neurons that are not
        refractory spike at random, by gaps (docs/exactness.md, section 2).
    axon_spike, axon_reset
        The same for an axonal spike, which a neuron emits only where it does not spike.
    refractory_steps
        Evaluated at a spike; None for no refractory period.
    stop
        Condition that ends a run, tested after a whole step; None for none.
    stop_needs_all
        Whether it must hold in all neurons rather than in any.
    targets
        Conductances (spiking) or sums (rate-coded) in the order in which they appear.
    assigned
        Attributes that events of synapses assign.
    """

    name: str
    attributes: tuple[Attribute, ...]
    global_updates: tuple[Statement, ...] = ()
    updates: tuple[Statement, ...] = ()
    spike: Expr | None = None
    gap_rates: str | None = None
    reset: tuple[Statement, ...] = ()
    axon_spike: Expr | None = None
    axon_reset: tuple[Statement, ...] = ()
    refractory_steps: Expr | None = None
    stop: Expr | None = None
    stop_needs_all: bool = False
    targets: tuple[str, ...] = ()
    assigned: frozenset[str] = frozenset()

    @property
    def is_spiking(self) -> bool:
        """Whether the neuron emits spikes rather than a rate."""
        return self.spike is not None or self.gap_rates is not None

    def find(self, name: str) -> Attribute | None:
        """Return the attribute called `name`, or None."""
        return next((a for a in self.attributes if a.name == name), None)

    @property
    def numbers(self) -> frozenset[str]:
        """Parameters and constants that only edges and timetables change."""
        statements = (*self.global_updates, *self.updates, *self.reset, *self.axon_reset)
        own = frozenset(s.target.name for s in statements if isinstance(s, Store))
        return _numbers(self.attributes) - self.assigned - own

    @property
    def resets_share(self) -> bool:
        """Whether resets change what all neurons have in common: their order then matters."""
        stores = (x for x in (*self.reset, *self.axon_reset) if isinstance(x, Store))
        attributes = (self.find(x.target.name) for x in stores)
        return any(a is not None and a.locality is not Locality.LOCAL for a in attributes)


@dataclass(frozen=True, slots=True)
class Event:
    """What one spike does at one edge, statement by statement."""

    statements: tuple[Statement, ...]

    @property
    def adds_weight_only(self) -> bool:
        """Whether it adds the weight to each target and does nothing else."""
        match self.statements:
            case (Store(target, Binary("+", left, weight), None),):
                return target.name == ALL_TARGETS and left == target and _is_weight(weight)
            case _:
                return False


def _is_weight(value: Expr) -> bool:
    stored = value.operand if isinstance(value, Cast) else value
    return isinstance(stored, Ref) and (stored.name, stored.owner) == ("w", Owner.SELF)


@dataclass(frozen=True, slots=True)
class Rewiring:
    """When synapses are pruned (each edge is asked) or created (each pair without one is).

    Attributes
    ----------
    lets
        What the condition names: event-driven variables as they are now.
    condition, chance
        Both must hold; `chance` is a draw against the probability, None where that is 1.
    values
        What a new edge gets besides the values that all new edges start with.
    delay
        How many steps more than one its spikes take, an int; None where that is no draw.
    """

    lets: tuple[Let, ...]
    condition: Expr
    chance: Expr | None = None
    values: tuple[Store, ...] = ()
    delay: Expr | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All expressions of the rule, as statements."""
        chance = () if self.chance is None else (Let("chance", self.chance),)
        delay = () if self.delay is None else (Let("delay", self.delay),)
        return (*self.lets, Let("condition", self.condition), *chance, *self.values, *delay)


@dataclass(frozen=True, slots=True)
class SynapseModel:
    """A synapse model between two neuron models.

    Attributes
    ----------
    psp
        Contribution of an edge in every step; None for none.
    operation
        How a dendrite's contributions are joined.
    on_axon
        What an arriving axonal spike does; None where the pre-synaptic neurons emit none.
    is_default_transmission
        Nothing but an event that adds the weight to each target, or nothing but the psp
        ``w * pre.r``.
    event_driven
        Names of the variables that have a clock.
    operations
        Reductions over a whole end that the text names, such as (PRE, ``mean(r)``).
    pre, post
        The neuron models at both ends.
    n_targets
        How many conductances or sums each contribution is added to.
    creating, pruning
        Rules by which synapses come and go.
    """

    name: str
    attributes: tuple[Attribute, ...]
    pre: NeuronModel
    post: NeuronModel
    is_spiking: bool
    psp: Expr | None = None
    operation: str = "sum"
    is_default_transmission: bool = False
    global_updates: tuple[Statement, ...] = ()
    semiglobal_updates: tuple[Statement, ...] = ()
    updates: tuple[Statement, ...] = ()
    on_pre: Event | None = None
    on_axon: Event | None = None
    on_post: Event | None = None
    event_driven: tuple[str, ...] = ()
    operations: tuple[tuple[Owner, str], ...] = ()
    n_targets: int = 1
    creating: Rewiring | None = None
    pruning: Rewiring | None = None

    @property
    def runs_arrivals(self) -> bool:
        """Whether arriving spikes run statements, rather than only the core's transmission."""
        runs_spikes = self.on_pre is not None and not self.is_default_transmission
        return runs_spikes or (self.on_axon is not None and not self.on_axon.adds_weight_only)

    @property
    def numbers(self) -> frozenset[str]:
        """Parameters and constants that only edges and its own statements change."""
        return _numbers(self.attributes)

    def find(self, name: str) -> Attribute | None:
        """Return the attribute called `name`, or None."""
        return next((a for a in self.attributes if a.name == name), None)
