"""An argument of a random distribution that is not one number for all."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import Kind, Locality
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Draw, Expr, Name, Number, Unary, walk

CODE: Final = "ANN133"


def distribution_argument(model: Model) -> Iterator[Diagnostic]:
    """Report arguments other than literal numbers, constants and global parameters.

    Numbers are drawn in batches for all elements, with the same arguments.  A bare ``Parameter``
    that a distribution names is global.

    Example: ``I = Normal(0.0, v)``.
    """
    for site in model.sites():
        for node in walk(site.expr):
            if not isinstance(node, Draw):
                continue
            for argument in node.arguments:
                if not _is_shared(model, argument):
                    yield _diagnostic(model, node, argument)


def _is_shared(model: Model, argument: Expr) -> bool:
    match argument:
        case Number() | Unary(op="-", operand=Number()) | Name(id="pi"):
            return True
        case Name(id=name):
            attribute = model.attributes.get(name)
            # A name that is no attribute is a constant, or unknown, which is told elsewhere.
            return (
                name in model.doubtful
                or attribute is None
                or (attribute.kind is Kind.PARAMETER and attribute.locality is Locality.GLOBAL)
            )
        case _:
            return False


def _diagnostic(model: Model, draw: Draw, argument: Expr) -> Diagnostic:
    attribute = model.attributes.get(argument.id) if isinstance(argument, Name) else None
    if attribute is not None and attribute.kind is Kind.PARAMETER:
        word = "population" if model.is_neuron else "projection"
        hint = f"declare '{attribute.name}' as global (: {word}), or scale the result instead"
    else:
        hint = "arguments are numbers or global parameters; scale the result instead"
    message = f"'{argument.span.text}' is no argument for {draw.distribution}"
    hint += ", as in mu + sigma * Normal(0.0, 1.0)"
    return Diagnostic(CODE, message, argument.span, hint)
