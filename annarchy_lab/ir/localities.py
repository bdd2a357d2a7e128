"""How many values each attribute has, once the whole model is known.

In: a declaration.
Out: locality by name.  A parameter whose locality the user left open is local (a scalar as long as
its values are equal) unless a global or semiglobal equation or an argument of a distribution names
it: then it is global.
Not here: errors; the checks of `language` have seen the model before.
"""

from collections.abc import Iterator

from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import (
    Equation,
    Kind,
    Locality,
    NeuronDeclaration,
    SynapseDeclaration,
)

__all__ = ["effective_localities", "must_be_global"]

Declaration = NeuronDeclaration | SynapseDeclaration


def effective_localities(declaration: Declaration) -> dict[str, Locality]:
    """Return the locality of every attribute of `declaration`."""
    forced = must_be_global(declaration)
    result = {}
    for attribute in declaration.attributes:
        is_open = attribute.kind is Kind.PARAMETER and not attribute.is_locality_explicit
        if is_open:
            result[attribute.name] = Locality.GLOBAL if attribute.name in forced else Locality.LOCAL
        else:
            result[attribute.name] = attribute.locality
    return result


def must_be_global(declaration: Declaration) -> dict[str, str]:
    """Return the names that need to be global, each with the text that asks for it."""
    wide = {a.name for a in declaration.attributes if a.locality is not Locality.LOCAL}
    reasons: dict[str, str] = {}
    for equation in _equations(declaration):
        for expr in _expressions(equation):
            named = s.names(expr) if equation.assigned in wide else _distribution_names(expr)
            for name in named:
                reasons.setdefault(name, equation.text)
    for expr in _conditions(declaration):
        for name in _distribution_names(expr):
            reasons.setdefault(name, expr.span.text)
    for name, text in _named_by_rules(declaration):
        reasons.setdefault(name, text)
    for attribute in declaration.attributes:
        for bound in (attribute.lower, attribute.upper):
            if bound is not None and attribute.name in wide:
                reasons.update(dict.fromkeys(s.names(bound), attribute.name))
    return reasons


def _equations(declaration: Declaration) -> Iterator[Equation]:
    yield from declaration.equations
    if isinstance(declaration, NeuronDeclaration):
        yield from (*declaration.reset, *declaration.axon_reset)
    else:
        events = (declaration.pre_spike, declaration.pre_axon_spike, declaration.post_spike)
        for event in events:
            yield from event or ()


def _conditions(declaration: Declaration) -> Iterator[s.Expr]:
    """Yield the expressions that assign nothing, rules left out."""
    if isinstance(declaration, NeuronDeclaration):
        alone: tuple[s.Expr | None, ...] = (declaration.spike, declaration.axon_spike)
    else:
        alone = (declaration.psp,)
    yield from (expr for expr in alone if expr is not None)


def _named_by_rules(declaration: Declaration) -> Iterator[tuple[str, str]]:
    """Yield what rules name before there is a synapse, or as arguments of distributions."""
    if isinstance(declaration, NeuronDeclaration):
        return
    for rule in (declaration.creating, declaration.pruning):
        if rule is not None:
            is_without_synapse = rule is declaration.creating
            named = s.names if is_without_synapse else _distribution_names
            yield from ((name, rule.text) for name in named(rule.condition))


def _expressions(equation: Equation) -> tuple[s.Expr, ...]:
    statement = equation.statement
    return (statement.left, statement.right) if isinstance(statement, s.Ode) else (statement.value,)


def _distribution_names(expr: s.Expr) -> tuple[str, ...]:
    draws = [node for node in s.walk(expr) if isinstance(node, s.Draw)]
    return tuple(name for draw in draws for name in s.names(draw))
