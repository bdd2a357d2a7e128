"""A call of a function that nothing declares."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import Scope, did_you_mean
from annarchy_lab.language.syntax import Call, walk

CODE: Final = "ANN125"


def unknown_function(model: Model) -> Iterator[Diagnostic]:
    """Report calls of what is neither built in nor declared with ``functions=`` or add_function.

    A misspelt function would otherwise fail in the compiler, or worse, find one of C++.

    Example: ``r = relu(v)``.
    """
    known = Scope(model.declaration, model.surroundings).functions()
    bodies = [(f"the function '{f.name}'", f.body) for f in model.declaration.functions]
    for what, expr in (*((site.what, site.expr) for site in model.sites()), *bodies):
        for node in walk(expr):
            if isinstance(node, Call) and node.function not in known:
                is_name = node.function in model.attributes
                hint = "write '*' to multiply" if is_name else did_you_mean(
                    node.function, known, "declare it in functions"
                )  # fmt: skip
                message = f"unknown function '{node.function}' in {what}"
                yield Diagnostic(CODE, message, node.span, hint)
