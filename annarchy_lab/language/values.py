"""Values that need no model: constant arithmetic, names, distributions of plain numbers.

In: an expression such as the right side of ``kappa = 1/1.54``, or a Python value given for it.
Out: an `Initial`: a number, a name, or a `RandomDistribution`.
Not here: whether the name exists (see `checks.unknown_name`); values of constants.
"""

import math
from collections.abc import Mapping
from numbers import Integral, Real
from types import MappingProxyType
from typing import Final

from annarchy_lab import distributions
from annarchy_lab.diagnostics import ANNarchyException, Span
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import Initial
from annarchy_lab.language.faults import INVALID_ARGUMENT, INVALID_VALUE
from annarchy_lab.language.syntax import Binary, Boolean, Draw, Expr, Name, Number, Unary, walk
from annarchy_lab.language.vocabulary import DISTRIBUTIONS, LARGEST

__all__ = ["constant_value", "initial_value", "python_value"]

_CLASSES: Final[Mapping[str, type[RandomDistribution]]] = MappingProxyType(
    {name: getattr(distributions, name) for name in DISTRIBUTIONS}
)


def constant_value(expr: Expr) -> float | int | bool | None:
    """Return the number that `expr` stands for, ``None`` if it depends on anything.

    Integer literals stay integers as long as only ``+ - *`` join them; ``/`` is real division.
    """
    match expr:
        case Boolean(value=flag):
            return flag
        case Number(value=number, is_integer=is_integer):
            return int(number) if is_integer else number
        case Name(id="pi"):
            return math.pi
        case Unary(op="-", operand=operand):
            value = constant_value(operand)
            return None if value is None else -value
        case Binary(op=op, left=left, right=right):
            a, b = constant_value(left), constant_value(right)
            return None if a is None or b is None else _finite(_arithmetic(op, a, b))
        case _:
            return None


def _arithmetic(op: str, a: float, b: float) -> float | int | None:
    try:
        match op:
            case "+":
                return a + b
            case "-":
                return a - b
            case "*":
                return a * b
            case "/":
                return a / b
            case _:
                return math.pow(a, b)
    except (ArithmeticError, ValueError):
        return None


def _finite(value: float | None) -> float | int | None:
    return value if value is not None and math.isfinite(value) else None


def initial_value(expr: Expr) -> Initial:
    """Return what a parameter's right side or an ``init`` stands for.

    Raises
    ------
    Mistake
        If it is neither a number, a name nor a distribution of numbers.
    """
    value = constant_value(expr)
    if value is not None:
        return value
    if isinstance(expr, Name):
        return expr.id
    if isinstance(expr, Draw):
        return _distribution(expr)
    is_arithmetic = all(isinstance(node, Number | Boolean | Unary | Binary) for node in walk(expr))
    raise INVALID_VALUE.at(
        expr.span,
        "this has no finite value" if is_arithmetic else "this is no value",
        "write a number such as 2.5 or 1/3, True, False, a name alone, or a distribution of "
        "numbers",
    )


def _distribution(draw: Draw) -> RandomDistribution:
    arguments = [constant_value(argument) for argument in draw.arguments]
    arity = DISTRIBUTIONS[draw.distribution]
    if None in arguments or not arity.admits(len(arguments)):
        raise INVALID_VALUE.at(
            draw.span,
            "an initial value is drawn from numbers only",
            f"give {draw.distribution} {arity}, all of them numbers",
        )
    try:
        return _CLASSES[draw.distribution](*arguments)
    except ANNarchyException as error:
        raise INVALID_VALUE.at(
            draw.span, error.message.rstrip("."), "change its arguments"
        ) from None


def python_value(value: object, span: Span) -> Initial:
    """Return a Python value as an `Initial`; a constant of the api becomes its name.

    Raises
    ------
    Mistake
        If it is no single number, name or distribution.
    """
    if isinstance(value, RandomDistribution):
        return value
    name = getattr(value, "name", None)
    if isinstance(value, float) and isinstance(name, str):
        return name  # a Constant: a float that knows its name
    if isinstance(value, bool | str):
        return value
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return python_value(value.item(), span)  # a NumPy scalar
    if isinstance(value, Real):
        return _python_number(value, span)
    raise INVALID_ARGUMENT.at(
        span,
        f"{type(value).__name__} is no value of an attribute",
        "give one number, a bool, the name of a constant, or a distribution; arrays are assigned "
        "to the population or projection",
    )


def _python_number(value: Real, span: Span) -> float | int:
    try:
        number = float(value)
    except OverflowError:
        raise INVALID_ARGUMENT.at(span, "this number is too large", LARGEST) from None
    return int(value) if isinstance(value, Integral) else number
