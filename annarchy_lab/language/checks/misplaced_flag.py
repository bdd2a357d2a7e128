"""A flag where it has no effect."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.attributes import assigned_name
from annarchy_lab.language.model import Line, Model, ParameterLine

CODE: Final = "ANN137"
_OF_VARIABLES: Final = frozenset(
    ("init", "min", "max", "method", "unless_post", "unless_refractory")
)
_OF_DECLARATIONS: Final = frozenset(("locality", "type", "init", "min", "max"))


def misplaced_flag(model: Model) -> Iterator[Diagnostic]:
    """Report flags that this kind of definition does not have.

    ``unless_post`` belongs to statements of pre_spike and pre_axon_spike, ``unless_refractory`` to
    neurons; a parameter has only a locality and a type; what belongs to a neuron is declared there.

    Example: ``tau = 10.0 : exponential`` in parameters.
    """
    for line in model.lines:
        for option in line.options:
            reason = _reason(model, line, option.key)
            if reason:
                yield Diagnostic(CODE, f"'{option.span.text}' {reason}", option.span, "remove it")


def _reason(model: Model, line: Line, key: str) -> str:
    if isinstance(line, ParameterLine):
        return "has no meaning for a parameter" if key in _OF_VARIABLES else ""
    owned = assigned_name(line)
    if key in _OF_DECLARATIONS and (owned is None or (owned == "g_target" and not model.is_neuron)):
        return "belongs to the equations of the neuron"
    if key == "unless_post" and line.section not in ("pre_spike", "pre_axon_spike"):
        return "belongs to statements of pre_spike"
    if key == "unless_refractory" and not model.is_neuron:
        return "belongs to equations of neurons"
    return ""
