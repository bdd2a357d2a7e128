"""What one process shares: settings, constants, functions, and which networks exist.

In: nothing.  Out: `WORKSPACE`, the one mutable object of this package that is not a network's.
Not here: the meaning of any of it.

Scripts in the 4.8 style build one network without ever naming it; `magic` keeps it here.
"""

import weakref
from dataclasses import field
from typing import TYPE_CHECKING, Final

from annarchy_lab.api.config import Config
from annarchy_lab.language.surroundings import Surroundings, set_surroundings
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from annarchy_lab.api.constant import Constant
    from annarchy_lab.api.network import Network
    from annarchy_lab.language.declaration import UserFunction

__all__ = ["WORKSPACE", "Workspace"]


@dataclass(slots=True)
class Workspace:
    """Everything that ``clear()`` forgets.

    Attributes
    ----------
    config
        What networks copy when they are made.
    constants, functions
        Known to every network.
    networks
        Those that still exist.
    implicit
        The network of the 4.8 style.
    shown
        Notices that were printed once.
    last_id
        The number of the newest network.
    watchers
        Called with each network as soon as it can be watched: when it is made, and after its own
        ``clear()``.  ``clear()`` of the workspace does not forget them.
    is_guest
        Whether this process works for another one, so that the objects of a script may be made a
        second time here, when its modules are imported.
    """

    config: Config = field(default_factory=Config)
    constants: "dict[str, Constant]" = field(default_factory=dict)
    functions: "dict[str, UserFunction]" = field(default_factory=dict)
    networks: "weakref.WeakSet[Network]" = field(default_factory=weakref.WeakSet)
    implicit: "Network | None" = None
    shown: set[str] = field(default_factory=set)
    last_id: int = 0
    watchers: "list[Callable[[Network], None]]" = field(default_factory=list)
    is_guest: bool = False

    def next_id(self) -> int:
        """Return the number of a new network, counted from 1."""
        self.last_id += 1
        return self.last_id

    def surroundings(self) -> Surroundings:
        """Return what the text of a model may name beyond itself."""
        names = {*self.constants}
        for network in self.networks:
            names |= network.constants.keys()
        return Surroundings(frozenset(names), dict(self.functions))


WORKSPACE: Final = Workspace()
set_surroundings(WORKSPACE.surroundings)
