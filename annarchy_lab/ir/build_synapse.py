"""A synapse declaration between two populations: level 1.

In: `SynapseDeclaration`, the neuron models at both ends, the number of targets and the network's
`Context`.
Out: `SynapseModel`; mistakes go to the context's report.
Not here: edges, storage, delays.
"""

from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.build_event import EventBuilder
from annarchy_lab.ir.build_rewiring import RewiringBuilder
from annarchy_lab.ir.context import (
    Context,
    constant_names,
    functions_by_name,
    refuse_mixed,
    shared_names,
)
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.faults import MISSING_ATTRIBUTE, MISSING_OPERAND, MISSING_SUM
from annarchy_lab.ir.localities import effective_localities
from annarchy_lab.ir.model import (
    ALL_TARGETS,
    Attribute,
    Event,
    NeuronModel,
    Role,
    Statement,
    SynapseModel,
    input_name,
    operation_attribute,
    sum_of_all,
)
from annarchy_lab.ir.statements import StatementBuilder
from annarchy_lab.ir.typing import Scope, Typer, dtype_of_value_type
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import Equation, Kind, Locality, SynapseDeclaration
from annarchy_lab.language.faults import Fault
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.lightweight import dataclass

__all__ = ["End", "build_synapse"]

_EVENT_DRIVEN = "event-driven"
_TRANSMIT = (Equation(s.Assign(s.Name(ALL_TARGETS), "+=", s.Name("w"))),)
_IS_PLASTIC = e.Symbol("is_plastic", DType.BOOL)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a projection: a population's name, its model, the targets that reach it."""

    population: str
    model: NeuronModel
    targets: tuple[str, ...]


def build_synapse(
    declaration: SynapseDeclaration,
    pre: End,
    post: End,
    n_targets: int,
    context: Context,
    drawn: frozenset[str] = frozenset(),
) -> SynapseModel:
    """Return the level-1 model of `declaration` between `pre` and `post`.

    Parameters
    ----------
    n_targets
        How many conductances or sums it feeds.
    drawn
        Attributes that are drawn anew for each synapse that ``creating`` makes.
    """
    return _SynapseBuilder(declaration, pre, post, n_targets, context).build(drawn)


class _SynapseBuilder:
    def __init__(
        self,
        declaration: SynapseDeclaration,
        pre: End,
        post: End,
        n_targets: int,
        context: Context,
    ) -> None:
        self.declaration = declaration
        self.ends = {Owner.PRE: pre, Owner.POST: post}
        self.n_targets = n_targets
        self.context = context
        self.is_spiking = pre.model.is_spiking
        self.localities = effective_localities(declaration)
        self.attributes = {a.name: a for a in self._attributes()}
        self.operations: dict[tuple[Owner, str], None] = {}
        self.typer = Typer(self._scope())

    def build(self, drawn: frozenset[str]) -> SynapseModel:
        declaration = self.declaration
        refuse_mixed(self.context, declaration.equations)
        stepped = [q for q in declaration.equations if q.method != _EVENT_DRIVEN]
        events = EventBuilder(declaration, self.typer, self._builder())
        psp, is_default = self._psp(events)
        on_pre = self._pre_event(events)
        rules = RewiringBuilder(self.typer, events)
        is_plain = on_pre is not None and psp is None and on_pre.adds_weight_only
        return SynapseModel(
            name=declaration.name,
            attributes=tuple(self.attributes.values()),
            pre=self.ends[Owner.PRE].model,
            post=self.ends[Owner.POST].model,
            is_spiking=self.is_spiking,
            psp=psp,
            operation=declaration.operation,
            is_default_transmission=is_plain or is_default,
            global_updates=self._updates(stepped, Locality.GLOBAL),
            semiglobal_updates=self._updates(stepped, Locality.SEMIGLOBAL),
            updates=events.updates(self._chosen(stepped, Locality.LOCAL)),
            on_pre=on_pre,
            on_axon=self._axonal_event(events),
            on_post=events.build("post_spike", declaration.post_spike),
            creating=rules.creating(declaration.creating, self._distributions(drawn)),
            pruning=rules.pruning(declaration.pruning),
            event_driven=events.names,
            operations=tuple(self.operations),
            n_targets=self.n_targets,
        )

    def _distributions(self, drawn: frozenset[str]) -> dict[Attribute, RandomDistribution]:
        """Return what is drawn for each new synapse besides its weight."""
        return {
            self.attributes[a.name]: a.initial
            for a in self.declaration.attributes
            if isinstance(a.initial, RandomDistribution)
            and a.name in drawn - {"w"}
            and self.localities[a.name] is Locality.LOCAL
        }

    def _attributes(self) -> list[Attribute]:
        found = [
            Attribute(
                a.name,
                Role.PARAMETER if a.kind is Kind.PARAMETER else Role.VARIABLE,
                self.context.weight if a.name == "w" else dtype_of_value_type(a.type),
                self.localities[a.name],
            )
            for a in self.declaration.attributes
        ]
        declared = {a.name for a in found}
        constants = sorted(self.context.constants - declared)
        return found + [
            Attribute(name, Role.CONSTANT, DType.REAL, Locality.GLOBAL) for name in constants
        ]

    def _scope(self) -> Scope:
        names = shared_names(self.context, self.attributes)
        names.update({a.name: e.Ref(a.name, Owner.SELF, a.dtype) for a in self.attributes.values()})
        names[ALL_TARGETS] = e.Ref(ALL_TARGETS, Owner.POST, DType.REAL)
        if self.is_spiking:
            names["t_pre"] = e.Symbol("t_pre", DType.TIME)
        if self.ends[Owner.POST].model.is_spiking:
            names["t_post"] = e.Symbol("t_post", DType.TIME)
        return Scope(
            names,
            functions_by_name(self.context, self.declaration.functions),
            self.context.report,
            member=self._member,
            weighted_sum=self._weighted_sum,
            operation=self._operation,
            constants=constant_names(self.attributes.values()),
            owner=self.context.owner,
            hints=dict.fromkeys(("t_pre", "t_post"), "only spiking populations have it"),
        )

    def _builder(self) -> StatementBuilder:
        return StatementBuilder(
            self.typer,
            {a.name: a for a in self.declaration.attributes},
            self.context.method,
            guard_of,
            _guard_of_bounds,
            separate=frozenset({"rk4"}),
        )

    def _updates(self, equations: list[Equation], locality: Locality) -> tuple[Statement, ...]:
        return self._builder().build(self._chosen(equations, locality))

    def _chosen(self, equations: list[Equation], locality: Locality) -> list[Equation]:
        self.typer.scope.place = "equations"
        return [q for q in equations if self.localities[q.assigned] is locality]

    def _psp(self, events: EventBuilder) -> tuple[e.Expr | None, bool]:
        """Return the contribution per step, and whether it is the default one."""
        declaration, weight = self.declaration, self.typer.real(s.Name("w"))
        self.typer.scope.place, self.typer.scope.attribute = "psp", ""
        if declaration.psp is not None:
            psp = events.psp(declaration.psp)
        elif self.is_spiking:
            return None, False
        else:
            rate = self._member(s.Member("pre", "r"))
            assert rate is not None
            psp = e.Binary("*", weight, rate, DType.REAL)
        if self.is_spiking or declaration.operation != "sum":
            return psp, False
        rate = e.Ref("r", Owner.PRE, DType.REAL)
        is_product = psp == e.Binary("*", weight, rate, DType.REAL)
        return psp, is_product and self._is_local_in_pre("r")

    def _is_local_in_pre(self, name: str) -> bool:
        """Whether each pre neuron has a value of its own, as the core's weighted sum reads it."""
        found = self.ends[Owner.PRE].model.find(name)
        return found is None or found.locality is Locality.LOCAL

    def _pre_event(self, events: EventBuilder) -> Event | None:
        declaration = self.declaration
        if not self.is_spiking:
            return None
        if declaration.pre_spike is None and declaration.psp is None:
            return events.build("pre_spike", _TRANSMIT)
        return events.build("pre_spike", declaration.pre_spike)

    def _axonal_event(self, events: EventBuilder) -> Event | None:
        event = events.build("pre_axon_spike", self.declaration.pre_axon_spike)
        return None if self.ends[Owner.PRE].model.axon_spike is None else event

    def _member(self, node: s.Member) -> e.Expr | None:
        owner = Owner(node.owner)
        end = self.ends[owner]
        attribute = end.model.find(node.id)
        if attribute is not None:
            return e.Ref(attribute.name, owner, attribute.dtype)
        message = f"population '{end.population}' has no attribute '{node.id}'"
        return self._missing(MISSING_ATTRIBUTE, node, message, _hint(end, node.id))

    def _weighted_sum(self, node: s.WeightedSum) -> e.Expr | None:
        if node.owner is None:
            return None
        owner = Owner(node.owner)
        end = self.ends[owner]
        if end.model.is_spiking:
            message = f"population '{end.population}' is spiking and receives no sum"
            hint = f"write {node.owner}.g_{node.target or 'exc'}"
            return self._missing(MISSING_SUM, node, message, hint)
        if node.target is None:
            return sum_of_all(end.model.targets, owner)
        if node.target in end.targets:
            return e.Ref(input_name(node.target, is_spiking=False), owner, DType.REAL)
        message = (
            f"population '{end.population}' receives no projection with the target '{node.target}'"
        )
        rule = f"its targets are {', '.join(end.targets)}" if end.targets else "connect one"
        return self._missing(
            MISSING_SUM, node, message, did_you_mean(node.target, end.targets, rule)
        )

    def _operation(self, node: s.GlobalOperation) -> e.Expr | None:
        if node.owner is None:
            return None
        owner = Owner(node.owner)
        end = self.ends[owner]
        attribute = end.model.find(node.id)
        if attribute is None:
            message = f"population '{end.population}' has no attribute '{node.id}'"
            return self._missing(MISSING_OPERAND, node, message, _hint(end, node.id))
        if attribute.locality is not Locality.LOCAL:
            message = f"'{node.id}' of population '{end.population}' has only one value"
            return self._missing(
                MISSING_OPERAND, node, message, f"write {node.owner}.{node.id} alone"
            )
        operation = operation_attribute(node.op, node.id)
        self.operations[owner, operation.name] = None
        return e.Ref(operation.name, owner, DType.REAL)

    def _missing(self, fault: Fault, node: s.Expr, message: str, hint: str) -> e.Expr:
        """Report what an end does not have; a zero stands for it until all mistakes are found."""
        text = f"{message}, which {self.context.owner} needs"
        fault.add_to(self.context.report, node.span, text, hint)
        return e.Const(0.0, DType.REAL)


def _hint(end: End, name: str) -> str:
    known = [a.name for a in end.model.attributes if a.name.isidentifier()]
    return did_you_mean(name, known, f"it has {', '.join(known)}")


def _guard_of_bounds(name: str) -> e.Expr | None:
    """A weight that does not change stays, even outside its bounds."""
    return _IS_PLASTIC if name == "w" else None


def guard_of(equation: Equation) -> e.Expr | None:
    """Weights change only while the projection is plastic; ``unless_post`` spares coincidences."""
    guards: list[e.Expr] = []
    if equation.assigned == "w":
        guards.append(_IS_PLASTIC)
    if "unless_post" in equation.flags:
        guards.append(e.Unary("not", e.Symbol("is_coincident", DType.BOOL), DType.BOOL))
    if len(guards) == 2:
        return e.Logical("and", guards[0], guards[1])
    return guards[0] if guards else None
