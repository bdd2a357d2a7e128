"""Random distributions inside equations, written over one draw of the core.

In: the name of a distribution, its typed arguments, and a maker of fresh draws.
Out: an expression, int for ``DiscreteUniform`` and ``Binomial``, real for the others.
Not here: what the core draws (docs/exactness.md, section 2) and draws in Python
(`annarchy_lab.distributions`).

``Exponential(rate)`` has the mean 1/rate in equations; the Python object of that name has the mean
`rate`.  ``Gamma(alpha, beta)`` has the mean alpha * beta in both.  ``min`` and ``max`` clip.
"""

from typing import Protocol

from annarchy_lab.ir.expression import (
    Binary,
    Call,
    Compare,
    Const,
    DType,
    Expr,
    Select,
    Source,
    Unary,
)

__all__ = ["ARGUMENT_TYPES", "SOURCE_TYPES", "DrawMaker", "argument_types", "draw_expression"]

ARGUMENT_TYPES: dict[str, tuple[DType, ...]] = {
    "DiscreteUniform": (DType.INT, DType.INT),
    "Binomial": (DType.INT, DType.REAL),
}
"""Types of the arguments of distributions that take other numbers than reals."""

SOURCE_TYPES: dict[Source, tuple[tuple[DType, ...], DType]] = {
    "uniform": ((), DType.REAL),
    "normal": ((), DType.REAL),
    "gamma": ((DType.REAL, DType.REAL), DType.REAL),
    "binomial": ((DType.INT, DType.REAL), DType.INT),
    "discrete": ((DType.INT, DType.INT), DType.INT),
}
"""Types of the arguments and of the result of what the core draws."""


class DrawMaker(Protocol):
    """Makes the draw of a call that is numbered already, or numbers it."""

    def __call__(self, source: Source, *arguments: Expr) -> Expr:
        """Return a fresh draw."""


def argument_types(name: str, n_arguments: int) -> tuple[DType, ...]:
    """Return the types of the arguments of the distribution `name`."""
    return ARGUMENT_TYPES.get(name, (DType.REAL,) * n_arguments)


def draw_expression(name: str, arguments: tuple[Expr, ...], source: DrawMaker) -> Expr:
    """Return the expression of one draw from the distribution `name`."""
    match name, arguments:
        case "Uniform", (lower, upper):
            return _plus(lower, _times(_minus(upper, lower), source("uniform")))
        case "Normal", (mu, sigma, *bounds):
            return _bounded(_normal(mu, sigma, source), bounds)
        case "LogNormal", (mu, sigma, *bounds):
            return _bounded(Call("exp", (_normal(mu, sigma, source),), DType.REAL), bounds)
        case "Exponential", (rate, *bounds):
            log = Call("log", (source("uniform"),), DType.REAL)
            return _bounded(Binary("/", Unary("-", log, DType.REAL), rate, DType.REAL), bounds)
        case "DiscreteUniform", (_, _):
            return source("discrete", *arguments)
        case "Gamma", (alpha, beta, *bounds):
            return _bounded(source("gamma", alpha, beta), bounds)
        case "Binomial", (_, _):
            return source("binomial", *arguments)
        case _:
            raise AssertionError(f"{name} of {len(arguments)} arguments has been refused before")


def _normal(mu: Expr, sigma: Expr, source: DrawMaker) -> Expr:
    draw = source("normal")
    scaled = draw if sigma == Const(1.0, DType.REAL) else _times(sigma, draw)
    return scaled if mu == Const(0.0, DType.REAL) else _plus(mu, scaled)


def _bounded(x: Expr, bounds: list[Expr]) -> Expr:
    if bounds:
        x = Select(Compare("<", x, bounds[0]), bounds[0], x, DType.REAL)
    if len(bounds) > 1:
        x = Select(Compare(">", x, bounds[1]), bounds[1], x, DType.REAL)
    return x


def _plus(left: Expr, right: Expr) -> Expr:
    return Binary("+", left, right, DType.REAL)


def _minus(left: Expr, right: Expr) -> Expr:
    return Binary("-", left, right, DType.REAL)


def _times(left: Expr, right: Expr) -> Expr:
    return Binary("*", left, right, DType.REAL)
