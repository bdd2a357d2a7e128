"""A gradient where a value is needed."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Gradient, Ode, walk

CODE: Final = "ANN123"


def gradient_on_right(model: Model) -> Iterator[Diagnostic]:
    """Report ``dv/dt`` anywhere but in the left side of an equation.

    The right side is evaluated to find the gradient, so it cannot contain one.

    Example: ``tau*dv/dt = du/dt - v``.
    """
    for site in model.sites():
        statement = site.equation.statement if site.equation else None
        if isinstance(statement, Ode) and site.expr is statement.left:
            continue
        for node in walk(site.expr):
            if isinstance(node, Gradient):
                yield Diagnostic(
                    CODE,
                    f"the gradient of '{node.id}' in {site.what}",
                    node.span,
                    f"a gradient stands left of '='; to divide a variable, write (d{node.id})/dt",
                )
