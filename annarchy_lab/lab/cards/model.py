"""What a model cell shows: the model as one would print it in a paper.

In: a neuron or synapse model.
Out: a mime bundle: HTML with typeset equations and a table of parameters, LaTeX, plain text.
Not here: checking the model, running it.

Everything that a user wrote is escaped, and kept from being read as formulas; colours are those of
the notebook's theme.
"""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lab.cards.card import card, code, number, quiet, table, text
from annarchy_lab.lab.journals.as_python import as_python
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Initial,
    Kind,
    NeuronDeclaration,
    SynapseDeclaration,
)
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.formulas import Note, formulas, locality_in_words
from annarchy_lab.language.latex import latex_name

__all__ = ["model_bundle", "model_html", "model_latex"]

Declaration: TypeAlias = NeuronDeclaration | SynapseDeclaration


def model_bundle(model: Neuron | Synapse, variable: str = "") -> dict[str, str]:
    """Return everything that a notebook may show of a model, by mime type.

    Parameters
    ----------
    variable
        Name by which the user has it; with one, a neuron can be explored by a button.
    """
    return {
        "text/html": model_html(model, variable),
        "text/latex": model_latex(model.declaration),
        "text/plain": str(model),
    }


def model_html(model: Neuron | Synapse, variable: str = "") -> str:
    """Return the model as a card; `variable` as in `model_bundle`."""
    declaration = model.declaration
    is_neuron = isinstance(declaration, NeuronDeclaration)
    return card(
        _head(declaration, _explore(variable) if variable and is_neuron else ""),
        '<div class="annl-card-body">',
        _formulas(declaration),
        _parameters(declaration),
        "</div>",
        _foot(declaration, model.notices),
    )


def model_latex(declaration: Declaration) -> str:
    """Return the equations as LaTeX for display."""
    rows = [rf"\text{{{each.heading}}} && {each.latex}" for each in formulas(declaration)]
    body = " \\\\\n".join(rows)
    return f"$$\\begin{{aligned}}\n{body}\n\\end{{aligned}}$$"


# Pieces of HTML


def _math(latex: str) -> str:
    return f"${escape(latex)}$"


def _explore(variable: str) -> str:
    """Return a button that only JupyterLab shows, where our extension makes it act."""
    command = escape(f"%explore {variable}")
    return (
        f'<button type="button" class="annl-card-explore" data-annl-explore="{escape(variable)}" '
        f'title="Traces, phase plane, f–I curve: {command}">Explore</button>'
    )


def _head(declaration: Declaration, button: str) -> str:
    what = "neuron" if isinstance(declaration, NeuronDeclaration) else "synapse"
    kind = f"{'spiking' if declaration.is_spiking else 'rate-coded'} {what}"
    parts = [f'<span class="annl-card-name">{text(declaration.name)}</span>', quiet(kind)]
    if declaration.description:
        parts.append(f"<span>{text(declaration.description)}</span>")
    if declaration.reference and declaration.reference not in declaration.description:
        parts.append(quiet(text(declaration.reference)))
    return f'<div class="annl-card-head">{"".join(parts)}{button}</div>'


def _formulas(declaration: Declaration) -> str:
    rows = []
    before = ""
    for formula in formulas(declaration):
        first = "" if formula.heading == before else formula.heading
        before = formula.heading
        math = _math(rf"\displaystyle {formula.latex}")
        notes = quiet(" · ".join(_beside(note) for note in formula.notes))
        rows.append(f"<tr><th>{first}</th><td>{math}</td><td>{notes}</td></tr>")
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
    notes = [note for note in (attribute.description, locality_in_words(attribute)) if note]
    return text(", ".join(notes)) if notes else ""


def _foot(declaration: Declaration, notices: Iterable[Diagnostic]) -> str:
    parts = [f"<div>{quiet(text(f'{each.message}: {each.hint}'))}</div>" for each in notices]
    if isinstance(declaration, NeuronDeclaration) and declaration.targets:
        inputs = f"inputs: {', '.join(declaration.targets)}"
        parts.append(f"<div>{quiet(text(inputs))}</div>")
    source = code(as_python(declaration))
    return "".join([*parts, f"<details><summary>as Python</summary>{source}</details>"])


def _beside(note: Note) -> str:
    """Return a note as HTML."""
    parts = [text(note.words)]
    parts += [_value(note.value)] if note.value is not None else []
    parts += [_math(note.latex)] if note.latex else []
    return " ".join(parts)


def _value(initial: Initial) -> str:
    if isinstance(initial, str | RandomDistribution):
        return text(initial)
    return number(initial)
