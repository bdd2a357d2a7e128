"""Writing an expression as ``slope * x + rest``, from the user's own terms in their own order.

In: a tree, and what counts as x: variables, or the gradient of one.
Out: the slopes and the rest; `NotLinearError` at the part of the text that is not linear.
Not here: what a method makes of them.
"""

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.polynomial import (
    CONSTANT,
    Expansion,
    NotPolynomialError,
    Polynomial,
    degree,
    expand,
    unknowns,
)
from annarchy_lab.numerics.trees import ONE, ZERO, negate, subtract
from annarchy_lab.numerics.vanishing import vanishes

__all__ = ["NotLinearError", "linear_parts", "solve_for_gradient"]


class NotLinearError(Exception):
    """The expression is not linear in the unknowns.

    Parameters
    ----------
    node
        The smallest part that is not.
    """

    def __init__(self, node: s.Expr) -> None:
        super().__init__("not linear")
        self.node = node


def linear_parts(expr: s.Expr, *names: str) -> tuple[tuple[s.Expr, ...], s.Expr]:
    """Return slopes and rest such that ``expr == sum(slope * name) + rest``.

    Raises
    ------
    NotLinearError
        If there are none.
    """
    expansion = Expansion(unknowns(*names))
    try:
        found = expansion.of(expr)
    except NotPolynomialError as error:
        raise NotLinearError(error.node) from None
    if degree(found) > 1:
        raise NotLinearError(_culprit(expr, expansion))
    return tuple(found.get((name,), ZERO) for name in names), found.get(CONSTANT, ZERO)


def solve_for_gradient(ode: s.Ode) -> tuple[s.Expr, s.Expr]:
    """Return ``(factor, right)`` such that ``factor * dx/dt == right``.

    Raises
    ------
    NotLinearError
        If the left side is not linear in the gradient, or the gradient cancels.
    """
    try:
        found = expand(ode.left, _gradient)
    except NotPolynomialError as error:
        raise NotLinearError(error.node) from None
    factor = found.get((f"d{ode.state}/dt",), ZERO)
    if degree(found) > 1 or vanishes(factor):
        raise NotLinearError(ode.left)
    right = subtract(ode.right, found.get(CONSTANT, ZERO))
    is_negative = isinstance(factor, s.Unary) and factor.op == "-"
    return (negate(factor), negate(right)) if is_negative else (factor, right)


def _gradient(node: s.Expr) -> Polynomial | None:
    return {(f"d{node.id}/dt",): ONE} if isinstance(node, s.Gradient) else None


def _culprit(expr: s.Expr, expansion: Expansion) -> s.Expr:
    """Return the smallest part of `expr` that is of a higher degree."""
    parts = [] if isinstance(expr, s.Binary) and expr.op == "^" else s.children(expr)
    curved = (part for part in parts if degree(expansion.unsimplified(part)) > 1)
    worst = next(curved, None)
    return expr if worst is None else _culprit(worst, expansion)
