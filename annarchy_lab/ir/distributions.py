"""Random distributions inside equations, written over one uniform or one standard normal draw.

In: the name of a distribution, its typed arguments, and a maker of fresh draws.
Out: an expression; None for a distribution that has no such form (Gamma, Binomial).
Not here: the generator (docs/exactness.md, section 2) and draws in Python
(`annarchy_lab.distributions`).

``Exponential(rate)`` has the mean 1/rate in equations; the Python object of that name has the mean
`rate`.
"""

from collections.abc import Callable
from typing import Literal

from annarchy_lab.ir.expression import (
    Binary,
    Call,
    Cast,
    Compare,
    Const,
    DType,
    Expr,
    Select,
    Unary,
)

__all__ = ["draw_expression"]

Source = Callable[[Literal["uniform", "normal"]], Expr]


def draw_expression(name: str, arguments: tuple[Expr, ...], source: Source) -> Expr | None:
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
        case "DiscreteUniform", (lower, upper):
            width = _plus(_minus(upper, lower), Const(1.0, DType.REAL))
            jump = Call("floor", (_times(width, source("uniform")),), DType.REAL)
            return Cast(_plus(lower, jump), DType.INT)
        case _:
            return None


def _normal(mu: Expr, sigma: Expr, source: Source) -> Expr:
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
