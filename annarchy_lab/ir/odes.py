"""The ODEs of one phase: how their methods advance them, block by block.

In: the ODE equations of a phase, a `Typer`, the guards of their assignments.
Out: for each block the stages and new values that `numerics` finds, as trees, and the names whose
old values later blocks need.
Not here: statements (`statements`), formulas (`numerics`).

Equations that share a coupled method are one system, also where assignments separate them: see
`numerics.method.Coupling`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.ode_state import ode_state
from annarchy_lab.ir.typing import Typer
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import Equation
from annarchy_lab.lightweight import dataclass
from annarchy_lab.numerics.method import Coupling, Method, OdeState
from annarchy_lab.numerics.ordering import dependencies, reachable
from annarchy_lab.numerics.registry import METHODS
from annarchy_lab.numerics.trees import ZERO

__all__ = ["OdeBlock", "OdePhase"]

GuardOf = Callable[[Equation], e.Expr | None]


@dataclass(frozen=True, slots=True)
class OdeBlock:
    """What is computed at the entry of a block.

    Attributes
    ----------
    remembered
        Names of trees, and the states whose values they keep for later blocks.
    stages, values
        As in `numerics.method.Advance`, for the equations of the block in their order.
    """

    remembered: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, s.Expr], ...]
    values: tuple[s.Expr, ...]


class OdePhase:
    """All ODEs of a phase.

    Parameters
    ----------
    typer
        Its scope gets names for draws, guards and remembered values.
    default_method
        Method of ODEs without a flag.
    separate
        Methods whose equations are not coupled here.
    """

    def __init__(
        self,
        equations: Sequence[Equation],
        typer: Typer,
        default_method: str,
        guard_of: GuardOf,
        separate: frozenset[str] = frozenset(),
    ) -> None:
        self._typer = typer
        self._separate = separate
        self._methods = {q.assigned: q.method or default_method for q in equations}
        self._assigned: set[str] = set()
        states = [self._state(q) for q in equations]
        guards = {q.assigned: guard_of(q) for q in equations}
        self._systems: dict[str, tuple[OdeState, ...]] = {}
        for method in dict.fromkeys(self._methods.values()):
            system = tuple(x for x in states if self._methods[x.name] == method)
            is_coupled = self._coupling(method) is not Coupling.NONE
            self._systems[method] = self._hold_frozen(system, guards) if is_coupled else system

    def advance(self, equations: Sequence[Equation]) -> OdeBlock:
        """Return what is computed at the entry of the block of `equations`."""
        names = [q.assigned for q in equations]
        remembered = tuple((_before(x), x) for x in names if self._is_needed_later(x, names))
        values: dict[str, s.Expr] = {x: s.Name(x) for x in names}
        stages: list[tuple[str, s.Expr]] = []
        for name in dict.fromkeys(self._methods[x] for x in names):
            members = [x for x in names if self._methods[x] == name]
            is_one = name not in self._separate
            for part in [members] if is_one else [[member] for member in members]:
                stages += self._advance(METHODS[name], part, values)
        self._assigned.update(names)
        return OdeBlock(remembered, tuple(stages), tuple(values[x] for x in names))

    def _state(self, equation: Equation) -> OdeState:
        method = METHODS[self._methods[equation.assigned]]
        rearranged = self._methods if method.is_algebraic else ()
        by_default = equation.method is None
        return ode_state(equation, self._typer, rearranged, by_default=by_default)

    def _coupling(self, method: str) -> Coupling:
        return Coupling.NONE if method in self._separate else METHODS[method].coupling

    def _advance(
        self, method: Method, members: list[str], values: dict[str, s.Expr]
    ) -> tuple[tuple[str, s.Expr], ...]:
        system = self._systems[method.name]
        match self._coupling(method.name):
            case Coupling.NONE:
                system = tuple(x for x in system if x.name in members)
            case Coupling.IN_TURN:
                system = tuple(replace(x, is_known=x.name in self._assigned) for x in system)
            case Coupling.FROM_THE_START:
                old = self._assigned.intersection(x.name for x in system)
                system = tuple(_renamed(x, old) for x in system)
        states = [state for state in system if state.name in members]
        advance = method.advance(states, system, self._typer.scope.report)
        values.update(zip((state.name for state in states), advance.values, strict=True))
        return advance.stages

    def _is_needed_later(self, name: str, block: list[str]) -> bool:
        method = self._methods[name]
        later = (x for x in self._methods if x not in self._assigned and x not in block)
        is_from_the_start = self._coupling(method) is Coupling.FROM_THE_START
        return is_from_the_start and any(self._methods[x] == method for x in later)

    def _hold_frozen(
        self, system: tuple[OdeState, ...], guards: Mapping[str, e.Expr | None]
    ) -> tuple[OdeState, ...]:
        """Keep a state that may not change still also for those that do, where they see it.

        Within one guard nothing is to be done: who sees the state keeps still with it.
        """
        graph = dependencies(system)
        result = []
        for state in system:
            guard = guards[state.name]
            watchers = [
                x for x in graph if state.name in reachable(graph, x) and guards[x] != guard
            ]
            if guard is not None and watchers:
                moves = f"{state.name} moves"
                self._typer.scope.names = {**self._typer.scope.names, moves: guard}
                right = s.Conditional(s.Name(moves), state.right, ZERO)
                result.append(replace(state, right=right))
            else:
                result.append(state)
        return tuple(result)


def _before(name: str) -> str:
    return f"{name} before"


def _renamed(state: OdeState, names: set[str]) -> OdeState:
    def change(node: s.Expr) -> s.Expr:
        is_old = isinstance(node, s.Name) and node.id in names
        return s.Name(_before(node.id)) if is_old else node  # type: ignore[union-attr]

    return replace(
        state,
        name=_before(state.name) if state.name in names else state.name,
        factor=s.rewrite(state.factor, change),
        right=s.rewrite(state.right, change),
    )
