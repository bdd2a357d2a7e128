"""Polynomials in some unknowns, with parts of the user's text as coefficients.

In: a tree, and what counts as an unknown.
Out: coefficients by monomial, in the order of the text; or `NotPolynomialError` at the part of the
text that is none.
Not here: solving (`linear`, `implicit`).

No term is reordered, and numbers are not evaluated.  The degree is bounded, so that neither time
nor text can grow beyond a small multiple of what the user wrote.
"""

from collections.abc import Callable
from itertools import chain

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.trees import (
    ONE,
    ZERO,
    add,
    choose,
    divide,
    is_number,
    multiply,
    negate,
    subtract,
)
from annarchy_lab.numerics.vanishing import vanishes

__all__ = [
    "CONSTANT",
    "MAX_DEGREE",
    "Expansion",
    "NotPolynomialError",
    "Polynomial",
    "degree",
    "difference",
    "expand",
    "product",
    "total",
    "unknowns",
]

Monomial = tuple[str, ...]
"""Names of the unknowns that are multiplied, in alphabetical order, one name for each power."""

Polynomial = dict[Monomial, s.Expr]
"""Coefficients that are not plainly zero, by monomial."""

Leaf = Callable[[s.Expr], Polynomial | None]
"""What an unknown stands for; None for a node that is no unknown."""

CONSTANT: Monomial = ()
MAX_DEGREE = 6


class NotPolynomialError(Exception):
    """The expression is no polynomial of a small degree in the unknowns.

    Parameters
    ----------
    node
        The part that is none.
    """

    def __init__(self, node: s.Expr) -> None:
        super().__init__("no polynomial")
        self.node = node


def unknowns(*names: str) -> Leaf:
    """Return the leaf for which variables called `names` are the unknowns."""

    def leaf(node: s.Expr) -> Polynomial | None:
        is_unknown = isinstance(node, s.Name) and node.id in names
        return {(node.id,): ONE} if is_unknown else None  # type: ignore[union-attr]

    return leaf


def degree(polynomial: Polynomial) -> int:
    """Return the highest number of unknowns that a term multiplies."""
    return max(map(len, polynomial), default=0)


def expand(expr: s.Expr, leaf: Leaf) -> Polynomial:
    """Return `expr` as a polynomial.

    Raises
    ------
    NotPolynomialError
        If it is none, or one of a degree above `MAX_DEGREE`.
    """
    return Expansion(leaf).of(expr)


class Expansion:
    """Expands a tree and its parts; what was expanded once is remembered.

    Parameters
    ----------
    leaf
        What an unknown stands for; None for a node that is no unknown.
    """

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._found: dict[int, Polynomial] = {}
        self._holds: dict[int, bool] = {}

    def of(self, expr: s.Expr) -> Polynomial:
        """Return `expr` as a polynomial without terms that cancel, as in (1 + x)*x - x*x."""
        found = self.unsimplified(expr)
        return {m: c for m, c in found.items() if len(m) < 2 or not vanishes(c)}

    def unsimplified(self, expr: s.Expr) -> Polynomial:
        """Return `expr` as a polynomial."""
        if id(expr) not in self._found:
            self._found[id(expr)] = self._expanded(expr)
        return self._found[id(expr)]

    def _expanded(self, expr: s.Expr) -> Polynomial:
        unknown = self._leaf(expr)
        if unknown is not None:
            return unknown
        if not self._is_held_by(expr):
            return _nonzero({CONSTANT: expr})
        part = self.unsimplified
        match expr:
            case s.Unary("-", operand):
                return {m: negate(c) for m, c in part(operand).items()}
            case s.Binary("^", base, s.Number() as exponent):
                return _power(expr, part(base), exponent)
            case s.Call("power", (base, s.Number() as exponent)):
                return _power(expr, part(base), exponent)
            case s.Binary(op, left, right):
                return _binary(expr, op, part(left), part(right))
            case s.Conditional(condition, then, otherwise) if not self._is_held_by(condition):
                return _joined(lambda a, b: choose(condition, a, b), part(then), part(otherwise))
            case s.Conditional(condition):
                raise NotPolynomialError(condition)
            case _:
                raise NotPolynomialError(expr)

    def _is_held_by(self, expr: s.Expr) -> bool:
        """Tell whether an unknown stands in `expr`."""
        if id(expr) not in self._holds:
            is_unknown = self._leaf(expr) is not None
            parts = (self._is_held_by(part) for part in s.children(expr))
            self._holds[id(expr)] = is_unknown or any(parts)
        return self._holds[id(expr)]


def _binary(node: s.Expr, op: s.BinaryOperator, left: Polynomial, right: Polynomial) -> Polynomial:
    match op:
        case "+":
            return total(left, right)
        case "-":
            return difference(left, right)
        case "*":
            if degree(left) + degree(right) > MAX_DEGREE:
                raise NotPolynomialError(node)
            return product(left, right)
        case "/" if degree(right) == 0:
            divisor = right.get(CONSTANT, ZERO)
            return {m: divide(c, divisor) for m, c in left.items()}
        case _:
            raise NotPolynomialError(node)


def _power(node: s.Expr, base: Polynomial, exponent: s.Number) -> Polynomial:
    n = exponent.value
    if not n.is_integer() or n * degree(base) > MAX_DEGREE:
        raise NotPolynomialError(node)
    result: Polynomial = {CONSTANT: ONE}
    for _ in range(int(n)):
        result = product(result, base)
    return result


def total(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return ``left + right``."""
    return _joined(add, left, right)


def difference(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return ``left - right``."""
    return _joined(subtract, left, right)


def product(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return ``left * right``."""
    result: Polynomial = {}
    for m, a in left.items():
        for n, b in right.items():
            monomial = tuple(sorted((*m, *n)))
            result[monomial] = add(result.get(monomial, ZERO), multiply(a, b))
    return _nonzero(result)


def _joined(
    join: Callable[[s.Expr, s.Expr], s.Expr], left: Polynomial, right: Polynomial
) -> Polynomial:
    monomials = dict.fromkeys(chain(left, right))
    return _nonzero({m: join(left.get(m, ZERO), right.get(m, ZERO)) for m in monomials})


def _nonzero(polynomial: Polynomial) -> Polynomial:
    return {m: c for m, c in polynomial.items() if not is_number(c, 0.0)}
