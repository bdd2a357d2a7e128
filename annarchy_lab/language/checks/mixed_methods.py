"""Coupled numerical methods side by side."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Ode

CODE: Final = "ANN139"
_COUPLED: Final = ("implicit", "midpoint", "rk4")


def mixed_methods(model: Model) -> Iterator[Diagnostic]:
    """Report equations with two different ones of implicit, midpoint and rk4.

    Each of them solves all its equations as one system, and would need the others' inner values.

    Example: ``dv/dt = -u : midpoint`` and ``du/dt = v : rk4``.
    """
    first = ""
    for equation in model.declaration.equations:
        is_coupled = isinstance(equation.statement, Ode) and equation.method in _COUPLED
        method = equation.method if is_coupled else None
        first = first or method or ""
        if method is not None and method != first:
            yield Diagnostic(
                CODE,
                f"'{equation.assigned}' cannot mix {method} with {first}",
                equation.span,
                f"use {first} for all of them; explicit, semiimplicit and exponential always mix",
            )
