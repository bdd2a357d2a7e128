"""Events, and whatever reads an event-driven variable: level 1.

In: the statements of an event, of equations, of a psp; the equations of event-driven variables.
Out: `Event`, in the order of docs/exactness.md, section 4; statements that read what event-driven
variables are now, and the names of these variables.
Not here: which edges a spike reaches, and when.

Event-driven variables that the text writes are first brought to the current step; those that it
only reads, in bounds as well, are read as of the step before (pre) or the current one (post); both
are kept within their own bounds.  Increments of ``g_target`` come before all other statements,
wherever they are written.  Equations read event-driven variables as of the current step, a psp as
of the step before; they store none.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.model import ALL_TARGETS, Event, Let, Statement, Store, Touch
from annarchy_lab.ir.ode_state import ode_state
from annarchy_lab.ir.statements import StatementBuilder
from annarchy_lab.ir.typing import Typer, cast, widened
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import Equation, SynapseDeclaration
from annarchy_lab.numerics.event_driven import ELAPSED, relax

__all__ = ["EventBuilder"]

Until: TypeAlias = Literal["now", "previous"]
_ARRIVING = ("pre_spike", "pre_axon_spike")


class EventBuilder:
    """Builds the events of one synapse model.

    Parameters
    ----------
    declaration
        The synapse model.
    typer
        Translates its expressions.
    builder
        Makes statements of equations.
    """

    def __init__(
        self, declaration: SynapseDeclaration, typer: Typer, builder: StatementBuilder
    ) -> None:
        self.typer = typer
        self.builder = builder
        self.equations = {
            q.assigned: q for q in declaration.equations if q.method == "event-driven"
        }
        self.names = tuple(self.equations)

    def build(self, place: str, equations: tuple[Equation, ...] | None) -> Event | None:
        """Return the event of `place` (``pre_spike`` ...), None if there is none."""
        if equations is None:
            return None
        self.typer.scope.place = place
        written = {q.assigned for q in equations}
        read = self._with_bounds({name for q in equations for name in _read(q)} | written)
        until: Until = "previous" if place in _ARRIVING else "now"
        outer = self.typer.scope.names
        first = [q for q in equations if q.assigned == ALL_TARGETS]
        rest = [q for q in equations if q.assigned != ALL_TARGETS]
        prologue = list(self._bring_up_to_date(until, written, read))
        statements = (*prologue, *self.builder.build(first), *self.builder.build(rest))
        touches = tuple(Touch(name) for name in self.names if name in written)
        self.typer.scope.names = outer
        return Event((*statements, *touches))

    def updates(self, equations: Sequence[Equation]) -> tuple[Statement, ...]:
        """Return the statements of equations that are updated in every step."""
        read = {name for q in equations for name in (*_read(q), q.assigned)}
        outer = self.typer.scope.names
        prologue = self.bring_up_to_date(frozenset(read))
        statements = self.builder.build(equations)
        self.typer.scope.names = outer
        return (*prologue, *statements)

    def psp(self, expr: s.Expr) -> e.Expr:
        """Return a contribution per step, which is made as early in the step as pre events are."""
        outer = self.typer.scope.names
        lets = self._bring_up_to_date("previous", set(), self._with_bounds(set(s.names(expr))))
        values = {let.name: let.value for let in lets if isinstance(let, Let)}
        value = self.typer.real(expr)
        self.typer.scope.names = outer

        def written_out(leaf: e.Expr) -> e.Expr:
            is_named = isinstance(leaf, e.Local) and leaf.name in values
            return e.rewrite(values[leaf.name], written_out) if is_named else leaf  # type: ignore[union-attr]

        return e.rewrite(value, written_out)

    def bring_up_to_date(self, read: frozenset[str]) -> tuple[Let, ...]:
        """Return what the event-driven variables among `read` are now, and let them mean that."""
        lets = self._bring_up_to_date("now", set(), self._with_bounds(set(read)))
        return tuple(let for let in lets if isinstance(let, Let))

    def _with_bounds(self, names: set[str]) -> set[str]:
        """Return `names` and all that their bounds name, and the bounds of those, and so on."""
        found, waiting = set[str](), set(names)
        while waiting:
            found |= waiting
            waiting = {x for name in waiting for x in self.builder.names_in_bounds(name)} - found
        return found

    def _bring_up_to_date(
        self, until: Until, written: set[str], read: set[str]
    ) -> Iterator[Statement]:
        chosen = [name for name in self.names if name in read]
        for name in chosen:
            if name in written:
                target = self.builder.reference(name)
                value = cast(self._relaxed(name, "now"), target.dtype)
                yield Store(target, value, note=self._note(name))
            else:
                dtype = widened(self.builder.reference(name)).dtype  # it is not stored
                yield self._named(f"{name} now", name, cast(self._relaxed(name, until), dtype))
        # Bounds last: they may name each other's variables.
        for name in chosen:
            if name in written:
                yield from self.builder.bounds(name)
            else:
                for word, value in self.builder.limited(name):
                    yield self._named(f"{name} within {word}", name, value)

    def _named(self, label: str, name: str, value: e.Expr) -> Let:
        """Let `name` stand for `value` in what follows."""
        self.typer.scope.names = {**self.typer.scope.names, name: e.Local(label, value.dtype)}
        return Let(label, value, note=self._note(name))

    def _relaxed(self, name: str, until: Until) -> e.Expr:
        scope, equation = self.typer.scope, self.equations[name]
        outer = scope.names
        scope.names = {**outer, ELAPSED.id: e.Elapsed(name, until)}
        value = self.typer.expr(relax(ode_state(equation, self.typer, (name,)), scope.report))
        scope.names = outer
        return cast(value, DType.REAL)

    def _note(self, name: str) -> str:
        return self.equations[name].text


def _read(equation: Equation) -> tuple[str, ...]:
    statement = equation.statement
    if isinstance(statement, s.Ode):
        return (*s.names(statement.left), *s.names(statement.right))
    own = () if statement.op == "=" else s.names(statement.target)
    return (*own, *s.names(statement.value))
