"""Writing an expression as ``slope * x + rest``, from the user's own terms in their own order.

In: a tree, and what counts as x (a variable, or the gradient of one).
Out: the two trees, or None where the expression is not linear in x.
Not here: rearranged algebra; where the structure does not show linearity, `algebra` decides it
with sympy and the parts are still taken from the user's text, at x = 0 and x = 1.
"""

from collections.abc import Callable

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics import algebra
from annarchy_lab.numerics.trees import (
    ONE,
    ZERO,
    add,
    divide,
    is_number,
    multiply,
    negate,
    substitute,
    subtract,
)

__all__ = ["linear_parts", "solve_for_gradient"]

Parts = tuple[s.Expr, s.Expr]


class _NotLinearError(Exception):
    """The structure alone does not show that the expression is linear."""


def linear_parts(expr: s.Expr, name: str) -> Parts | None:
    """Return ``(slope, rest)`` such that ``expr == slope * name + rest``, or None."""
    try:
        return _split(expr, lambda node: isinstance(node, s.Name) and node.id == name)
    except _NotLinearError:
        pass
    if not algebra.is_linear(expr, name):
        return None
    rest = substitute(expr, name, ZERO)
    return subtract(substitute(expr, name, ONE), rest), rest


def solve_for_gradient(ode: s.Ode) -> tuple[s.Expr, s.Expr] | None:
    """Return ``(factor, right)`` such that ``factor * dx/dt == right``, None if not linear."""
    try:
        factor, rest = _split(ode.left, lambda node: isinstance(node, s.Gradient))
    except _NotLinearError:
        return None
    return factor, subtract(ode.right, rest)


def _split(expr: s.Expr, is_x: Callable[[s.Expr], bool]) -> Parts:
    if is_x(expr):
        return ONE, ZERO
    if not any(is_x(node) for node in s.walk(expr)):
        return ZERO, expr
    match expr:
        case s.Unary("-", operand):
            slope, rest = _split(operand, is_x)
            return negate(slope), negate(rest)
        case s.Binary(op, left, right):
            return _split_binary(op, _split(left, is_x), _split(right, is_x))
        case s.Conditional(condition, then, otherwise):
            return _split_conditional(condition, _split(then, is_x), _split(otherwise, is_x), is_x)
        case _:
            raise _NotLinearError


def _split_binary(op: s.BinaryOperator, left: Parts, right: Parts) -> Parts:
    match op:
        case "+":
            return add(left[0], right[0]), add(left[1], right[1])
        case "-":
            return subtract(left[0], right[0]), subtract(left[1], right[1])
        case "*" if is_number(left[0], 0.0):
            return multiply(left[1], right[0]), multiply(left[1], right[1])
        case "*" if is_number(right[0], 0.0):
            return multiply(left[0], right[1]), multiply(left[1], right[1])
        case "/" if is_number(right[0], 0.0):
            return divide(left[0], right[1]), divide(left[1], right[1])
        case _:
            raise _NotLinearError


def _split_conditional(
    condition: s.Expr, then: Parts, otherwise: Parts, is_x: Callable[[s.Expr], bool]
) -> Parts:
    if any(is_x(node) for node in s.walk(condition)):
        raise _NotLinearError

    def choose(a: s.Expr, b: s.Expr) -> s.Expr:
        return a if a == b else s.Conditional(condition, a, b)

    return choose(then[0], otherwise[0]), choose(then[1], otherwise[1])
