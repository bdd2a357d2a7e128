"""Exponential Euler: ``x <- x + (1 - exp(-dt/tau)) * (A - x)`` for ``tau dx/dt + x = A``; order 1.

Exact while tau and A are constant over the step.  ``1 - exp(-s)`` is computed as ``-expm1(-s)``,
which keeps its digits where the step is much shorter than tau.

Rotter, S. and Diesmann, M. (1999). Exact digital simulation of time-invariant linear systems with
applications to neuronal modeling. Biological Cybernetics 81, 381-402.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import DT, Advance, OdeState, standard_form
from annarchy_lab.numerics.trees import add, call, divide, multiply, negate, subtract

__all__ = ["Exponential"]


class Exponential:
    """Needs an equation that is linear in its own variable."""

    name = "exponential"
    order = 1

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the exact relaxation of each state towards its steady value."""
        return Advance(tuple(self._advance_one(state, report) for state in states))

    def _advance_one(self, state: OdeState, report: Report) -> s.Expr:
        x = s.Name(state.name)
        form = standard_form(state, self.name, report)
        if form is None:
            return x
        reach = negate(call("expm1", negate(divide(DT, form.tau))))
        return add(x, multiply(reach, subtract(form.steady, x)))
