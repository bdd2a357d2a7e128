"""What a model cell shows: the model as one would print it in a paper.

In: a neuron or synapse model.
Out: a mime bundle: HTML with typeset equations and a table of parameters, LaTeX, plain text.
Not here: checking the model, running it.

Everything that a user wrote is escaped, and kept from being read as formulas; colours are those of
the notebook's theme.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final, TypeAlias

from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lab.as_python import as_python
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

STYLE: Final = """<style>
.annl-card { color: var(--jp-content-font-color1); padding: 4px 0 8px; }
.annl-card .annl-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; }
.annl-card .annl-name { font-size: var(--jp-content-font-size2); font-weight: 600; }
.annl-card .annl-quiet { color: var(--jp-content-font-color2); }
.annl-card .annl-body { display: flex; flex-wrap: wrap; gap: 4px 40px; margin: 8px 0 6px; }
.annl-card table { border-collapse: collapse; margin: 0; table-layout: auto; border: none; }
.annl-card tr, .annl-card tbody tr:nth-child(odd) { background: none; }
.annl-card th, .annl-card td { padding: 2px 16px 2px 0; text-align: left; vertical-align: baseline;
  border: none; max-width: 32em; overflow-wrap: anywhere; }
.annl-card th { color: var(--jp-content-font-color2); font-weight: normal; white-space: nowrap; }
.annl-card thead th { border-bottom: 1px solid var(--jp-border-color2); }
.annl-card td.annl-number { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.annl-card details { margin-top: 4px; }
.annl-card summary { cursor: pointer; color: var(--jp-content-font-color2); width: fit-content; }
.annl-card pre { margin: 4px 0 0; padding: 8px 10px; background: var(--jp-layout-color2);
  font-size: var(--jp-code-font-size); line-height: var(--jp-code-line-height); overflow-x: auto; }
</style>"""


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
    return "".join(
        (
            STYLE,
            '<div class="annl-card">',
            _head(declaration),
            '<div class="annl-body">',
            _formulas(declaration),
            _parameters(declaration),
            "</div>",
            _foot(declaration, model.notices),
            "</div>",
        )
    )


def model_latex(declaration: Declaration) -> str:
    """Return the equations as LaTeX for display."""
    rows = [rf"\text{{{heading}}} && {formula}" for heading, formula, _ in _rows(declaration)]
    body = " \\\\\n".join(rows)
    return f"$$\\begin{{aligned}}\n{body}\n\\end{{aligned}}$$"


# Pieces of HTML


def _text(text: object) -> str:
    """Return what a user wrote as HTML that is neither markup nor a formula."""
    return f'<span class="mathjax_ignore tex2jax_ignore">{escape(str(text))}</span>'


def _math(latex: str) -> str:
    return f"${escape(latex)}$"


def _head(declaration: Declaration) -> str:
    what = "neuron" if isinstance(declaration, NeuronDeclaration) else "synapse"
    kind = f"{'spiking' if declaration.is_spiking else 'rate-coded'} {what}"
    parts = [f'<span class="annl-name">{_text(declaration.name)}</span>', _quiet(kind)]
    if declaration.description:
        parts.append(f"<span>{_text(declaration.description)}</span>")
    if declaration.reference and declaration.reference not in declaration.description:
        parts.append(_quiet(_text(declaration.reference)))
    return f'<div class="annl-head">{"".join(parts)}</div>'


def _quiet(content: str) -> str:
    return f'<span class="annl-quiet">{content}</span>'


def _formulas(declaration: Declaration) -> str:
    rows = []
    before = ""
    for heading, formula, notes in _rows(declaration):
        first = "" if heading == before else heading
        before = heading
        math = _math(rf"\displaystyle {formula}")
        rows.append(f"<tr><th>{first}</th><td>{math}</td><td>{_quiet(notes)}</td></tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>" if rows else ""


def _parameters(declaration: Declaration) -> str:
    parameters = [a for a in declaration.attributes if a.kind is Kind.PARAMETER]
    if not parameters:
        return ""
    has_unit = any(parameter.unit for parameter in parameters)
    has_range = any(parameter.control_range for parameter in parameters)
    titles = ["parameter", "value", *["unit"] * has_unit, *["range"] * has_range, ""]
    head = "".join(f"<th>{title}</th>" for title in titles)
    rows = (_parameter(parameter, has_unit, has_range) for parameter in parameters)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _parameter(parameter: AttributeDeclaration, has_unit: bool, has_range: bool) -> str:
    cells = [
        f"<td>{_math(latex_name(parameter.name))}</td>",
        f'<td class="annl-number">{_value(parameter.initial)}</td>',
    ]
    if has_unit:
        cells.append(f"<td>{_text(parameter.unit)}</td>")
    if has_range:
        ends = parameter.control_range
        shown = "" if ends is None else f"{_number(ends[0])} … {_number(ends[1])}"
        cells.append(f'<td class="annl-number">{_quiet(shown)}</td>')
    notes = [parameter.description, _locality(parameter)]
    cells.append(f"<td>{_text(', '.join(note for note in notes if note))}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _foot(declaration: Declaration, notices: Iterable[Any]) -> str:
    parts = [f'<div class="annl-quiet">{_text(n.message)}: {_text(n.hint)}</div>' for n in notices]
    if isinstance(declaration, NeuronDeclaration) and declaration.targets:
        targets = ", ".join(_text(target) for target in declaration.targets)
        parts.append(f'<div class="annl-quiet">inputs: {targets}</div>')
    code = escape(as_python(declaration))
    parts.append(
        "<details><summary>as Python</summary>"
        f'<pre class="mathjax_ignore tex2jax_ignore">{code}</pre></details>'
    )
    return "".join(parts)


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
            yield heading, _number(condition) if is_number else latex_expression(condition), ""
    for word, heading in EVENTS.items():
        for equation in getattr(declaration, word, None) or ():
            yield heading, _assignment(equation), ", ".join(sorted(equation.flags))
    for word, heading in RULES.items():
        rule: RewiringRule | None = getattr(declaration, word, None)
        if rule is not None:
            note = "" if rule.probability == 1.0 else f"probability {_number(rule.probability)}"
            yield heading, latex_expression(rule.condition), note


def _assignment(equation: Equation) -> str:
    """Return a statement of an event, where every assignment is an arrow."""
    latex = latex_statement(equation)
    return latex if r"\leftarrow" in latex else latex.replace(" = ", r" \leftarrow ", 1)


def _notes(equation: Equation, attribute: AttributeDeclaration | None) -> str:
    notes = [equation.method] if equation.method else []
    if attribute is not None:
        starts = attribute.initial not in (0.0, False) or isinstance(equation.statement, Ode)
        if starts:
            notes.append(f"from {_value(attribute.initial)}")
        bounds = (("at least", attribute.lower), ("at most", attribute.upper))
        notes += [f"{word} {_math(latex_expression(b))}" for word, b in bounds if b is not None]
        notes += [_text(note) for note in (attribute.unit, attribute.description) if note]
        notes += [_locality(attribute)] if _locality(attribute) else []
    return ", ".join(notes)


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
        return _text(initial)
    return _number(initial)


def _number(number: float) -> str:
    """Return a number in as few digits as say it, with a true minus sign."""
    if isinstance(number, bool):
        return str(number)
    return f"{number:.15g}".replace("-", "−")
