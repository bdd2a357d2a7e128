"""A name that nothing declares."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.declaration import AttributeDeclaration, Kind
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import Meaning, Scope, did_you_mean
from annarchy_lab.language.syntax import Name, walk
from annarchy_lab.language.vocabulary import is_built_in

CODE: Final = "ANN102"


def unknown_name(model: Model) -> Iterator[Diagnostic]:
    """Report each name that is no attribute, constant, or symbol of time.

    A misspelt name would otherwise fail in the compiler, or worse, mean something else.

    Example: ``r = pos(v) + basline`` where the parameter is called ``baseline``.
    """
    scope = Scope(model.declaration, model.surroundings)
    for site in model.sites():
        for node in walk(site.expr):
            if isinstance(node, Name) and _is_unknown(model, scope, node.id, site.section):
                yield _diagnostic(scope, node, site.section, site.what)
    yield from _unknown_targets(model, scope)
    for attribute in model.declaration.attributes:
        yield from _unknown_initial(model, attribute)


def _is_unknown(model: Model, scope: Scope, name: str, section: str) -> bool:
    # g_target in the wrong place has a check of its own.
    is_explained = name in model.broken_names or (name == "g_target" and not model.is_neuron)
    return not is_explained and scope.meaning(name, section) is Meaning.UNKNOWN


def _diagnostic(scope: Scope, node: Name, section: str, what: str) -> Diagnostic:
    message = f"unknown name '{node.id}' in {what}"
    if node.id in ("pre", "post"):
        return Diagnostic(CODE, message, node.span, f"name an attribute: {node.id}.r")
    if is_built_in(node.id):
        return Diagnostic(CODE, message, node.span, f"call it: {node.id}(...)")
    hint = did_you_mean(node.id, scope.known(section), "declare it in parameters")
    return Diagnostic(CODE, message, node.span, hint)


def _unknown_targets(model: Model, scope: Scope) -> Iterator[Diagnostic]:
    """Report what a neuron's reset assigns but its equations do not have."""
    for section, equation in model.events():
        for statement in equation:
            target = getattr(statement.statement, "target", None)
            if isinstance(target, Name) and _is_unknown(model, scope, target.id, section):
                hint = did_you_mean(target.id, model.variables, "give it an equation")
                message = f"unknown name '{target.id}' is assigned in {section}"
                yield Diagnostic(CODE, message, target.span, hint)


def _unknown_initial(model: Model, attribute: AttributeDeclaration) -> Iterator[Diagnostic]:
    name = attribute.initial
    if not isinstance(name, str) or name in model.surroundings.constants:
        return
    is_parameter = attribute.kind is Kind.PARAMETER
    parameters = {
        a.name
        for a in model.declaration.attributes
        if a.kind is Kind.PARAMETER and not is_parameter
    }
    if name in parameters | model.broken_names:
        return
    what = "the value" if is_parameter else "init"
    rule = "write a number or the name of a constant" if is_parameter else (
        "write a number, or the name of a parameter or constant"
    )  # fmt: skip
    yield Diagnostic(
        CODE,
        f"unknown name '{name}' in {what} of '{attribute.name}'",
        attribute.span,
        did_you_mean(name, parameters | model.surroundings.constants, rule),
    )
