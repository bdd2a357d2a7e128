"""Whether an expression is zero whatever its names stand for, decided without computer algebra.

In: a tree of `language.syntax`.
Out: the answer.  "Yes" is wrong with a probability below 1e-30; "no" may only mean that the reason
lies in parts that are no arithmetic, such as ``sin(x)^2 + cos(x)^2 - 1``.
Not here: simplification.

The tree is evaluated modulo a large prime at points that its names fix: a rational function that is
not zero has few roots there (Schwartz 1980, Zippel 1979).  It takes time in proportion to the tree,
whatever the powers.  Parts that are no arithmetic count as names.
"""

from collections.abc import Callable
from hashlib import blake2b
from math import isfinite

from annarchy_lab.language import syntax as s

__all__ = ["vanishes"]

_PRIME = 2**127 - 1
_POINTS = 4  # more than one, because a division by zero makes a point useless


def vanishes(expr: s.Expr) -> bool:
    """Tell whether `expr` is zero for all values of its names."""
    values = (_value(expr, point) for point in range(_POINTS))
    first = next((value for value in values if value is not None), None)
    return first == 0


def _value(expr: s.Expr, point: int) -> int | None:
    """Return `expr` modulo the prime, None where it divides by zero."""
    known: dict[int, int | None] = {}

    def value(node: s.Expr) -> int | None:
        if id(node) not in known:
            known[id(node)] = _of_node(node, point, value)
        return known[id(node)]

    return value(expr)


def _of_node(node: s.Expr, point: int, value: Callable[[s.Expr], int | None]) -> int | None:
    match node:
        case s.Number() if isfinite(node.value):
            return _residue(node.value)
        case s.Unary("-", operand):
            inner = value(operand)
            return None if inner is None else -inner % _PRIME
        case s.Binary("^", base, s.Number() as exponent) if exponent.value.is_integer():
            inner, power = value(base), int(exponent.value)
            if inner is None or (inner == 0 and power < 0):
                return None
            return pow(inner, power, _PRIME)
        case s.Binary(op, left, right) if op != "^":
            a, b = value(left), value(right)
            return None if a is None or b is None else _arithmetic(op, a, b)
        case _:
            # A node's repr leaves out its place in the text: equal parts are equal points.
            digest = blake2b(f"{point} {node!r}".encode(), digest_size=16).digest()
            return int.from_bytes(digest) % _PRIME


def _residue(number: float) -> int:
    """Return a number modulo the prime, as it is written: 0.1 is a tenth."""
    digits, _, exponent = repr(number).partition("e")
    whole, _, places = digits.partition(".")
    return int(whole + places) * pow(10, int(exponent or 0) - len(places), _PRIME) % _PRIME


def _arithmetic(op: s.BinaryOperator, a: int, b: int) -> int | None:
    match op:
        case "+":
            return (a + b) % _PRIME
        case "-":
            return (a - b) % _PRIME
        case "*":
            return a * b % _PRIME
        case _:
            return a * pow(b, -1, _PRIME) % _PRIME if b else None
