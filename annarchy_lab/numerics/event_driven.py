"""Event-driven integration: ``x <- A + (x - A) * exp(-elapsed/tau)``; exact.

Solves ``tau dx/dt + x = A``.

Only for synapses of spiking networks whose equation is linear and independent of other variables;
the value is brought up to date when an event needs it.  ``elapsed`` is a name that `ir` binds to
the time since the variable was last brought up to date.

Where tau may become infinite at run time, the solution there is ``x + elapsed * rest/factor``.
Before its first event a variable counts as left alone for 10000 steps: with a positive tau it has
relaxed to A; with a negative or infinite one it has gone far away, or to NaN.

Morrison, A., Diesmann, M. and Gerstner, W. (2008). Phenomenological models of synaptic plasticity
based on spike timing. Biological Cybernetics 98, 459-478.
"""

from annarchy_lab.diagnostics import Report
from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.faults import NO_STEADY_STATE
from annarchy_lab.numerics.linear_form import LinearForm, linear_form
from annarchy_lab.numerics.method import OdeState
from annarchy_lab.numerics.trees import (
    ZERO,
    add,
    call,
    choose,
    divide,
    is_number,
    multiply,
    negate,
    subtract,
)

__all__ = ["ELAPSED", "relax"]

ELAPSED = s.Name("elapsed time")
"""Not a name that a user can write."""


def relax(state: OdeState, report: Report) -> s.Expr:
    """Return the value of `state` after `ELAPSED` ms."""
    form = linear_form(state, "event-driven", report)
    if form is None:
        return s.Name(state.name)
    if is_number(form.slope, 0.0):
        _refuse_drift(state, report)
        return s.Name(state.name)
    exponent = divide(multiply(ELAPSED, form.slope), form.factor)
    if form.has_tau:
        return _relaxed(form, exponent)
    drift = add(s.Name(state.name), divide(multiply(ELAPSED, form.rest), form.factor))
    return choose(s.Compare("==", exponent, ZERO), drift, _relaxed(form, exponent))


def _relaxed(form: LinearForm, exponent: s.Expr) -> s.Expr:
    steady = negate(divide(form.rest, form.slope))
    distance = subtract(s.Name(form.name), steady)
    return add(steady, multiply(distance, call("exp", exponent)))


def _refuse_drift(state: OdeState, report: Report) -> None:
    NO_STEADY_STATE.add_to(
        report,
        state.span,
        f"'{state.name}' cannot be event-driven: its equation has no steady state, because "
        f"'{state.name}' does not stand in its right side",
        "use ': explicit', which updates it at every step",
    )
