"""A function with a name that is taken."""

from collections.abc import Iterator
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.vocabulary import RESERVED_WORDS, is_built_in

CODE: Final = "ANN146"


def function_name(model: Model) -> Iterator[Diagnostic]:
    """Report functions that are called like a built-in one or like a word of the language.

    A call could mean either of the two.

    Example: ``functions="exp(x) = x"``.
    """
    for function in model.declaration.functions:
        if is_built_in(function.name) or function.name in RESERVED_WORDS:
            message = f"the function name '{function.name}' is taken"
            yield Diagnostic(CODE, message, function.span, "rename the function")
