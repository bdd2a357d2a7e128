"""A numerical method that does not exist."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.vocabulary import METHODS

CODE: Final = "ANN127"


def unknown_method(model: Model) -> Iterator[Diagnostic]:
    """Report a ``method=`` that names no numerical method.

    Falling back to another method would change results without a word.

    Example: ``Variable("dv/dt = -v", method="euler")``.
    """
    for line in model.lines:
        for option in line.options:
            if option.key == "method" and option.value not in METHODS:
                known = "write one of " + ", ".join(dict.fromkeys(METHODS.values()))
                hint = did_you_mean(str(option.value), METHODS, known)
                message = f"unknown numerical method '{option.value}'"
                yield Diagnostic(CODE, message, option.span, hint)
