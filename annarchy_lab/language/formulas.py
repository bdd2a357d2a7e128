"""Everything that a model says as formulas, in the order in which they are read.

In: a declaration.
Out: `Formula` values: a heading, LaTeX, and what stands beside it.
Not here: the LaTeX of one expression (see `latex`), how a page or a card shows the rows.
"""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Initial,
    Kind,
    Locality,
    NeuronDeclaration,
    RewiringRule,
    SynapseDeclaration,
)
from annarchy_lab.language.latex import latex_expression, latex_function, latex_statement
from annarchy_lab.language.syntax import Ode
from annarchy_lab.lightweight import dataclass

__all__ = ["Formula", "Note", "formulas", "locality_in_words"]

EVENTS: Final = {
    "reset": "at a spike",
    "axon_reset": "at an axonal spike",
    "pre_spike": "at a pre-synaptic spike",
    "pre_axon_spike": "at an axonal spike of pre",
    "post_spike": "at a post-synaptic spike",
}
CONDITIONS: Final = {
    "spike": "spikes when",
    "axon_spike": "axonal spike when",
    "refractory": "refractory (ms)",
    "psp": "transmits",
}
RULES: Final = {"pruning": "pruned when", "creating": "created when"}


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a formula: words of the model's author, then a value or more LaTeX."""

    words: str
    value: Initial | None = None
    latex: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula: what it is, LaTeX for math mode, notes."""

    heading: str
    latex: str
    notes: tuple[Note, ...] = ()


def formulas(declaration: NeuronDeclaration | SynapseDeclaration) -> Iterator[Formula]:
    """Yield all formulas of a model."""
    attributes = {attribute.name: attribute for attribute in declaration.attributes}
    for equation in declaration.equations:
        notes = _notes(equation, attributes.get(equation.assigned))
        yield Formula("equations", latex_statement(equation), notes)
    for word, heading in CONDITIONS.items():
        condition = getattr(declaration, word, None)
        if condition is not None:
            is_number = isinstance(condition, float)
            text = f"{condition:.15g}" if is_number else latex_expression(condition)
            yield Formula(heading, text)
    for word, heading in EVENTS.items():
        for equation in getattr(declaration, word, None) or ():
            flags = tuple(Note(flag) for flag in sorted(equation.flags))
            yield Formula(heading, _assignment(equation), flags)
    for word, heading in RULES.items():
        rule: RewiringRule | None = getattr(declaration, word, None)
        if rule is not None:
            notes = () if rule.probability == 1.0 else (Note("probability", rule.probability),)
            yield Formula(heading, latex_expression(rule.condition), notes)
    for function in declaration.functions:
        yield Formula("where", latex_function(function))


def locality_in_words(attribute: AttributeDeclaration) -> str:
    """Say how many values there are, where it is not the usual."""
    usual = Locality.GLOBAL if attribute.kind is Kind.PARAMETER else Locality.LOCAL
    is_told = attribute.is_locality_explicit and attribute.locality is not usual
    words = {
        Locality.LOCAL: "one each",
        Locality.SEMIGLOBAL: "one per post-synaptic neuron",
        Locality.GLOBAL: "one for all",
    }
    return words[attribute.locality] if is_told else ""


def _assignment(equation: Equation) -> str:
    """Return a statement of an event, where every assignment is an arrow."""
    latex = latex_statement(equation)
    return latex if r"\leftarrow" in latex else latex.replace(" = ", r" \leftarrow ", 1)


def _notes(equation: Equation, attribute: AttributeDeclaration | None) -> tuple[Note, ...]:
    if attribute is None:
        return (Note(equation.method),) if equation.method else ()
    unit = f"({attribute.unit})" if attribute.unit else ""
    notes = [Note(f"{attribute.description} {unit}".strip())]
    if isinstance(equation.statement, Ode) or attribute.initial not in (0.0, False):
        notes.append(Note("from", attribute.initial))
    bounds = (("at least", attribute.lower), ("at most", attribute.upper))
    notes += [Note(word, latex=latex_expression(b)) for word, b in bounds if b is not None]
    notes += [Note(equation.method or ""), Note(locality_in_words(attribute))]
    return tuple(note for note in notes if note.words)
