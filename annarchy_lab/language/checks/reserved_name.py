"""A name that is taken."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic, Span
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Assign, Name
from annarchy_lab.language.vocabulary import RESERVED_ATTRIBUTES, RESERVED_WORDS

CODE: Final = "ANN121"


def reserved_name(model: Model) -> Iterator[Diagnostic]:
    """Report attributes whose name belongs to the language or to every population.

    ``t``, ``dt``, ``size``, ``active`` and others exist already; ``pos``, ``clip`` and others are
    functions; ``r`` of a spiking neuron is its mean firing rate.

    Example: ``Neuron(parameters="size = 3.0", equations="r = size")``.
    """
    named: dict[str, Span] = {a.name: a.span for a in reversed(model.declaration.attributes)}
    for _, equation in model.statements():
        if isinstance(equation.statement, Assign) and isinstance(equation.statement.target, Name):
            named.setdefault(equation.assigned, equation.statement.target.span)
    for name, span in named.items():
        reason = _reason(model, name)
        if reason:
            yield Diagnostic(CODE, f"the name '{name}' is reserved: {reason}", span, "rename it")


def _reason(model: Model, name: str) -> str:
    if name in RESERVED_WORDS:
        return "it is a word of the language"
    if name in RESERVED_ATTRIBUTES:
        return "every population and projection has it already"
    if name == "g_target" and not model.is_neuron and name in model.attributes:
        return "it stands for the conductance of the post-synaptic neuron"
    if name == "r" and model.is_neuron and model.declaration.is_spiking:
        return "in a spiking neuron it is the mean firing rate"
    return ""
