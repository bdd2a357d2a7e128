"""One weight for many synapses."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.attributes import assigned_name
from annarchy_lab.language.model import Model, ParameterLine
from annarchy_lab.language.vocabulary import LOCALITY_WORDS

CODE: Final = "ANN150"


def shared_weight(model: Model) -> Iterator[Diagnostic]:
    """Report a weight ``w`` that is declared global or semiglobal.

    Connectors give each synapse a weight, and there would be no place for it.

    Example: ``w = 1.0 : projection`` in the parameters of a synapse.
    """
    for line in () if model.is_neuron else model.lines:
        name = line.name if isinstance(line, ParameterLine) else assigned_name(line)
        for option in line.options if name == "w" else ():
            if option.key == "locality" and option.value in LOCALITY_WORDS.keys() - {"local"}:
                message = f"the weight 'w' cannot be '{option.value}': each synapse has its own"
                hint = "remove it; equal weights are stored as one number all the same"
                yield Diagnostic(CODE, message, option.span, hint)
