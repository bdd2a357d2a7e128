"""In which order a system of equations can be solved: what depends on each other, together.

In: the states of a system.
Out: groups of them; every group depends only on itself and on groups before it.
Not here: solving.
"""

from collections.abc import Mapping, Sequence

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.method import OdeState

__all__ = ["dependencies", "groups", "reachable"]

Graph = Mapping[str, tuple[str, ...]]


def dependencies(system: Sequence[OdeState]) -> Graph:
    """Return, for each state, the states of the system that its equation names."""
    names = {state.name for state in system}
    return {
        state.name: tuple(
            x for x in dict.fromkeys((*s.names(state.right), *s.names(state.factor))) if x in names
        )
        for state in system
    }


def reachable(graph: Graph, *starts: str) -> set[str]:
    """Return `starts` and all that they depend on, directly or not."""
    found: set[str] = set()
    waiting: list[str] = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph[name])
    return found


def groups(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return the strongly connected parts of `graph`, dependencies first.

    Within a group, and among groups that do not depend on each other, the order is that of `graph`.
    """
    needs = {name: reachable(graph, name) for name in graph}
    alike = {
        name: tuple(x for x in graph if x in needs[name] and name in needs[x]) for name in graph
    }
    # Who depends on a group needs all that the group needs, and itself besides.
    return tuple(sorted(dict.fromkeys(alike.values()), key=lambda group: len(needs[group[0]])))
