"""Event-driven integration: ``x <- A + (x - A) * exp(-elapsed/tau)``; exact.

Solves ``tau dx/dt + x = A``.

Only for synapses of spiking networks whose equation is linear and independent of other variables;
the value is brought up to date when an event needs it.  ``elapsed`` is a name that `ir` binds to
the time since the variable was last brought up to date.

Morrison, A., Diesmann, M. and Gerstner, W. (2008). Phenomenological models of synaptic plasticity
based on spike timing. Biological Cybernetics 98, 459-478.
"""

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import OdeState, standard_form
from annarchy_lab.numerics.trees import add, call, divide, multiply, negate, subtract

__all__ = ["ELAPSED", "relax"]

ELAPSED = s.Name("elapsed time")
"""Not a name that a user can write."""


def relax(state: OdeState, report: Report) -> s.Expr:
    """Return the value of `state` after `ELAPSED` ms."""
    x = s.Name(state.name)
    form = standard_form(state, "event-driven", report)
    if form is None:
        return x
    decay = call("exp", negate(divide(ELAPSED, form.tau)))
    return add(form.steady, multiply(subtract(x, form.steady), decay))
