"""How much is done, whatever machine does it: what a timed test would ask, without a clock."""

import sys
from collections.abc import Callable

__all__ = ["n_calls"]


def n_calls(function: Callable[[], object]) -> int:
    """How many calls the interpreter makes for `function`, built-in functions included.

    What is done for each of many values in Python shows; loops inside of NumPy count once.
    """
    found = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal found
        found += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return found
