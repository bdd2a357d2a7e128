"""The one bridge to sympy: questions about an expression that its structure does not answer.

In: a tree of `language.syntax`.
Out: an answer; never a tree, so that the order of terms is always the user's.
Not here: differentiation or simplification of what will be computed.  sympy costs 0.2 s to import,
and most models never ask: it is imported inside the functions.
"""

from typing import TYPE_CHECKING

from annarchy_lab.language import syntax as s

if TYPE_CHECKING:
    import sympy

__all__ = ["is_linear"]


def is_linear(expr: s.Expr, name: str) -> bool:
    """Tell whether the second derivative of `expr` with respect to `name` vanishes identically."""
    import sympy

    translated = _to_sympy(expr, name, {})
    if translated is None:
        return False
    return bool(sympy.simplify(sympy.diff(translated, _x(), 2)) == 0)


def _x() -> "sympy.Expr":
    import sympy

    return sympy.Symbol("x", real=True)


def _to_sympy(expr: s.Expr, name: str, opaque: "dict[s.Expr, sympy.Expr]") -> "sympy.Expr | None":
    """Translate arithmetic; every part that does not hold `name` becomes one opaque symbol."""
    import sympy

    if isinstance(expr, s.Number):
        return sympy.Integer(int(expr.value)) if expr.is_integer else sympy.Float(expr.value)
    if not any(isinstance(node, s.Name) and node.id == name for node in s.walk(expr)):
        return opaque.setdefault(expr, sympy.Symbol(f"c{len(opaque)}", real=True))
    match expr:
        case s.Name():
            return _x()
        case s.Unary("-", operand):
            inner = _to_sympy(operand, name, opaque)
            return None if inner is None else -inner
        case s.Binary(op, left, right):
            a, b = _to_sympy(left, name, opaque), _to_sympy(right, name, opaque)
            return None if a is None or b is None else _join(op, a, b)
        case _:
            return None


def _join(op: s.BinaryOperator, a: "sympy.Expr", b: "sympy.Expr") -> "sympy.Expr":
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "^":
            return a**b
