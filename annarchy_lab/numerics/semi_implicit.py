"""Semi-implicit Euler: ``x <- x + s/(1+s) * (A - x)``, ``s = dt/tau``; order 1.

Solves ``tau dx/dt + x = A``; ``s/(1+s)`` is computed as ``dt/(tau + dt)``, which holds for an
infinite tau and for tau = 0 as well.  A negative tau grows, and tau = -dt has no solution: the
value becomes infinite.

The own variable is taken at the end of the step, all others at its start: stable for every dt.

Hairer, E. and Wanner, G. (1996). Solving ordinary differential equations II, section IV.3.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.linear_form import backward_step, linear_form
from annarchy_lab.numerics.method import Advance, Coupling, OdeState

__all__ = ["SemiImplicit"]


class SemiImplicit:
    """Needs an equation that is linear in its own variable."""

    name = "semiimplicit"
    order = 1
    coupling = Coupling.NONE
    is_algebraic = True

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the relaxation of each state, its own variable taken at the end of the step."""
        return Advance(tuple(self._advance_one(state, report) for state in states))

    def _advance_one(self, state: OdeState, report: Report) -> s.Expr:
        form = linear_form(state, self.name, report)
        return s.Name(state.name) if form is None else backward_step(form)
