"""What a model cell shows: the model as one would print it in a paper.

In: a neuron or synapse model.
Out: a mime bundle: HTML with typeset equations and a table of parameters, LaTeX, plain text.
Not here: checking the model, running it.

Everything that a user wrote is escaped, and kept from being read as formulas; colours are those of
the notebook's theme.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, TypeAlias

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lab.as_python import as_python
from annarchy_lab.lab.card import card, code, number, quiet, table, text
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
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.latex import latex_expression, latex_name, latex_statement
from annarchy_lab.language.syntax import Ode

__all__ = ["model_bundle", "model_html", "model_latex"]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration
Formula: TypeAlias = tuple[str, str, str]
"""Heading, LaTeX, and notes as HTML."""

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


def model_bundle(model: Neuron | Synapse) -> dict[str, str]:
    """Return everything that a notebook may show of a model, by mime type."""
    return {
        "text/html": model_html(model),
        "text/latex": model_latex(model.declaration),
        "text/plain": str(model),
    }


def model_html(model: Neuron | Synapse) -> str:
    """Return the model as a card."""
    declaration = model.declaration
    return card(
        _head(declaration),
        '<div class="annl-card-body">',
        _formulas(declaration),
        _parameters(declaration),
        "</div>",
        _foot(declaration, model.notices),
    )


def model_latex(declaration: Declaration) -> str:
    """Return the equations as LaTeX for display."""
    rows = [rf"\text{{{heading}}} && {formula}" for heading, formula, _ in _rows(declaration)]
    body = " \\\\\n".join(rows)
    return f"$$\\begin{{aligned}}\n{body}\n\\end{{aligned}}$$"


# Pieces of HTML


def _math(latex: str) -> str:
    return f"${escape(latex)}$"


def _head(declaration: Declaration) -> str:
    what = "neuron" if isinstance(declaration, NeuronDeclaration) else "synapse"
    kind = f"{'spiking' if declaration.is_spiking else 'rate-coded'} {what}"
    parts = [f'<span class="annl-card-name">{text(declaration.name)}</span>', quiet(kind)]
    if declaration.description:
        parts.append(f"<span>{text(declaration.description)}</span>")
    if declaration.reference and declaration.reference not in declaration.description:
        parts.append(quiet(text(declaration.reference)))
    return f'<div class="annl-card-head">{"".join(parts)}</div>'


def _formulas(declaration: Declaration) -> str:
    rows = []
    before = ""
    for heading, formula, notes in _rows(declaration):
        first = "" if heading == before else heading
        before = heading
        math = _math(rf"\displaystyle {formula}")
        rows.append(f"<tr><th>{first}</th><td>{math}</td><td>{quiet(notes)}</td></tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else ""


def _parameters(declaration: Declaration) -> str:
    """Return the table of parameters; columns that would be empty are left out."""
    parameters = [a for a in declaration.attributes if a.kind is Kind.PARAMETER]
    columns = {
        "parameter": [_math(latex_name(p.name)) for p in parameters],
        "value": [_value(p.initial) for p in parameters],
        "unit": [text(p.unit) if p.unit else "" for p in parameters],
        "range": [quiet(_range(p)) if p.control_range else "" for p in parameters],
        "": [_about(p) for p in parameters],
    }
    filled = {title: cells for title, cells in columns.items() if any(cells)}
    rows = list(zip(*filled.values(), strict=True))
    return table(tuple(filled), rows, ["value", "range"])


def _range(parameter: AttributeDeclaration) -> str:
    low, high = parameter.control_range or (0.0, 0.0)
    return f"{number(low)} … {number(high)}"


def _about(attribute: AttributeDeclaration) -> str:
    notes = [note for note in (attribute.description, _locality(attribute)) if note]
    return text(", ".join(notes)) if notes else ""


def _foot(declaration: Declaration, notices: Iterable[Diagnostic]) -> str:
    parts = [f"<div>{quiet(text(f'{each.message}: {each.hint}'))}</div>" for each in notices]
    if isinstance(declaration, NeuronDeclaration) and declaration.targets:
        inputs = f"inputs: {', '.join(declaration.targets)}"
        parts.append(f"<div>{quiet(text(inputs))}</div>")
    source = code(as_python(declaration))
    return "".join([*parts, f"<details><summary>as Python</summary>{source}</details>"])


# The formulas


def _rows(declaration: Declaration) -> Iterator[Formula]:
    """Yield all formulas in the order in which they are read."""
    attributes = {attribute.name: attribute for attribute in declaration.attributes}
    for equation in declaration.equations:
        notes = _notes(equation, attributes.get(equation.assigned))
        yield "equations", latex_statement(equation), notes
    for word, heading in CONDITIONS.items():
        condition = getattr(declaration, word, None)
        if condition is not None:
            is_number = isinstance(condition, float)
            yield heading, number(condition) if is_number else latex_expression(condition), ""
    for word, heading in EVENTS.items():
        for equation in getattr(declaration, word, None) or ():
            yield heading, _assignment(equation), ", ".join(sorted(equation.flags))
    for word, heading in RULES.items():
        rule: RewiringRule | None = getattr(declaration, word, None)
        if rule is not None:
            note = "" if rule.probability == 1.0 else f"probability {number(rule.probability)}"
            yield heading, latex_expression(rule.condition), note


def _assignment(equation: Equation) -> str:
    """Return a statement of an event, where every assignment is an arrow."""
    latex = latex_statement(equation)
    return latex if r"\leftarrow" in latex else latex.replace(" = ", r" \leftarrow ", 1)


def _notes(equation: Equation, attribute: AttributeDeclaration | None) -> str:
    """Say what stands beside an equation, as HTML."""
    if attribute is None:
        return text(equation.method) if equation.method else ""
    unit = f"({attribute.unit})" if attribute.unit else ""
    notes = [text(f"{attribute.description} {unit}".strip())] if attribute.description else []
    notes += [text(unit)] if unit and not attribute.description else []
    if isinstance(equation.statement, Ode) or attribute.initial not in (0.0, False):
        notes.append(f"from {_value(attribute.initial)}")
    bounds = (("at least", attribute.lower), ("at most", attribute.upper))
    notes += [f"{word} {_math(latex_expression(b))}" for word, b in bounds if b is not None]
    notes += [each for each in (equation.method, _locality(attribute)) if each]
    return " · ".join(notes)


def _locality(attribute: AttributeDeclaration) -> str:
    """Say how many values there are, where it is not the usual."""
    usual = Locality.GLOBAL if attribute.kind is Kind.PARAMETER else Locality.LOCAL
    is_told = attribute.is_locality_explicit and attribute.locality is not usual
    words = {
        Locality.LOCAL: "one each",
        Locality.SEMIGLOBAL: "one per post-synaptic neuron",
        Locality.GLOBAL: "one for all",
    }
    return words[attribute.locality] if is_told else ""


def _value(initial: Initial) -> str:
    if isinstance(initial, str | RandomDistribution):
        return text(initial)
    return number(initial)
