"""Derivatives of level-1 statements: by the rules of calculus, expression by expression.

In: statements without guards, and the attributes with respect to which they are derived.
Out: the same statements with one `Let` per derivative before each `Store`, and the derivatives that
hold at the end.
Not here: evaluating anything; simplification beyond factors that are 0.

Where a derivative does not exist (the corner of ``abs``, the step of ``floor``, the border of a
condition) it is that of one side.  Whole numbers, conditions and draws do not vary.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Literal

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.functions import FLUSH
from annarchy_lab.ir.model import Let, Statement, Store

__all__ = ["differentiated"]

Slope = e.Expr | None
"""A derivative; None for one that is 0 everywhere."""
Slopes = Mapping[str, Mapping[str, e.Expr]]
"""Of each name, its derivatives with respect to those on which it depends."""


def differentiated(
    statements: Iterable[Statement], names: Sequence[str]
) -> tuple[tuple[Statement, ...], Slopes]:
    """Return statements that also compute derivatives, and where these are found.

    Parameters
    ----------
    statements
        `Let` and `Store` without guards, over attributes of their own model.
    names
        Attributes with respect to which everything is derived.

    Returns
    -------
    tuple
        All statements, and for each attribute or name its derivatives, as `Local` expressions; what
        does not depend on an attribute is left out.
    """
    slopes: dict[str, Mapping[str, e.Expr]] = {x: {x: _number(1.0)} for x in names}
    result: list[Statement] = []
    for count, statement in enumerate(statements):
        assert isinstance(statement, Let | Store)
        assigned = statement.name if isinstance(statement, Let) else statement.target.name
        found: dict[str, e.Expr] = {}
        for name in names:
            slope = _Rules(name, slopes).of(statement.value)
            if slope is not None:
                let = Let(f"{assigned} over {name} #{count}", slope)
                result.append(let)
                found[name] = e.Local(let.name, DType.REAL)
        result.append(statement)
        slopes[assigned] = found
    return tuple(result), slopes


class _Rules:
    """Derivatives with respect to one attribute."""

    def __init__(self, name: str, slopes: Slopes) -> None:
        self._name = name
        self._slopes = slopes

    def of(self, expr: e.Expr) -> Slope:
        """Return the derivative of `expr`."""
        match expr:
            case e.Ref(name) | e.Local(name):
                return self._slopes.get(name, {}).get(self._name)
            case e.Unary("-", operand):
                return _negative(self.of(operand))
            case e.Binary(op, left, right):
                return self._arithmetic(op, left, right)
            case e.Select(condition, then, otherwise):
                return _select(condition, self.of(then), self.of(otherwise))
            case e.Cast(operand, DType.REAL | DType.TIME):
                return self.of(operand)
            case e.Call("pow", (base, exponent)):
                return self._power(base, exponent)
            case e.Call(function, (argument,)) if function not in _FLAT:
                inner = self.of(argument)
                return None if inner is None else _times(_OUTER[function](argument), inner)
            case _:
                return None

    def _arithmetic(self, op: Literal["+", "-", "*", "/"], left: e.Expr, right: e.Expr) -> Slope:
        a, b = self.of(left), self.of(right)
        match op:
            case "+":
                return _plus(a, b)
            case "-":
                return _plus(a, _negative(b))
            case "*":
                return _plus(_times(a, _real(right)), _times(b, _real(left)))
            case "/":
                share = None if b is None else _times(_over(_real(left), _real(right)), b)
                top = _plus(a, _negative(share))
                return None if top is None else _over(top, _real(right))

    def _power(self, base: e.Expr, exponent: e.Expr) -> Slope:
        inner, upper = self.of(base), self.of(exponent)
        less = e.Binary("-", exponent, _number(1.0), DType.REAL)
        in_base = _times(inner, _product(exponent, _call("pow", base, less)))
        in_exponent = _times(upper, _product(_call("pow", base, exponent), _call("log", base)))
        return _plus(in_base, in_exponent)


def _number(value: float) -> e.Const:
    return e.Const(value, DType.REAL)


def _call(function: str, *arguments: e.Expr) -> e.Expr:
    return e.Call(function, arguments, DType.REAL)


def _real(expr: e.Expr) -> e.Expr:
    return expr if expr.dtype is DType.REAL else e.Cast(expr, DType.REAL)


def _product(left: e.Expr, right: e.Expr) -> e.Expr:
    return e.Binary("*", left, right, DType.REAL)


def _over(top: e.Expr, bottom: e.Expr) -> e.Expr:
    return e.Binary("/", top, bottom, DType.REAL)


def _less(left: e.Expr, right: e.Expr) -> e.Expr:
    return e.Binary("-", left, right, DType.REAL)


def _more(left: e.Expr, right: e.Expr) -> e.Expr:
    return e.Binary("+", left, right, DType.REAL)


def _negative(slope: Slope) -> Slope:
    return None if slope is None else e.Unary("-", slope, DType.REAL)


def _plus(left: Slope, right: Slope) -> Slope:
    if left is None or right is None:
        return left if right is None else right
    return _more(left, right)


def _times(slope: Slope, factor: e.Expr) -> Slope:
    if slope is None:
        return None
    return factor if slope == _number(1.0) else _product(slope, factor)


def _select(condition: e.Expr, then: Slope, otherwise: Slope) -> Slope:
    if then is None and otherwise is None:
        return None
    nothing = _number(0.0)
    return e.Select(condition, then or nothing, otherwise or nothing, DType.REAL)


def _sign(x: e.Expr) -> e.Expr:
    return e.Select(e.Compare("<", x, _number(0.0)), _number(-1.0), _number(1.0), DType.REAL)


def _square(x: e.Expr) -> e.Expr:
    return _product(x, x)


def _inverse(*factors: e.Expr) -> e.Expr:
    return _over(_number(1.0), reduce(_product, factors))


_ONE = _number(1.0)
_LN_10 = 2.302585092994046

_OUTER: dict[str, Callable[[e.Expr], e.Expr]] = {
    "exp": lambda x: _call("exp", x),
    "expm1": lambda x: _call("exp", x),
    "log": lambda x: _inverse(x),
    "log1p": lambda x: _inverse(_more(_ONE, x)),
    "log10": lambda x: _inverse(x, _number(_LN_10)),
    "sqrt": lambda x: _over(_number(0.5), _call("sqrt", x)),
    "sin": lambda x: _call("cos", x),
    "cos": lambda x: e.Unary("-", _call("sin", x), DType.REAL),
    "tan": lambda x: _more(_ONE, _square(_call("tan", x))),
    "asin": lambda x: _inverse(_call("sqrt", _less(_ONE, _square(x)))),
    "acos": lambda x: _over(_number(-1.0), _call("sqrt", _less(_ONE, _square(x)))),
    "atan": lambda x: _inverse(_more(_ONE, _square(x))),
    "sinh": lambda x: _call("cosh", x),
    "cosh": lambda x: _call("sinh", x),
    "tanh": lambda x: _less(_ONE, _square(_call("tanh", x))),
    "asinh": lambda x: _inverse(_call("sqrt", _more(_square(x), _ONE))),
    "acosh": lambda x: _inverse(_call("sqrt", _less(_square(x), _ONE))),
    "atanh": lambda x: _inverse(_less(_ONE, _square(x))),
    "abs": _sign,
    FLUSH: lambda _: _ONE,
}
"""The derivative of each function that is not flat, at its argument."""

_FLAT = frozenset({"floor", "ceil", "round", "isnan", "isfinite"})
"""What is constant between its steps."""
