"""A function that uses more than its arguments."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import UserFunction
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.syntax import (
    Call,
    Expr,
    GlobalOperation,
    Gradient,
    Member,
    Name,
    WeightedSum,
    walk,
)
from annarchy_lab.language.vocabulary import NUMBERS

CODE: Final = "ANN147"


def function_body(model: Model) -> Iterator[Diagnostic]:
    """Report names in a function that are neither arguments nor constants, and recursion.

    A function knows nothing of the model it is called from; attributes are passed as arguments.  It
    may call built-in functions and functions declared above it.

    Example: ``functions="f(x) = x / tau"``.
    """
    above: set[str] = set()
    own = {function.name for function in model.declaration.functions}
    for function in model.declaration.functions:
        known = {*function.arguments, *NUMBERS, *model.surroundings.constants}
        for node in walk(function.body):
            yield from _node(function, node, known, own - above)
        above.add(function.name)


def _node(
    function: UserFunction, node: Expr, known: set[str], not_yet: set[str]
) -> Iterator[Diagnostic]:
    where = f"in the function '{function.name}'"
    match node:
        case Name(id=name) if name not in known:
            hint = did_you_mean(name, known, "pass it as an argument")
            yield Diagnostic(CODE, f"unknown name '{name}' {where}", node.span, hint)
        case Member() | WeightedSum() | GlobalOperation() | Gradient():
            hint = "pass it as an argument"
            yield Diagnostic(CODE, f"'{node.span.text}' {where}", node.span, hint)
        case Call(function=name) if name in not_yet:
            hint = "a function calls only functions declared above it"
            yield Diagnostic(CODE, f"'{name}' is called {where}", node.span, hint)
        case _:
            pass
