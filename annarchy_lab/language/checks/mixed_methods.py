"""Coupled numerical methods side by side."""

from collections.abc import Iterable, Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import Equation
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Ode

CODE: Final = "ANN139"
_COUPLED: Final = ("implicit", "midpoint", "rk4")


def mixed_methods(model: Model) -> Iterator[Diagnostic]:
    """Report equations with two different ones of implicit, midpoint and rk4.

    Each of them solves all its equations as one system, and would need the others' inner values.

    Example: ``dv/dt = -u : midpoint`` and ``du/dt = v : rk4``.
    """
    yield from mixed(model.declaration.equations)


def mixed(equations: Iterable[Equation], default: str = "") -> Iterator[Diagnostic]:
    """Report the same where equations without a method have the network's default.

    Parameters
    ----------
    default
        The network's method, empty while it is not known.
    """
    coupled = [
        (equation, equation.method or default)
        for equation in equations
        if isinstance(equation.statement, Ode) and (equation.method or default) in _COUPLED
    ]
    for equation, method in coupled:
        first, first_method = coupled[0]
        if method != first_method:
            yield Diagnostic(
                CODE,
                f"'{equation.assigned}' cannot mix {_said(equation, method)} with "
                f"{_said(first, first_method)}",
                equation.span,
                f"use {first_method} for all of them; explicit, semiimplicit and exponential "
                "always mix",
            )


def _said(equation: Equation, method: str) -> str:
    return method if equation.method else f"the network's default {method}"
