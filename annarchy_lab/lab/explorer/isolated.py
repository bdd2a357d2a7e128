"""A neuron model by itself, driven through one of its attributes.

In: a neuron declaration; the name of what is driven: a parameter, ``g_target`` or ``sum(target)``.
Out: a declaration in which what is driven is a parameter, and every neuron stands for a whole
population of one.
Not here: what to drive (`driving`), running it (`bench`), the vector field (`field`).

Neurons of one population may then differ in every parameter: localities become local, and
``mean(v)`` over the population is the ``v`` of the one neuron.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Kind,
    Locality,
    NeuronDeclaration,
)
from annarchy_lab.numerics.trees import add, multiply, subtract

__all__ = ["all_expressions", "inner_name", "is_own", "isolated", "target_of", "with_expressions"]

Change = Callable[[s.Expr], s.Expr]


def inner_name(driven: str) -> str:
    """Return how the private model calls what is driven: a name that equations could have."""
    if driven.startswith("sum("):
        return f"sum_of_{driven[4:-1]}"
    return driven


def is_own(attribute: AttributeDeclaration) -> bool:
    """Whether neurons of the private model may differ in an attribute."""
    return attribute.is_locality_explicit and attribute.locality is Locality.LOCAL


def target_of(driven: str) -> str | None:
    """Return the target through which inputs reach what is driven; None for a parameter."""
    if driven.startswith("sum("):
        return driven[4:-1]
    return driven[2:] if driven.startswith("g_") else None


def isolated(declaration: NeuronDeclaration, driven: str | None = None) -> NeuronDeclaration:
    """Return the model of a neuron that is alone.

    Parameters
    ----------
    driven
        What is driven; None for nothing.
    """
    alone = with_expressions(declaration, lambda node: _alone(node, driven))
    alone = replace(alone, attributes=_attributes(alone, driven))
    if driven is None:
        return alone
    name = inner_name(driven)
    target = target_of(driven)
    return replace(
        alone,
        equations=_without(alone.equations, name),
        reset=_without(alone.reset, name),
        axon_reset=_without(alone.axon_reset, name),
        targets=tuple(x for x in alone.targets if x != target),
    )


def with_expressions(declaration: NeuronDeclaration, change: Change) -> NeuronDeclaration:
    """Return a declaration with a change applied to every node of every expression."""

    def changed(expr: s.Expr) -> s.Expr:
        return s.rewrite(expr, change)

    def maybe(expr: s.Expr | None) -> s.Expr | None:
        return None if expr is None else changed(expr)

    def statements(equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
        return tuple(replace(q, statement=_changed(q.statement, changed)) for q in equations)

    refractory = declaration.refractory
    is_number = refractory is None or isinstance(refractory, float | int)
    return replace(
        declaration,
        attributes=tuple(
            replace(a, lower=maybe(a.lower), upper=maybe(a.upper)) for a in declaration.attributes
        ),
        equations=statements(declaration.equations),
        reset=statements(declaration.reset),
        axon_reset=statements(declaration.axon_reset),
        spike=maybe(declaration.spike),
        axon_spike=maybe(declaration.axon_spike),
        refractory=refractory if is_number else changed(refractory),  # type: ignore[arg-type]
        functions=tuple(replace(f, body=changed(f.body)) for f in declaration.functions),
    )


def all_expressions(declaration: NeuronDeclaration) -> Iterator[s.Expr]:
    """Yield every expression of a model."""
    found: list[s.Expr] = []

    def note(node: s.Expr) -> s.Expr:
        found.append(node)
        return node

    with_expressions(declaration, note)
    yield from found


def _changed(statement: s.Statement, change: Change) -> s.Statement:
    if isinstance(statement, s.Ode):
        return replace(statement, left=change(statement.left), right=change(statement.right))
    return replace(statement, value=change(statement.value))


def _alone(node: s.Expr, driven: str | None) -> s.Expr:
    match node:
        case s.GlobalOperation("norm1" | "norm2", _, name):
            return s.Call("abs", (s.Name(name),))
        case s.GlobalOperation(_, _, name):
            return s.Name(name)
        case s.WeightedSum(target) if driven is not None and driven.startswith("sum("):
            is_meant = target is None or f"sum({target})" == driven
            return s.Name(inner_name(driven)) if is_meant else node
        case s.Draw("Normal", (mu, sigma)):
            standard = s.Draw("Normal", (s.Number(0.0), s.Number(1.0)))
            return add(mu, multiply(sigma, standard))
        case s.Draw("Uniform", (lower, upper)):
            standard = s.Draw("Uniform", (s.Number(0.0), s.Number(1.0)))
            return add(lower, multiply(subtract(upper, lower), standard))
        case _:
            return node


def _attributes(
    declaration: NeuronDeclaration, driven: str | None
) -> tuple[AttributeDeclaration, ...]:
    shared = _arguments_of_draws(declaration)
    name = None if driven is None else inner_name(driven)
    result = [
        a if a.name in shared else replace(a, locality=Locality.LOCAL, is_locality_explicit=True)
        for a in declaration.attributes
        if a.name != name
    ]
    if name is not None:
        known = {a.name: a for a in declaration.attributes}
        unit = known[name].unit if name in known else ""
        given = AttributeDeclaration(
            name, Kind.PARAMETER, locality=Locality.LOCAL, is_locality_explicit=True, unit=unit
        )
        result.append(given)
    return tuple(result)


def _arguments_of_draws(declaration: NeuronDeclaration) -> frozenset[str]:
    """Return the parameters that all neurons must share."""
    draws = (node for node in all_expressions(declaration) if isinstance(node, s.Draw))
    return frozenset(name for draw in draws for name in s.names(draw))


def _without(equations: tuple[Equation, ...], name: str) -> tuple[Equation, ...]:
    return tuple(equation for equation in equations if equation.assigned != name)
