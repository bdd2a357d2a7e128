"""A flag where it has no effect."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Line, Model, ParameterLine

CODE: Final = "ANN137"
_OF_PARAMETERS: Final = frozenset(("locality", "type"))
_OF_VARIABLES: Final = frozenset(
    ("init", "min", "max", "method", "unless_post", "unless_refractory")
)


def misplaced_flag(model: Model) -> Iterator[Diagnostic]:
    """Report flags that this kind of definition does not have.

    ``unless_post`` belongs to statements of pre_spike and pre_axon_spike, ``unless_refractory`` to
    neurons; a parameter has only a locality and a type.

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
    if key == "unless_post" and line.section not in ("pre_spike", "pre_axon_spike"):
        return "belongs to statements of pre_spike"
    if key == "unless_refractory" and not model.is_neuron:
        return "belongs to equations of neurons"
    return ""
