"""Semi-implicit Euler: ``x <- x + s/(1+s) * (A - x)``, ``s = dt/tau``; order 1.

Solves ``tau dx/dt + x = A``.

The own variable is taken at the end of the step, all others at its start: stable for every dt.

Hairer, E. and Wanner, G. (1996). Solving ordinary differential equations II, section IV.3.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import DT, Advance, OdeState, standard_form
from annarchy_lab.numerics.trees import ONE, add, divide, multiply, subtract

__all__ = ["SemiImplicit"]


class SemiImplicit:
    """Needs an equation that is linear in its own variable."""

    name = "semiimplicit"
    order = 1

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the relaxation of each state, its own variable taken at the end of the step."""
        return Advance(tuple(self._advance_one(state, report) for state in states))

    def _advance_one(self, state: OdeState, report: Report) -> s.Expr:
        x = s.Name(state.name)
        form = standard_form(state, self.name, report)
        if form is None:
            return x
        step = divide(DT, form.tau)
        return add(x, multiply(divide(step, add(ONE, step)), subtract(form.steady, x)))
