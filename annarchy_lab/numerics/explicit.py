"""Explicit (forward) Euler: ``x <- x + dt/tau * f(x)`` for ``tau dx/dt = f(x)``; order 1.

The quotient is formed first: it is one number where tau is, for all neurons and steps.

Euler, L. (1768). Institutionum calculi integralis, vol. 1.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.linear_form import without_division
from annarchy_lab.numerics.method import Advance, Coupling, OdeState
from annarchy_lab.numerics.trees import DT, add, divide, multiply

__all__ = ["Explicit"]


class Explicit:
    """All derivatives are taken at the start of the step."""

    name = "explicit"
    order = 1
    coupling = Coupling.NONE
    is_algebraic = False

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return ``x + dt/factor * right`` for each state."""
        return Advance(tuple(_advance_one(without_division(x, x.name)) for x in states))


def _advance_one(state: OdeState) -> s.Expr:
    return add(s.Name(state.name), multiply(divide(DT, state.factor), state.right))
