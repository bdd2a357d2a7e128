"""Compiling while somebody reads or writes: after each cell, what its networks have got.

In: the networks of the session, as a cell has left them.
Out: modules in the cache; whoever compiles a network then need not wait.
Not here: what a module is made from (`runtime.load`).
"""

from collections.abc import Hashable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from annarchy_lab.api.workspace import WORKSPACE

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Ahead"]


class Ahead:
    """Lets networks compile that are whole and not compiled, once for each thing they become."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Network, Hashable] = WeakKeyDictionary()

    def look(self) -> None:
        """Begin, in the background, with what is new."""
        for network in list(WORKSPACE.networks):
            content = _content(network)
            if network.compiled or not content or self._known.get(network) == content:
                continue
            if network.compile_ahead() is not None:
                self._known[network] = content


def _content(network: "Network") -> tuple[Hashable, ...]:
    """Return what its modules depend on; empty where it has nothing yet."""
    objects = (*network.get_populations(), *network.get_projections(suppress_error=True))
    models = tuple((each.name, id(each.declaration)) for each in objects)
    settings = network.settings
    return (settings.dtype, settings.dtype_of_weights, *models) if models else ()
