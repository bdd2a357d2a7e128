"""A type that does not exist."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.vocabulary import TYPE_WORDS

CODE: Final = "ANN130"


def unknown_type(model: Model) -> Iterator[Diagnostic]:
    """Report a ``type=`` other than int, bool and float.

    ``float`` is the network's real number, whose precision is chosen for the whole network.

    Example: ``Parameter(1, type="double")``.
    """
    for line in model.lines:
        for option in line.options:
            if option.key == "type" and option.value not in TYPE_WORDS:
                message = f"unknown type '{option.value}'"
                yield Diagnostic(CODE, message, option.span, "write int, bool or float")
