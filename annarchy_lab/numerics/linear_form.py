"""An equation that is linear in its own variable, as the exponential methods need it.

In: an `OdeState`.
Out: `LinearForm`, or a report of what in the user's text is not linear.
Not here: formulas of methods.
"""

from dataclasses import replace

from annarchy_lab.diagnostics import Report, Span
from annarchy_lab.language import syntax as s
from annarchy_lab.language.values import constant_value
from annarchy_lab.lightweight import dataclass
from annarchy_lab.numerics.faults import NOT_LINEAR
from annarchy_lab.numerics.linear import NotLinearError, linear_parts
from annarchy_lab.numerics.method import OdeState
from annarchy_lab.numerics.trees import DT, add, divide, multiply, negate, subtract

__all__ = [
    "LinearForm",
    "backward_step",
    "is_condition",
    "linear_form",
    "place",
    "refuse_nonlinear",
    "remedy",
    "without_division",
]


@dataclass(frozen=True, slots=True)
class LinearForm:
    """``factor * dx/dt = right``, where ``right == slope * x + rest``.

    In the terms of ``tau dx/dt + x = A``: tau = -factor/slope and A = -rest/slope.
    """

    name: str
    factor: s.Expr
    right: s.Expr
    slope: s.Expr
    rest: s.Expr

    @property
    def has_tau(self) -> bool:
        """Whether the slope is a number other than zero, so that dividing by it is always safe."""
        value = constant_value(self.slope)
        return value is not None and value != 0


def linear_form(state: OdeState, method: str, report: Report) -> LinearForm | None:
    """Return the linear form of an equation, or report that it has none."""
    state = without_division(state, state.name)
    try:
        (factor_slope,), _ = linear_parts(state.factor, state.name)
        (slope,), rest = linear_parts(state.right, state.name)
    except NotLinearError as error:
        refuse_nonlinear(state, method, error.node, report)
        return None
    if factor_slope != s.Number(0.0, is_integer=True):
        refuse_nonlinear(state, method, state.factor, report)
        return None
    return LinearForm(state.name, state.factor, state.right, slope, rest)


def without_division(state: OdeState, *names: str) -> OdeState:
    """Write ``dx/dt = (E - x)/tau`` as ``tau dx/dt = E - x``, unless `names` stand in ``tau``."""
    right, divisor = state.right, None
    is_negative = isinstance(right, s.Unary) and right.op == "-"
    inner = right.operand if isinstance(right, s.Unary) and is_negative else right
    if isinstance(inner, s.Binary) and inner.op == "/":
        right, divisor = negate(inner.left) if is_negative else inner.left, inner.right
    if divisor is None or not set(names).isdisjoint(s.names(divisor)):
        return state
    cleared = replace(state, factor=multiply(state.factor, divisor), right=right)
    return without_division(cleared, *names)


def backward_step(form: LinearForm) -> s.Expr:
    """Return the new value after one step of backward Euler: ``x + dt/(factor - dt*slope)*right``.

    No division by the slope: an infinite tau is no case of its own.
    """
    step = divide(DT, subtract(form.factor, multiply(DT, form.slope)))
    return add(s.Name(form.name), multiply(step, form.right))


def is_condition(node: s.Expr) -> bool:
    """Tell whether `node` is a condition rather than a number."""
    return isinstance(node, s.Compare | s.Logical) or (
        isinstance(node, s.Unary) and node.op == "not"
    )


def place(node: s.Expr, state: OdeState) -> Span:
    """Return where a part of an equation stands; the whole equation for a part that we made."""
    return node.span if node.span.source is state.span.source else state.span


def remedy(node: s.Expr, otherwise: str) -> str:
    """Return what to do about a part of an equation that cannot be solved for."""
    if not is_condition(node):
        return otherwise
    return (
        f"give the condition a name above, as in 'is_so = {node.span.text} : bool': it then holds "
        "for the step"
    )


def refuse_nonlinear(state: OdeState, method: str, node: s.Expr, report: Report) -> None:
    """Report the part of an equation that keeps a method from solving it."""
    said = f"the network's default method '{method}'" if state.by_default else f"'{method}'"
    NOT_LINEAR.add_to(
        report,
        place(node, state),
        f"{said} needs an equation that is linear in '{state.name}', which this is not",
        remedy(node, "use ': explicit', ': midpoint' or ': rk4', which solve every equation"),
    )
