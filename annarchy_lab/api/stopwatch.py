"""How long a function takes.

In: a function.  Out: `timeit`, a decorator that prints the time of each call.
Not here: the time of a simulation (``measure_time``), of compiling (`Network.timings`).
"""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from annarchy_lab.api.messages import say

__all__ = ["timeit"]

P = ParamSpec("P")
T = TypeVar("T")


def timeit(function: Callable[P, T]) -> Callable[P, T]:
    """Print how long each call of the decorated function takes, also one that fails.

    Examples
    --------
    >>> @timeit
    ... def learn(n):
    ...     return n + 1
    >>> learn(1)  # doctest: +ELLIPSIS
    learn took ... seconds.
    2
    """

    @functools.wraps(function)
    def timed(*args: P.args, **kwargs: P.kwargs) -> T:
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            say(f"{function.__name__} took {time.perf_counter() - start} seconds.")

    return timed
