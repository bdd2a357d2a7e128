"""A name that nothing declares."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model, Site
from annarchy_lab.language.scope import Meaning, Scope, and_more, did_you_mean
from annarchy_lab.language.syntax import Assign, Name, walk
from annarchy_lab.language.vocabulary import is_built_in

CODE: Final = "ANN102"


def unknown_name(model: Model) -> Iterator[Diagnostic]:
    """Report each name that is no attribute, constant, or symbol of time; each once.

    A misspelt name would otherwise fail in the compiler, or worse, mean something else.

    Example: ``r = pos(v) + basline`` where the parameter is called ``baseline``.
    """
    scope = Scope(model.declaration, model.surroundings)
    places: defaultdict[str, list[tuple[Name, Site]]] = defaultdict(list)
    for site in model.sites():
        for node in walk(site.expr):
            if isinstance(node, Name) and _is_unknown(model, scope, node.id, site.section):
                places[node.id].append((node, site))
    for found in places.values():
        yield _diagnostic(model, scope, *found[0], len(found) - 1)
    for target, section in _assigned_at_events(model):
        if target.id not in places and _is_unknown(model, scope, target.id, section):
            places[target.id] = []
            hint = did_you_mean(target.id, model.variables, "give it an equation")
            message = f"unknown name '{target.id}' is assigned in {section}"
            yield Diagnostic(CODE, message, target.span, hint)


def _assigned_at_events(model: Model) -> Iterator[tuple[Name, str]]:
    """Yield what events assign: in a neuron they create nothing."""
    for section, statements in model.events():
        for equation in statements:
            target = equation.statement.target if isinstance(equation.statement, Assign) else None
            if isinstance(target, Name):
                yield target, section


def _is_unknown(model: Model, scope: Scope, name: str, section: str) -> bool:
    # g_target in the wrong place, and a missing spike, have checks of their own.
    is_explained = name in model.broken_names or (name == "g_target" and not model.is_neuron)
    is_explained |= model.lacks_spike and _is_of_spiking(name)
    return not is_explained and scope.meaning(name, section) is Meaning.UNKNOWN


def _is_of_spiking(name: str) -> bool:
    return name == "t_last" or name.startswith("g_")


def _diagnostic(model: Model, scope: Scope, node: Name, site: Site, n_more: int) -> Diagnostic:
    message = f"unknown name '{node.id}' in {site.what}{and_more(n_more)}"
    return Diagnostic(CODE, message, node.span, _hint(model, scope, node.id, site.section))


def _hint(model: Model, scope: Scope, name: str, section: str) -> str:
    if name in ("pre", "post"):
        return f"name an attribute: {name}.r"
    if is_built_in(name) or name in scope.functions():
        return f"call it: {name}(...)"
    otherwise = "declare it in parameters"
    if not model.is_neuron:
        otherwise += f", or write pre.{name} or post.{name} if a neuron has it"
    elif not model.declaration.is_spiking and _is_of_spiking(name):
        otherwise = "only spiking neurons have it: give spike= a condition"
        if name.startswith("g_"):
            otherwise += f", or write sum({name.removeprefix('g_')})"
    elif name == "spiked":
        otherwise = "it is known in stop conditions only; there is t_last, and what reset assigns"
    return did_you_mean(name, scope.known(section), otherwise)
