"""A value at the start that nothing gives."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic, Span
from annarchy_lab.language.attributes import assigned_name
from annarchy_lab.language.declaration import AttributeDeclaration, Kind
from annarchy_lab.language.model import Model, ParameterLine
from annarchy_lab.language.scope import did_you_mean

CODE: Final = "ANN148"


def unknown_initial(model: Model) -> Iterator[Diagnostic]:
    """Report a parameter or ``init`` whose value is a name that has none at the start.

    A parameter is a number or a constant; the ``init`` of a variable may name a parameter, too.
    Other variables have no value before the first step.

    Example: ``dv/dt = -v : init=v_rest`` without a parameter ``v_rest``.
    """
    constants = model.surroundings.constants
    parameters = {a.name for a in model.declaration.attributes if a.kind is Kind.PARAMETER}
    for attribute in model.declaration.attributes:
        known = constants if attribute.kind is Kind.PARAMETER else constants | parameters
        name = attribute.initial
        if isinstance(name, str) and name not in known | model.broken_names:
            yield _diagnostic(model, attribute, name, known)


def _diagnostic(
    model: Model, attribute: AttributeDeclaration, name: str, known: frozenset[str]
) -> Diagnostic:
    is_parameter = attribute.kind is Kind.PARAMETER
    what = "the value" if is_parameter else "init"
    rule = "write a number or the name of a constant"
    if not is_parameter:
        rule = "write a number, or the name of a parameter or constant"
    message = f"unknown name '{name}' in {what} of '{attribute.name}'"
    if name in model.attributes:
        message = f"'{name}' in {what} of '{attribute.name}' has no value at the start"
        known = frozenset()
    return Diagnostic(CODE, message, _place(model, attribute), did_you_mean(name, known, rule))


def _place(model: Model, attribute: AttributeDeclaration) -> Span:
    for line in model.lines:
        if isinstance(line, ParameterLine):
            if line.name == attribute.name:
                return line.value_span
            continue
        for option in line.options if assigned_name(line) == attribute.name else ():
            if option.key == "init":
                return option.span
    return attribute.span
