"""A weight that is not one real number per synapse."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.attributes import assigned_name
from annarchy_lab.language.model import Model, Option, ParameterLine
from annarchy_lab.language.vocabulary import LOCALITY_WORDS, TYPE_WORDS

CODE: Final = "ANN150"


def invalid_weight(model: Model) -> Iterator[Diagnostic]:
    """Report a weight ``w`` that is declared global or semiglobal, or of another type.

    Connectors give each synapse a real number, and there would be no place for it.

    Example: ``w = 1.0 : projection`` in the parameters of a synapse.
    """
    for line in () if model.is_neuron else model.lines:
        name = line.name if isinstance(line, ParameterLine) else assigned_name(line)
        for option in line.options if name == "w" else ():
            if _is_wrong(option):
                message = f"the weight 'w' cannot be '{option.value}'"
                hint = "remove it: each synapse has a real number of its own, stored once if all "
                yield Diagnostic(CODE, message, option.span, f"{hint}are equal")


def _is_wrong(option: Option) -> bool:
    match option.key:
        case "locality":
            return option.value in LOCALITY_WORDS.keys() - {"local"}
        case "type":
            return option.value in TYPE_WORDS - {"float"}
        case _:
            return False
