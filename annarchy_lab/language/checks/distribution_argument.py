"""An argument of a random distribution that is not one number for all."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import Kind, Locality
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import Meaning, Scope
from annarchy_lab.language.syntax import Draw, Expr, Name, Number, Unary, walk

CODE: Final = "ANN133"
_SHARED: Final = (Meaning.CONSTANT, Meaning.NUMBER, Meaning.UNKNOWN)


def distribution_argument(model: Model) -> Iterator[Diagnostic]:
    """Report arguments other than literal numbers, constants, time and global parameters.

    Numbers are drawn in batches for all elements, with the same arguments.  A bare ``Parameter``
    that a distribution names is global.

    Example: ``I = Normal(0.0, v)``.
    """
    scope = Scope(model.declaration, model.surroundings)
    for site in model.sites():
        for node in walk(site.expr):
            if not isinstance(node, Draw):
                continue
            for argument in node.arguments:
                if not _is_shared(model, scope, argument, site.section):
                    yield _diagnostic(model, node, argument)


def _is_shared(model: Model, scope: Scope, argument: Expr, section: str) -> bool:
    match argument:
        case Number() | Unary(op="-", operand=Number() | Name(id="pi")):
            return True
        case Name(id=name) if name in model.attributes and name not in model.doubtful:
            attribute = model.attributes[name]
            # What stands outside of the model does not make a bare parameter of it global.
            is_decided = attribute.is_locality_explicit or section != "stop_condition"
            return is_decided and (
                attribute.kind is Kind.PARAMETER and attribute.locality is Locality.GLOBAL
            )
        case Name(id=name):
            # A name that is unknown or doubtful is told elsewhere.
            is_told = name in model.doubtful
            return is_told or name in ("t", "dt") or scope.meaning(name) in _SHARED
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
