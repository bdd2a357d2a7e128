"""Implicit (backward) Euler: ``x' = x + dt * f(x')``, solved for ``x'`` in closed form; order 1.

All implicit equations of a model are one system.  It is solved group by group: equations that
depend on each other together, after those that they depend on.

- One equation: ``x' = x + dt/(factor - dt*slope) * right`` (`linear_form.backward_step`).
- A linear group: ``(F - dt*J) d = dt * right`` for the increments ``d = x' - x``, where F holds the
  factors of the gradients, J the slopes and ``right`` the right sides at the old values, so that
  digits survive where a step changes little (`elimination`).
- A nonlinear group: see `quadratic`; other groups are refused.

Where assignments separate the equations, each block solves for the states that no block above has
assigned, with the new values of those that one has.  A single equation must be linear.

Hairer, E. and Wanner, G. (1996). Solving ordinary differential equations II, section IV.3.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.elimination import solve
from annarchy_lab.numerics.faults import UNSOLVABLE_SYSTEM
from annarchy_lab.numerics.linear import NotLinearError, linear_parts
from annarchy_lab.numerics.linear_form import (
    backward_step,
    linear_form,
    place,
    remedy,
    without_division,
)
from annarchy_lab.numerics.method import Advance, Coupling, OdeState
from annarchy_lab.numerics.ordering import dependencies, groups, reachable
from annarchy_lab.numerics.quadratic import Unsolvable, solve_quadratic
from annarchy_lab.numerics.stages import Stages
from annarchy_lab.numerics.trees import DT, ZERO, add, multiply, subtract

__all__ = ["Implicit"]


_OTHER_METHODS = (
    "use ': midpoint' or ': rk4' for all of them, or ': exponential' for those that are linear in "
    "their own variable"
)


class Implicit:
    """The states of a system are taken at the end of the step, everything else at its start."""

    name = "implicit"
    order = 1
    coupling = Coupling.IN_TURN
    is_algebraic = True

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the new value of each of `states`."""
        if len(system) == 1:
            form = linear_form(states[0], self.name, report)
            return Advance((s.Name(states[0].name) if form is None else backward_step(form),))
        return _System(system, report).advance(states)


class _System:
    """A system in one block.

    Attributes
    ----------
    new
        What stands for the new value of each state that is solved already.
    """

    def __init__(self, system: Sequence[OdeState], report: Report) -> None:
        self.states = {state.name: state for state in system if not state.is_known}
        self.report = report
        self.stages = Stages()
        self.new: dict[str, s.Expr] = {}

    def advance(self, states: Sequence[OdeState]) -> Advance:
        graph = dependencies(tuple(self.states.values()))
        needed = reachable(graph, *(state.name for state in states))
        for group in groups(graph):
            if needed.issuperset(group):
                self._solve(tuple(self._with_solved(self.states[name]) for name in group))
        return Advance(tuple(self.new[state.name] for state in states), self.stages.found)

    def _with_solved(self, state: OdeState) -> OdeState:
        """Put in the new values of the groups that are solved."""

        def change(node: s.Expr) -> s.Expr:
            return self.new.get(node.id, node) if isinstance(node, s.Name) else node

        return OdeState(
            state.name,
            s.rewrite(state.factor, change),
            s.rewrite(state.right, change),
            state.span,
            state.by_default,
        )

    def _solve(self, group: tuple[OdeState, ...]) -> None:
        names = tuple(state.name for state in group)
        try:
            increments: Sequence[s.Expr] = self._linear(
                tuple(without_division(x, *names) for x in group), names
            )
        except NotLinearError:
            increments = self._quadratic(group)
        for name, increment in zip(names, increments, strict=True):
            self.new[name] = self.stages.name(f"new {name}", add(s.Name(name), increment))

    def _linear(self, group: Sequence[OdeState], names: tuple[str, ...]) -> list[s.Expr]:
        matrix = []
        for state in group:
            in_factor, _ = linear_parts(state.factor, *names)
            if any(slope != ZERO for slope in in_factor):
                raise NotLinearError(state.factor)
            slopes, _ = linear_parts(state.right, *names)
            entries = [multiply(DT, slope) for slope in slopes]
            matrix.append(
                [
                    subtract(state.factor if name == state.name else ZERO, entry)
                    for name, entry in zip(names, entries, strict=True)
                ]
            )
        right = [multiply(DT, state.right) for state in group]
        return solve(matrix, right, "implicit", self.stages)

    def _quadratic(self, group: tuple[OdeState, ...]) -> Sequence[s.Expr]:
        found = solve_quadratic(group, self.stages)
        if not isinstance(found, Unsolvable):
            return found
        names = " and ".join(f"'{state.name}'" for state in group)
        UNSOLVABLE_SYSTEM.add_to(
            self.report,
            place(found.node, group[0]),
            f"the implicit equations of {names} have no solution in closed form: {found.reason}",
            remedy(found.node, _OTHER_METHODS),
        )
        return [ZERO] * len(group)
