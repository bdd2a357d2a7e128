"""A name that is declared twice."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic, Span
from annarchy_lab.language.declaration import Kind
from annarchy_lab.language.model import Model

CODE: Final = "ANN122"


def duplicate_name(model: Model) -> Iterator[Diagnostic]:
    """Report attributes and functions that are declared more than once.

    A variable has one equation, and a parameter none: only one of two would count.  ``dv = ...``
    and ``dv/dt = ...`` are two different variables.

    Example: ``tau = 10.0`` in parameters and ``tau = v`` in equations.
    """
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for attribute in model.declaration.attributes:
        if attribute.kind is Kind.PARAMETER:
            places[attribute.name].append(attribute.span)
    for equation in model.declaration.equations:
        places[equation.assigned].append(equation.span)
    for function in model.declaration.functions:
        places[f"{function.name}()"].append(function.span)
    for name, spans in places.items():
        for span in spans[1:]:
            yield Diagnostic(
                CODE,
                f"'{name}' is declared more than once",
                span,
                "a name is declared only once: keep one of them, or rename one",
            )
