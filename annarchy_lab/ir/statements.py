"""Equations to statements: the part that neurons, synapses and events share.

In: the equations of one phase (`language.declaration.Equation`) and a `Typer`.
Out: `Let` and `Store` statements in the order in which they run; bounds follow the store they
limit.
Not here: which equations belong to which phase, and guards' meaning (`guard_of` decides).

A maximal run of ODEs is a block: all new values are formed from the values at its entry, then
assigned in order.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from itertools import groupby
from typing import Literal

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.functions import FLUSH
from annarchy_lab.ir.model import Let, Statement, Store
from annarchy_lab.ir.odes import OdePhase
from annarchy_lab.ir.typing import Typer, cast, widened
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import AttributeDeclaration, Equation
from annarchy_lab.lightweight import dataclass

__all__ = ["StatementBuilder"]

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
    separate
        Coupled methods whose equations are solved one by one in this kind of model.
    """

    typer: Typer
    declarations: dict[str, AttributeDeclaration]
    default_method: str
    guard_of: GuardOf
    guard_of_bounds: Callable[[str], e.Expr | None] = lambda _: None
    separate: frozenset[str] = frozenset()
    _n_stages: int = field(default=0, init=False)

    def build(self, equations: Sequence[Equation]) -> tuple[Statement, ...]:
        """Return the statements of `equations`."""
        odes = [q for q in equations if isinstance(q.statement, s.Ode)]
        phase = OdePhase(odes, self.typer, self.default_method, self.guard_of, self.separate)
        result: list[Statement] = []
        for is_ode, group in groupby(equations, lambda eq: isinstance(eq.statement, s.Ode)):
            run = list(group)
            result += self._block(run, phase) if is_ode else self._assignments(run)
        return tuple(result)

    def bounds(self, name: str) -> Iterator[Store]:
        """Yield the stores that keep the attribute `name` between its bounds."""
        for _, value in self.limited(name):
            yield Store(self.reference(name), value, self.guard_of_bounds(name))

    def limited(self, name: str) -> Iterator[tuple[Literal["min", "max"], e.Expr]]:
        """Yield what `name` is after each of its bounds, in terms of what it is before."""
        declaration = self.declarations.get(name)
        if declaration is not None and declaration.lower is not None:
            yield "min", self._limit(name, "<", declaration.lower)
        if declaration is not None and declaration.upper is not None:
            yield "max", self._limit(name, ">", declaration.upper)

    def names_in_bounds(self, name: str) -> set[str]:
        """Return the names that the bounds of `name` depend on."""
        declaration = self.declarations.get(name)
        bounds = (declaration.lower, declaration.upper) if declaration is not None else ()
        return {found for bound in bounds if bound is not None for found in s.names(bound)}

    def reference(self, name: str) -> e.Ref:
        """Return the attribute `name`."""
        target = self.typer.scope.names[name]
        assert isinstance(target, e.Ref)
        return target

    def _limit(self, name: str, op: Literal["<", ">"], bound: s.Expr) -> e.Expr:
        stored = self.typer.scope.names[name]
        value = widened(stored)
        limit = cast(self.typer.expr(bound), value.dtype)
        is_beyond = e.Compare(op, value, limit)
        return e.Select(is_beyond, cast(limit, stored.dtype), stored, stored.dtype)

    def _assignments(self, equations: list[Equation]) -> Iterator[Statement]:
        for equation in equations:
            statement = equation.statement
            assert isinstance(statement, s.Assign)
            self.typer.scope.attribute = equation.assigned
            target = self.typer.target(statement.target)
            if not isinstance(target, e.Ref):
                continue  # what does not exist is reported already
            value = cast(self.typer.expr(_assigned_value(statement)), target.dtype)
            yield Store(target, value, self.guard_of(equation), equation.text, equation.span)
            if target.owner is Owner.SELF:
                yield from self.bounds(target.name)

    def _block(self, equations: list[Equation], phase: OdePhase) -> Iterator[Statement]:
        block = phase.advance(equations)
        for name, state in block.remembered:
            yield self._remember(name, state)
        outer = self.typer.scope.names
        for name, value in block.stages:
            yield self._stage(name, value)
        typed = []
        for equation, value in zip(equations, block.values, strict=True):
            self.typer.scope.attribute = equation.assigned
            dtype = self.reference(equation.assigned).dtype
            typed.append(_flushed(cast(self.typer.expr(value), dtype)))
        self.typer.scope.names = outer
        if len(equations) == 1:
            yield from self._store(equations[0], typed[0], equations[0].text)
            return
        nexts = [f"{equation.assigned} next" for equation in equations]
        for name, result, equation in zip(nexts, typed, equations, strict=True):
            yield Let(name, result, equation.text)
        for name, result, equation in zip(nexts, typed, equations, strict=True):
            yield from self._store(equation, e.Local(name, result.dtype), "")

    def _remember(self, name: str, state: str) -> Let:
        """Keep the value that a state has before its block, for the blocks below."""
        value = widened(self.reference(state))
        self._name(name, value.dtype)
        return Let(name, value)

    def _stage(self, name: str, value: s.Expr) -> Let:
        """Bind a stage for the block that is being built; another block may use its name again."""
        self._n_stages += 1
        typed = self.typer.expr(value)
        if typed.dtype is not DType.BOOL:
            typed = cast(typed, DType.REAL)
        let = Let(f"{name} #{self._n_stages}", typed)
        self._name(name, typed.dtype, let.name)
        return let

    def _name(self, name: str, dtype: DType, local: str | None = None) -> None:
        self.typer.scope.names = {**self.typer.scope.names, name: e.Local(local or name, dtype)}

    def _store(self, equation: Equation, value: e.Expr, note: str) -> Iterator[Store]:
        target = self.reference(equation.assigned)
        yield Store(target, value, self.guard_of(equation), note, equation.span)
        yield from self.bounds(target.name)


def _flushed(value: e.Expr) -> e.Expr:
    """Return a new value of an ODE, which is 0 where it would be below all normal numbers."""
    return e.Call(FLUSH, (value,), value.dtype) if value.dtype is DType.REAL else value


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
