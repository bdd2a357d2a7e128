"""Which run gets which arguments and which seed.

In: arguments as users give them: lists hold one item per run.
Out: the arguments of each run.
Not here: running.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["checked_method", "checked_number", "dealt", "seeds_of", "split"]


def checked_number(number: object) -> int:
    """Return how many runs there are.

    Raises
    ------
    ANNarchyException
        If it is no number of at least 1.
    """
    if not isinstance(number, int | np.integer) or isinstance(number, bool) or number < 1:
        raise ANNarchyException(f"number is how many networks run, at least 1, not {number!r}.")
    return int(number)


def checked_method(method: object) -> Callable[..., Any]:
    """Return what is called in each run.

    Raises
    ------
    ANNarchyException
        If it cannot be called.
    """
    if not callable(method):
        raise ANNarchyException(f"method is a function of a network, not {method!r}.")
    return method


def dealt(arguments: Mapping[str, Any], number: int) -> list[dict[str, Any]]:
    """Return the arguments of each run: the items of lists, everything else as it is.

    Raises
    ------
    ANNarchyException
        If a list has not one item per run.
    """
    for name, value in arguments.items():
        if isinstance(value, list) and len(value) != number:
            raise ANNarchyException(
                f"{name} is a list of {len(value)} items for {number} runs: give one item per run."
            )
    return [
        {name: value[i] if isinstance(value, list) else value for name, value in arguments.items()}
        for i in range(number)
    ]


def split(
    arguments: Mapping[str, Any], network_class: type, method: Callable[..., Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments for the constructor of a network, and those for the method.

    A name of both belongs to the constructor; ``dt`` does unless the method asks for it.
    """
    own = set(list(inspect.signature(network_class.__init__).parameters)[1:])  # type: ignore[misc]
    if "dt" not in _names_of(method):
        own.add("dt")
    made = {name: value for name, value in arguments.items() if name in own}
    return made, {name: value for name, value in arguments.items() if name not in own}


def seeds_of(
    seeds: "str | Sequence[int] | None", number: int, seed: int, rng: np.random.Generator
) -> list[int]:
    """Return one seed per run.

    Parameters
    ----------
    seeds
        None: random ones, drawn from `rng`; ``'same'``: `seed`; ``'sequential'``: `seed`,
        ``seed + 1`` ...; or a list of seeds.

    Raises
    ------
    ANNarchyException
        If it is none of these, or a list of another length.
    """
    if seeds is None:
        drawn: list[int] = rng.integers(2**32, size=number).tolist()
        return drawn
    if isinstance(seeds, str):
        if seeds not in ("same", "sequential"):
            raise ANNarchyException(f"seeds is 'same', 'sequential' or a list, not {seeds!r}.")
        return [seed + i * (seeds == "sequential") for i in range(number)]
    listed = [int(each) for each in seeds]
    if len(listed) != number:
        raise ANNarchyException(f"there are {len(listed)} seeds for {number} runs.")
    return listed


def _names_of(method: Callable[..., Any]) -> set[str]:
    try:
        return set(inspect.signature(method).parameters)
    except (TypeError, ValueError):  # written in C
        return set()
