"""Functions that equations of every network may call.

In: their text.  Out: nothing; networks compiled afterwards know them.
Not here: functions of one model, which are declared with it.
"""

from annarchy_lab.api.messages import warn
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.language.functions import parse_function

__all__ = ["add_function"]


def add_function(function: str) -> None:
    """Make a function known to all equations.

    Parameters
    ----------
    function
        One line ``name(argument, ...) = expression``.

    Raises
    ------
    ModelError
        If the text is no such line.

    Examples
    --------
    >>> add_function("sigmoid_doc(x) = 1.0 / (1.0 + exp(-x))")
    """
    declared = parse_function(function)
    if declared.name in WORKSPACE.functions:
        warn(f"the function {declared.name!r} existed already and is replaced.")
    WORKSPACE.functions[declared.name] = declared
