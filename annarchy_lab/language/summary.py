"""A model in a few readable lines, for ``print(neuron)``.

In: a declaration.  Out: plain text.  Not here: LaTeX (see `latex`), HTML (the lab).
"""

from collections.abc import Iterator

from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Kind,
    NeuronDeclaration,
)
from annarchy_lab.language.model import NEURON_EVENTS, SYNAPSE_EVENTS, Declaration
from annarchy_lab.language.printer import print_expression

__all__ = ["one_line", "summary"]

_FIELDS = ("spike", "axon_spike", "refractory", "psp")
_RULES = ("pruning", "creating")


def one_line(declaration: Declaration) -> str:
    """Return the kind and name of a model and how much is in it."""
    parameters = sum(a.kind is Kind.PARAMETER for a in declaration.attributes)
    variables = len(declaration.attributes) - parameters
    kind = "Neuron" if isinstance(declaration, NeuronDeclaration) else "Synapse"
    coding = "spiking" if declaration.is_spiking else "rate-coded"
    return (
        f"<{kind} '{declaration.name}': {coding}, {_count(parameters, 'parameter')}, "
        f"{_count(variables, 'variable')}>"
    )


def summary(declaration: Declaration) -> str:
    """Return everything that a model says, section by section."""
    return "\n".join(_lines(declaration))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' * (n != 1)}"


def _lines(declaration: Declaration) -> Iterator[str]:
    yield one_line(declaration).strip("<>")
    if declaration.description:
        yield f"  {declaration.description}"
    yield from _section("parameters", [_parameter(a) for a in _parameters(declaration)])
    yield from _section("equations", [e.text for e in declaration.equations])
    for word in _FIELDS:
        value = getattr(declaration, word, None)
        if value is not None:
            yield f"  {word}: {value if isinstance(value, float) else print_expression(value)}"
    for word in NEURON_EVENTS if isinstance(declaration, NeuronDeclaration) else SYNAPSE_EVENTS:
        yield from _section(word, [e.text for e in getattr(declaration, word) or ()])
    for word in _RULES:
        rule = getattr(declaration, word, None)
        if rule is not None:
            yield f"  {word}: {print_expression(rule.condition)} : proba={rule.probability}"
    if isinstance(declaration, NeuronDeclaration) and declaration.targets:
        yield f"  targets: {', '.join(declaration.targets)}"


def _parameters(declaration: Declaration) -> Iterator[AttributeDeclaration]:
    return (a for a in declaration.attributes if a.kind is Kind.PARAMETER)


def _section(word: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"  {word}:"
        yield from (f"    {line}" for line in lines)


def _parameter(attribute: AttributeDeclaration) -> str:
    locality = f" : {attribute.locality.value}" if attribute.is_locality_explicit else ""
    unit = f"({attribute.unit})" if attribute.unit else ""
    comment = " ".join(word for word in (attribute.description, unit) if word)
    return f"{attribute.name} = {attribute.initial}{locality}" + f"  # {comment}" * bool(comment)
