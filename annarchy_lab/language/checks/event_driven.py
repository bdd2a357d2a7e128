"""An event-driven variable that cannot be integrated from event to event."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import Equation, Locality
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import (
    Draw,
    Expr,
    GlobalOperation,
    Member,
    Name,
    Ode,
    WeightedSum,
    walk,
)

CODE: Final = "ANN136"


def event_driven(model: Model) -> Iterator[Diagnostic]:
    """Report event-driven equations outside spiking synapses, or that depend on what changes.

    Between two events the solution is written down in closed form, so the equation must be a
    linear ODE of a local variable with only parameters and constants beside it.

    Example: ``dx/dt = pre.v - x : event-driven``.
    """
    for section, equation in model.statements():
        if equation.method != "event-driven":
            continue
        reason, place = _reason(model, section, equation)
        if reason:
            message = f"'{equation.assigned}' cannot be event-driven: {reason}"
            hint = "use another method, such as exponential, which updates it at every step"
            yield Diagnostic(CODE, message, place.span, hint)


def _reason(model: Model, section: str, equation: Equation) -> tuple[str, "Expr | Equation"]:
    statement = equation.statement
    attribute = model.attributes.get(equation.assigned)
    if model.is_neuron or not model.declaration.is_spiking:
        return "this is no spiking synapse", equation
    if not isinstance(statement, Ode) or section != "equations":
        return "it is no ODE", equation
    if attribute is not None and attribute.locality is not Locality.LOCAL:
        return f"it is {attribute.locality.value}", equation
    for node in (*walk(statement.left), *walk(statement.right)):
        if _changes(model, equation.assigned, node):
            return f"it depends on '{node.span.text}'", node
    return "", equation


def _changes(model: Model, state: str, node: Expr) -> bool:
    match node:
        case Name(id=name):
            is_time = name in ("t", "t_pre", "t_post") and name not in model.attributes
            return is_time or (name != state and name in model.variables)
        case Member() | WeightedSum() | GlobalOperation() | Draw():
            return True
        case _:
            return False
