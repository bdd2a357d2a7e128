"""Exponential Euler: ``x <- x + (1 - exp(-dt/tau)) * (A - x)`` for ``tau dx/dt + x = A``; order 1.

Exact while tau and A are constant over the step.  ``1 - exp(-s)`` is computed as ``-expm1(-s)``,
which keeps its digits where the step is much shorter than tau.

With ``factor dx/dt = right`` and a the slope of the right side in x, this is ``x + gain * right``
where ``gain = expm1(dt*a/factor) / a``.  Where a may become 0 at run time (tau infinite), the gain
is ``dt/factor`` there, its limit: the equation is then solved exactly, too.  A negative tau grows.

Rotter, S. and Diesmann, M. (1999). Exact digital simulation of time-invariant linear systems with
applications to neuronal modeling. Biological Cybernetics 81, 381-402.
"""

from collections.abc import Sequence

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.linear_form import LinearForm, linear_form
from annarchy_lab.numerics.method import Advance, Coupling, OdeState
from annarchy_lab.numerics.stages import Stages
from annarchy_lab.numerics.trees import DT, ZERO, add, call, choose, divide, is_number, multiply

__all__ = ["Exponential"]


class Exponential:
    """Needs an equation that is linear in its own variable."""

    name = "exponential"
    order = 1
    coupling = Coupling.NONE
    is_algebraic = True

    def advance(
        self, states: Sequence[OdeState], system: Sequence[OdeState], report: Report
    ) -> Advance:
        """Return the exact relaxation of each state towards its steady value."""
        stages = Stages()
        values = tuple(self._advance_one(state, stages, report) for state in states)
        return Advance(values, stages.found)

    def _advance_one(self, state: OdeState, stages: Stages, report: Report) -> s.Expr:
        x = s.Name(state.name)
        form = linear_form(state, self.name, report)
        if form is None:
            return x
        return add(x, multiply(_gain(form, stages), form.right))


def _gain(form: LinearForm, stages: Stages) -> s.Expr:
    if form.has_tau:
        exponent = divide(multiply(DT, form.slope), form.factor)
        return divide(call("expm1", exponent), form.slope)
    if is_number(form.slope, 0.0):
        return divide(DT, form.factor)
    slope = stages.short(f"slope of {form.name}", form.slope)
    exponent = stages.short(f"exponent of {form.name}", divide(multiply(DT, slope), form.factor))
    is_flat = s.Compare("==", exponent, ZERO)
    return choose(is_flat, divide(DT, form.factor), divide(call("expm1", exponent), slope))
