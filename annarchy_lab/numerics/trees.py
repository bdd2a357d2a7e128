"""Building expression trees that stay short: identities of 0, 1 and signs are applied at once.

In: trees of `language.syntax`.
Out: trees of the same meaning over the real numbers, terms in the order in which they came.
Not here: any reordering, any evaluation of numbers.
"""

from annarchy_lab.language import syntax as s

__all__ = [
    "DT",
    "ONE",
    "ZERO",
    "add",
    "call",
    "choose",
    "divide",
    "is_leaf",
    "is_number",
    "multiply",
    "negate",
    "subtract",
]

DT = s.Name("dt")
ZERO = s.Number(0.0, is_integer=True)
ONE = s.Number(1.0, is_integer=True)


def is_number(expr: s.Expr, value: float) -> bool:
    """Tell whether `expr` is the literal `value`."""
    return isinstance(expr, s.Number) and expr.value == value


def is_leaf(expr: s.Expr) -> bool:
    """Tell whether `expr` is a number or a name, perhaps with a sign."""
    operand = expr.operand if isinstance(expr, s.Unary) else expr
    return isinstance(operand, s.Number | s.Name)


def negate(expr: s.Expr) -> s.Expr:
    """Return ``-expr``."""
    if is_number(expr, 0.0):
        return expr
    if isinstance(expr, s.Unary) and expr.op == "-":
        return expr.operand
    return s.Unary("-", expr)


def add(left: s.Expr, right: s.Expr) -> s.Expr:
    """Return ``left + right``."""
    if is_number(left, 0.0):
        return right
    if is_number(right, 0.0):
        return left
    if isinstance(right, s.Unary) and right.op == "-":
        return s.Binary("-", left, right.operand)
    return s.Binary("+", left, right)


def subtract(left: s.Expr, right: s.Expr) -> s.Expr:
    """Return ``left - right``."""
    if is_number(right, 0.0):
        return left
    if is_number(left, 0.0):
        return negate(right)
    if isinstance(right, s.Unary) and right.op == "-":
        return s.Binary("+", left, right.operand)
    return s.Binary("-", left, right)


def multiply(left: s.Expr, right: s.Expr) -> s.Expr:
    """Return ``left * right``."""
    if is_number(left, 0.0) or is_number(right, 0.0):
        return ZERO
    if is_number(left, 1.0):
        return right
    if is_number(right, 1.0):
        return left
    if isinstance(left, s.Unary) and left.op == "-":
        return negate(multiply(left.operand, right))
    if isinstance(right, s.Unary) and right.op == "-":
        return negate(multiply(left, right.operand))
    return s.Binary("*", left, right)


def divide(left: s.Expr, right: s.Expr) -> s.Expr:
    """Return ``left / right``; quotients of quotients are resolved."""
    if is_number(left, 0.0) or is_number(right, 1.0):
        return left
    if isinstance(right, s.Unary) and right.op == "-":
        return negate(divide(left, right.operand))
    if isinstance(left, s.Unary) and left.op == "-":
        return negate(divide(left.operand, right))
    if isinstance(right, s.Binary) and right.op == "/":
        return _by_quotient(left, right)
    return s.Binary("/", left, right)


def _by_quotient(left: s.Expr, right: s.Binary) -> s.Expr:
    # (n / d) / (m / d) is n / m, and anything else is left * d / m.
    if isinstance(left, s.Binary) and left.op == "/" and left.right == right.right:
        return divide(left.left, right.left)
    return divide(multiply(left, right.right), right.left)


def call(function: str, *arguments: s.Expr) -> s.Expr:
    """Return ``function(arguments)``."""
    return s.Call(function, arguments)


def choose(condition: s.Expr, then: s.Expr, otherwise: s.Expr) -> s.Expr:
    """Return ``then`` where `condition` holds, else ``otherwise``."""
    return then if then == otherwise else s.Conditional(condition, then, otherwise)
