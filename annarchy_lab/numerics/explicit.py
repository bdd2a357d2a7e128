"""Explicit (forward) Euler: ``x <- x + dt * f(x)``; order 1.

Euler, L. (1768). Institutionum calculi integralis, vol. 1.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import Advance, Coupling, OdeState
from annarchy_lab.numerics.trees import DT, add, multiply

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
        """Return ``x + dt * f`` for each state."""
        return Advance(tuple(add(s.Name(x.name), multiply(DT, x.derivative)) for x in states))
