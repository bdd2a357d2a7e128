"""A random draw where no number can be drawn."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Draw, Expr, Ode, walk

CODE: Final = "ANN134"


def misplaced_distribution(model: Model) -> Iterator[Diagnostic]:
    """Report draws in bounds, in the refractory period, in functions and left of ``=``.

    Each draw belongs to one place of the text, is taken once per step, and is reproducible; these
    places are evaluated at other times or by several callers.

    Example: ``r = v : max=Uniform(0.0, 1.0)``.
    """
    places: list[tuple[str, Expr]] = [
        (f"the function '{f.name}'", f.body) for f in model.declaration.functions
    ]
    for site in model.sites():
        statement = site.equation.statement if site.equation else None
        is_left = isinstance(statement, Ode) and site.expr is statement.left
        if site.section in ("bounds", "refractory") or is_left:
            places.append((site.what, site.expr))
    for what, expr in places:
        for node in walk(expr):
            if isinstance(node, Draw):
                hint = "draw it in an equation of its own and use that variable here"
                message = f"{node.distribution} cannot be drawn in {what}"
                yield Diagnostic(CODE, message, node.span, hint)
