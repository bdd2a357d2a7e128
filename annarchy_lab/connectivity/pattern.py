"""The form of a pattern, and the registry of all of them.

In: the name of a pattern; one file per pattern stands in `patterns`, its `build` function is found
by the file's name.
Out: the pattern's function, or straight away the edges.
Not here: what any pattern does.

Drawing order, the same for all: first who is connected, then the weights, then the delays, both in
dendrite order, all from the one generator handed in.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any, Protocol, cast

import numpy as np

from annarchy_lab.connectivity import patterns
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["Pattern", "build_edges", "find_pattern", "registered_patterns"]


class Pattern(Protocol):
    """The function `build` of a file in `patterns`."""

    def __call__(self, ends: Ends, rng: np.random.Generator, **arguments: Any) -> EdgeList:  # noqa: ANN401 - each pattern has its own arguments
        """Connect the two ends; `arguments` are those of the connector method."""


@cache
def registered_patterns() -> Mapping[str, Pattern]:
    """Return all patterns by name, sorted."""
    names = sorted(module.name for module in iter_modules(patterns.__path__))
    modules = {name: import_module(f"{patterns.__name__}.{name}") for name in names}
    return MappingProxyType({name: cast("Pattern", m.build) for name, m in modules.items()})


def find_pattern(name: str) -> Pattern:
    """Return one pattern.

    Raises
    ------
    ANNarchyException
        If no pattern has that name; the message lists them.
    """
    known = registered_patterns()
    if name not in known:
        raise ANNarchyException(f"unknown pattern {name!r}; there are {', '.join(known)}.")
    return known[name]


def build_edges(
    name: str,
    ends: Ends,
    rng: np.random.Generator,
    **arguments: Any,  # noqa: ANN401 - each pattern has its own arguments
) -> EdgeList:
    """Connect two ends with the pattern of that name.

    Parameters
    ----------
    name
        Name of the pattern, such as ``"all_to_all"``.
    ends
        What to connect.
    rng
        The network's generator.
    **arguments
        Arguments of the pattern, named as those of the connector method.

    Raises
    ------
    ANNarchyException
        If there is no such pattern, or it refuses its arguments.

    Examples
    --------
    >>> edges = build_edges("one_to_one", Ends.whole(2, 2), np.random.default_rng(1), weights=0.5)
    >>> edges.pre_ranks.tolist(), edges.post_ranks.tolist(), edges.weights
    ([0, 1], [0, 1], 0.5)
    """
    return find_pattern(name)(ends, rng, **arguments)
