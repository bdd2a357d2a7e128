"""Equations to statements: the part that neurons, synapses and events share.

In: the equations of one phase (`language.declaration.Equation`) and a `Typer`.
Out: `Let` and `Store` statements in the order in which they run; bounds follow the store they
limit.
Not here: which equations belong to which phase, and guards' meaning (`guard_of` decides).

A maximal run of ODEs is a block: all new values are formed from the values at its entry, then
assigned in order.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.model import Let, Statement, Store
from annarchy_lab.ir.typing import Typer, cast
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import AttributeDeclaration, Equation
from annarchy_lab.numerics.linear import solve_for_gradient
from annarchy_lab.numerics.method import OdeState
from annarchy_lab.numerics.registry import METHODS

__all__ = ["StatementBuilder", "ode_state"]

GuardOf = Callable[[Equation], e.Expr | None]


@dataclass(slots=True)
class StatementBuilder:
    """Builds the statements of one phase.

    Attributes
    ----------
    typer
        Translates expressions; its scope is told which attribute is being computed.
    declarations
        Attributes of the model by name, for types and bounds.
    default_method
        Method of ODEs without a flag.
    guard_of
        Condition under which the assignments of an equation take effect.
    guard_of_bounds
        The same for the bounds of an attribute.
    """

    typer: Typer
    declarations: dict[str, AttributeDeclaration]
    default_method: str
    guard_of: GuardOf
    guard_of_bounds: Callable[[str], e.Expr | None] = lambda _: None
    _states: dict[str, OdeState] = field(default_factory=dict, init=False)
    _methods: dict[str, str] = field(default_factory=dict, init=False)
    _n_stages: int = field(default=0, init=False)

    def build(self, equations: Sequence[Equation]) -> tuple[Statement, ...]:
        """Return the statements of `equations`."""
        odes = [q for q in equations if isinstance(q.statement, s.Ode)]
        self._states = {q.assigned: self._state(q) for q in odes}
        self._methods = {q.assigned: q.method or self.default_method for q in odes}
        result: list[Statement] = []
        for is_ode, group in groupby(equations, lambda eq: isinstance(eq.statement, s.Ode)):
            run = list(group)
            result += self._block(run) if is_ode else self._assignments(run)
        return tuple(result)

    def bounds(self, name: str) -> Iterator[Store]:
        """Yield the stores that keep `name` between its bounds."""
        declaration = self.declarations.get(name)
        if declaration is None:
            return
        if declaration.lower is not None:
            yield self._bound(name, "<", declaration.lower)
        if declaration.upper is not None:
            yield self._bound(name, ">", declaration.upper)

    def _bound(self, name: str, op: Literal["<", ">"], bound: s.Expr) -> Store:
        target = self._reference(name)
        limit = cast(self.typer.expr(bound), target.dtype)
        outside = e.Compare(op, target, limit)
        value = e.Select(outside, limit, target, target.dtype)
        return Store(target, value, self.guard_of_bounds(name))

    def _assignments(self, equations: list[Equation]) -> Iterator[Statement]:
        for equation in equations:
            statement = equation.statement
            assert isinstance(statement, s.Assign)
            self.typer.scope.attribute = equation.assigned
            target = self.typer.expr(statement.target)
            if not isinstance(target, e.Ref):
                continue  # what does not exist is reported already
            value = cast(self.typer.expr(_assigned_value(statement)), target.dtype)
            yield Store(target, value, self.guard_of(equation), equation.text, equation.span)
            if target.owner is Owner.SELF:
                yield from self.bounds(target.name)

    def _block(self, equations: list[Equation]) -> Iterator[Statement]:
        stages, new_values = self._advance(equations)
        outer = self.typer.scope.names
        for name, value in stages:
            yield self._stage(name, value)
        typed = []
        for equation, value in zip(equations, new_values, strict=True):
            self.typer.scope.attribute = equation.assigned
            dtype = self._reference(equation.assigned).dtype
            typed.append(cast(self.typer.expr(value), dtype))
        self.typer.scope.names = outer
        if len(equations) == 1:
            yield from self._store(equations[0], typed[0], equations[0].text)
            return
        nexts = [f"{equation.assigned} next" for equation in equations]
        for name, result, equation in zip(nexts, typed, equations, strict=True):
            yield Let(name, result, equation.text)
        for name, result, equation in zip(nexts, typed, equations, strict=True):
            yield from self._store(equation, e.Local(name, result.dtype), "")

    def _stage(self, name: str, value: s.Expr) -> Let:
        """Bind a stage for the block that is being built; another block may use its name again."""
        self._n_stages += 1
        let = Let(f"{name} #{self._n_stages}", cast(self.typer.expr(value), DType.REAL))
        local = e.Local(let.name, DType.REAL)
        self.typer.scope.names = {**self.typer.scope.names, name: local}
        return let

    def _store(self, equation: Equation, value: e.Expr, note: str) -> Iterator[Store]:
        target = self._reference(equation.assigned)
        yield Store(target, value, self.guard_of(equation), note, equation.span)
        yield from self.bounds(target.name)

    def _advance(self, equations: list[Equation]) -> tuple[list[tuple[str, s.Expr]], list[s.Expr]]:
        """Let each method advance its own states of the block; return stages and new values."""
        names = [self._methods[equation.assigned] for equation in equations]
        new_values: list[s.Expr] = [s.Name(equation.assigned) for equation in equations]
        stages: list[tuple[str, s.Expr]] = []
        for name in dict.fromkeys(names):
            members = [i for i, other in enumerate(names) if other == name]
            method = METHODS.get(name)
            if method is None:
                self._report_missing_method(name, equations[members[0]])
                continue
            states = [self._states[equations[i].assigned] for i in members]
            system = [state for x, state in self._states.items() if self._methods[x] == name]
            advance = method.advance(states, system, self.typer.scope.report)
            stages += advance.stages
            for i, value in zip(members, advance.values, strict=True):
                new_values[i] = value
        return stages, new_values

    def _state(self, equation: Equation) -> OdeState:
        self.typer.scope.attribute = equation.assigned
        return ode_state(equation, self.typer)

    def _reference(self, name: str) -> e.Ref:
        target = self.typer.scope.names[name]
        assert isinstance(target, e.Ref)
        return target

    def _report_missing_method(self, name: str, equation: Equation) -> None:
        self.typer.scope.report.error(
            "ANN202",
            f"the numerical method '{name}' cannot be used here",
            equation.span,
            f"use one of {', '.join(METHODS)}",
        )


def ode_state(equation: Equation, typer: Typer) -> OdeState:
    """Return the ODE of `equation`, its random calls replaced by names that are already numbered.

    The numbering comes first because a method may use a term twice, and both uses mean one draw.
    """
    statement = equation.statement
    assert isinstance(statement, s.Ode)
    ode = s.Ode(_name_draws(statement.left, typer), _name_draws(statement.right, typer))
    solved = solve_for_gradient(ode)
    if solved is None:
        typer.scope.report.error(
            "ANN203",
            f"the left side is not linear in d{statement.state}/dt",
            equation.span,
            f"write it as d{statement.state}/dt = ...",
        )
        return OdeState(statement.state, s.Number(1.0), s.Number(0.0), equation.span)
    return OdeState(statement.state, solved[0], solved[1], equation.span)


def _name_draws(expr: s.Expr, typer: Typer) -> s.Expr:
    def change(node: s.Expr) -> s.Expr:
        if not isinstance(node, s.Draw):
            return node
        name = f"draw {len(typer.scope.names)}"
        typer.scope.names = {**typer.scope.names, name: typer.expr(node)}
        return s.Name(name, node.span)

    return s.rewrite(expr, change)


def _assigned_value(statement: s.Assign) -> s.Expr:
    match statement.op:
        case "=":
            return statement.value
        case "+=":
            return s.Binary("+", statement.target, statement.value, statement.span)
        case "-=":
            return s.Binary("-", statement.target, statement.value, statement.span)
        case "*=":
            return s.Binary("*", statement.target, statement.value, statement.span)
        case "/=":
            return s.Binary("/", statement.target, statement.value, statement.span)
