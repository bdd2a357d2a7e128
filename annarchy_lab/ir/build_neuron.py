"""A neuron declaration in its network: level 1.

In: `NeuronDeclaration`, the targets that projections feed, the population's stop condition, and the
network's `Context`.
Out: `NeuronModel`; mistakes go to the context's report.
Not here: sizes and values.
"""

from collections.abc import Iterable

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.context import (
    Context,
    constant_names,
    functions_by_name,
    refuse_mixed,
    shared_names,
)
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.faults import MISSING_OPERAND, MISSING_SUM
from annarchy_lab.ir.localities import effective_localities
from annarchy_lab.ir.model import (
    REFRACTORY,
    REFRACTORY_LEFT,
    Attribute,
    NeuronModel,
    Role,
    Statement,
    Store,
    input_name,
    operation_attribute,
    sum_of_all,
)
from annarchy_lab.ir.statements import StatementBuilder
from annarchy_lab.ir.typing import Scope, Typer, cast, dtype_of_value_type
from annarchy_lab.language import syntax as s
from annarchy_lab.language.condition import StopCondition
from annarchy_lab.language.declaration import Equation, Kind, Locality, NeuronDeclaration
from annarchy_lab.language.scope import did_you_mean

__all__ = ["build_neuron"]


def build_neuron(
    declaration: NeuronDeclaration,
    connected: Iterable[str],
    context: Context,
    stop: StopCondition | None = None,
) -> NeuronModel:
    """Return the level-1 model of `declaration`, reached by the targets `connected`."""
    return _NeuronBuilder(declaration, tuple(connected), context).build(stop)


class _NeuronBuilder:
    def __init__(
        self, declaration: NeuronDeclaration, connected: tuple[str, ...], context: Context
    ) -> None:
        self.declaration = declaration
        self.context = context
        self.targets = tuple(dict.fromkeys((*declaration.targets, *connected)))
        self.attributes = {a.name: a for a in self._attributes()}
        self.operations: dict[str, Attribute] = {}
        names = shared_names(context, self.attributes)
        names.update({a.name: _ref(a) for a in self.attributes.values()})
        if declaration.is_spiking:
            names["t_last"] = e.Symbol("t_last", DType.TIME)
        self.scope = Scope(
            names,
            functions_by_name(context, declaration.functions),
            context.report,
            weighted_sum=self._weighted_sum,
            operation=self._operation,
            constants=constant_names(self.attributes.values()),
            owner=context.owner,
        )
        self.typer = Typer(self.scope)

    def build(self, stop: StopCondition | None) -> NeuronModel:
        declaration, localities = self.declaration, effective_localities(self.declaration)
        refuse_mixed(self.context, declaration.equations)
        wide = [q for q in declaration.equations if localities[q.assigned] is Locality.GLOBAL]
        local = [q for q in declaration.equations if localities[q.assigned] is Locality.LOCAL]
        global_updates = self._statements(wide, is_guarded=False)
        updates = self._statements(local, is_guarded=True) + self._instantaneous()
        has_gaps = declaration.gap_rates is not None
        spike = None if has_gaps else self._condition("spike", declaration.spike)
        reset = self._resets("reset", declaration.reset)
        axon_spike = self._condition("axon_spike", declaration.axon_spike)
        axon_reset = self._resets("axon_reset", declaration.axon_reset)
        steps = self._refractory_steps()
        stop_expr = None if stop is None else self._stop(stop.condition)
        return NeuronModel(
            name=declaration.name,
            attributes=(*self.attributes.values(), *self.operations.values()),
            global_updates=global_updates,
            updates=updates,
            spike=spike,
            gap_rates=declaration.gap_rates,
            reset=reset,
            axon_spike=axon_spike,
            axon_reset=axon_reset,
            refractory_steps=steps,
            stop=stop_expr,
            stop_needs_all=stop is not None and stop.needs_all,
            targets=self.targets,
        )

    def _attributes(self) -> Iterable[Attribute]:
        declaration, localities = self.declaration, effective_localities(self.declaration)
        for a in declaration.attributes:
            role = Role.PARAMETER if a.kind is Kind.PARAMETER else Role.VARIABLE
            if self._is_conductance(a.name):
                role = Role.CONDUCTANCE
            yield Attribute(a.name, role, dtype_of_value_type(a.type), localities[a.name])
        declared = {a.name for a in declaration.attributes}
        for target in self.targets:
            name = input_name(target, is_spiking=declaration.is_spiking)
            role = Role.CONDUCTANCE if declaration.is_spiking else Role.INPUT
            if name not in declared:
                yield Attribute(name, role, DType.REAL, Locality.LOCAL)
        if declaration.is_spiking and "r" not in declared:
            yield Attribute("r", Role.VARIABLE, DType.REAL, Locality.LOCAL)
        if isinstance(declaration.refractory, float | int):
            yield Attribute(REFRACTORY, Role.PARAMETER, DType.REAL, Locality.LOCAL)
        if declaration.refractory is not None:
            yield Attribute(REFRACTORY_LEFT, Role.BOOKKEEPING, DType.INT, Locality.LOCAL)
        for name in sorted(self.context.constants - declared):
            yield Attribute(name, Role.CONSTANT, DType.REAL, Locality.GLOBAL)

    def _is_conductance(self, name: str) -> bool:
        is_target = name.startswith("g_") and name[2:] in self.targets
        return self.declaration.is_spiking and is_target

    def _statements(self, equations: list[Equation], *, is_guarded: bool) -> tuple[Statement, ...]:
        builder = StatementBuilder(
            self.typer,
            {a.name: a for a in self.declaration.attributes},
            self.context.method,
            self._guard if is_guarded else lambda _: None,
        )
        return builder.build(equations)

    def _guard(self, equation: Equation) -> e.Expr | None:
        """Refractory neurons keep everything but their conductances."""
        if self.declaration.refractory is None or self._is_conductance(equation.assigned):
            return None
        left = e.Ref(REFRACTORY_LEFT, Owner.SELF, DType.INT)
        return e.Compare("<=", left, e.Const(0, DType.INT))

    def _instantaneous(self) -> tuple[Statement, ...]:
        """Conductances without an equation last for one step."""
        if not self.declaration.is_spiking:
            return ()
        assigned = {q.assigned for q in self.declaration.equations}
        silent = [f"g_{target}" for target in self.targets if f"g_{target}" not in assigned]
        zero = e.Const(0.0, DType.REAL)
        return tuple(
            Store(e.Ref(name, Owner.SELF, DType.REAL), zero, note=f"{name} = 0") for name in silent
        )

    def _refractory_steps(self) -> e.Expr | None:
        period = self.declaration.refractory
        if period is None:
            return None
        tree = s.Name(REFRACTORY) if isinstance(period, float | int) else period
        period_ms = cast(self.typer.expr(tree), DType.TIME)
        return cast(e.Binary("/", period_ms, e.Symbol("dt", DType.TIME), DType.TIME), DType.INT)

    def _stop(self, condition: s.Expr) -> e.Expr | None:
        if self.declaration.is_spiking:
            spiked = e.Symbol("spiked", DType.BOOL)
            self.scope.names = {**self.scope.names, "spiked": spiked}
        return self._condition("stop_condition", condition)

    def _condition(self, place: str, condition: s.Expr | None) -> e.Expr | None:
        self.scope.place, self.scope.attribute = place, ""
        return None if condition is None else self.typer.boolean(condition)

    def _resets(self, place: str, equations: tuple[Equation, ...]) -> tuple[Statement, ...]:
        self.scope.place = place
        return self._statements(list(equations), is_guarded=False)

    def _weighted_sum(self, node: s.WeightedSum) -> e.Expr | None:
        if node.owner is not None or self.declaration.is_spiking:
            return None
        if node.target is None:
            return sum_of_all(self.targets, Owner.SELF)
        if node.target in self.targets:
            return e.Ref(input_name(node.target, is_spiking=False), Owner.SELF, DType.REAL)
        # A stop condition may name more than the equations do.
        message = f"{self.context.owner} has no input 'sum({node.target})'"
        rule = f"its targets are {', '.join(self.targets)}" if self.targets else "connect one"
        hint = did_you_mean(node.target, self.targets, rule)
        MISSING_SUM.add_to(self.context.report, node.span, message, hint)
        return e.Const(0.0, DType.REAL)

    def _operation(self, node: s.GlobalOperation) -> e.Expr | None:
        attribute = self.attributes.get(node.id)
        if node.owner is not None or attribute is None:
            return None
        if attribute.locality is not Locality.LOCAL:
            # The language let it pass: the locality was open until all equations were known.
            message = (
                f"{node.op}({node.id}) in {self.context.owner}: '{node.id}' has only one value"
            )
            hint = f"write {node.id} alone; it is global because another equation needs it so"
            MISSING_OPERAND.add_to(self.context.report, node.span, message, hint)
            return e.Const(0.0, DType.REAL)
        operation = operation_attribute(node.op, node.id)
        self.operations[operation.name] = operation
        return _ref(operation)


def _ref(attribute: Attribute) -> e.Ref:
    return e.Ref(attribute.name, Owner.SELF, attribute.dtype)
