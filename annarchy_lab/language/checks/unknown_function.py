"""A call of a function that nothing declares."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import Scope, and_more, did_you_mean
from annarchy_lab.language.syntax import Call, walk
from annarchy_lab.language.vocabulary import ALIASES, DISTRIBUTIONS, NUMBERS

CODE: Final = "ANN125"


def unknown_function(model: Model) -> Iterator[Diagnostic]:
    """Report calls of what is neither built in nor declared with ``functions=`` or add_function.

    A misspelt function would otherwise fail in the compiler, or worse, find one of C++.

    Each of them is told once.

    Example: ``r = relu(v)``.
    """
    known = Scope(model.declaration, model.surroundings).functions()
    bodies = [(f"the function '{f.name}'", f.body) for f in model.declaration.functions]
    places: defaultdict[str, list[tuple[str, Call]]] = defaultdict(list)
    for what, expr in (*((site.what, site.expr) for site in model.sites()), *bodies):
        for node in walk(expr):
            if isinstance(node, Call) and node.function not in known | model.broken_functions:
                places[node.function].append((what, node))
    for name, found in places.items():
        what, node = found[0]
        message = f"unknown function '{name}' in {what}{and_more(len(found) - 1)}"
        yield Diagnostic(CODE, message, node.span, _hint(model, name, known))


def _hint(model: Model, name: str, known: frozenset[str]) -> str:
    if name in model.attributes or name in NUMBERS:
        return "write '*' to multiply"
    return did_you_mean(name, {*known, *DISTRIBUTIONS, *ALIASES}, "declare it in functions")
