"""A locality that does not exist."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.scope import did_you_mean
from annarchy_lab.language.vocabulary import LOCALITY_WORDS

CODE: Final = "ANN128"


def unknown_locality(model: Model) -> Iterator[Diagnostic]:
    """Report a ``locality=`` other than local, semiglobal and global.

    Each of them says how many values there are; a fourth cannot be guessed.

    Example: ``Parameter(10.0, locality="globl")``.
    """
    for line in model.lines:
        for option in line.options:
            if option.key == "locality" and option.value not in LOCALITY_WORDS:
                known = "write local, semiglobal (synapses only) or global"
                hint = did_you_mean(str(option.value), LOCALITY_WORDS, known)
                yield Diagnostic(CODE, f"unknown locality '{option.value}'", option.span, hint)
