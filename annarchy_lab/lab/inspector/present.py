"""What can be told of a network now: values, rates, memory.

In: a session; attributes of its parts.
Out: arrays and figures, each read when asked for.
Not here: how they are written (`words`), which are asked for (`items`).
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.lab.inspector.rates import Rates
from annarchy_lab.lab.session import Session
from annarchy_lab.language.declaration import Locality

if TYPE_CHECKING:
    from annarchy_lab.api.monitor import Monitor

__all__ = ["MOST_READ", "Present"]

MOST_READ: Final = 50_000
"""Values of one attribute; of more, as many are read, evenly spread."""

Thing = Population | PopulationView | Projection


class Present:
    """A network as it is now; reads what is asked for, and remembers it for one look.

    Parameters
    ----------
    session
        Of the network.
    rates
        Counts the spikes.
    """

    def __init__(self, session: Session, rates: Rates) -> None:
        self.session = session
        self.simulator = session.simulator
        self._rates = rates
        self._memory: dict[str, int] | None = None

    def values(self, thing: Thing, name: str) -> tuple[NDArray[Any], bool]:
        """Return values of an attribute, and whether these are all of them."""
        if self.simulator is None:
            return _before(thing, name), True
        owner = thing if isinstance(thing, Projection) else thing.population
        n = owner.nb_synapses if isinstance(owner, Projection) else owner.size
        is_local = owner.declaration.attribute(name).locality is Locality.LOCAL
        if is_local and n > MOST_READ:
            ranks = np.arange(n) if isinstance(thing, Projection) else np.asarray(thing.ranks)
            every = -(-len(ranks) // MOST_READ)
            return self.simulator.read(owner.name, name, ranks[::every]), every == 1
        values = self.simulator.read(owner.name, name)
        is_part = isinstance(thing, PopulationView) and values.ndim
        return (values[thing.ranks] if is_part else values), True

    def rate(self, row: str, group: Population | PopulationView) -> float | None:
        """Return how fast neurons fire: in Hz, or the mean of ``r`` where they do not spike."""
        if self.simulator is None:
            return None
        if group.is_spiking:
            return self._rates.of(row, group, self.simulator)
        if "r" not in (*group.variables, *group.parameters):
            return None
        values, _ = self.values(group, "r")
        return float(np.mean(values))

    def memory(self, thing: Population | Projection | None = None) -> int:
        """Return the bytes of a part of the network in the core, or of all parts."""
        if self._memory is None:
            self._memory = {} if self.simulator is None else dict(self.simulator.memory())
        return sum(self._memory.values()) if thing is None else self._memory.get(thing.name, 0)

    def recorded(self, monitor: "Monitor") -> int:
        """Return the bytes that a monitor holds in memory."""
        if self.simulator is None:
            return 0
        return sum(track.held_bytes(self.simulator) for track in tuple(monitor.tracks.values()))


def _before(thing: Thing, name: str) -> NDArray[Any]:
    """Return the values of an attribute of a network that is not compiled."""
    if isinstance(thing, Projection) and name == "w":
        return np.asarray(thing.edges.weights)
    values = thing.get(name)
    if isinstance(values, list):
        return np.concatenate([np.ravel(row) for row in values]) if values else np.empty(0)
    return np.asarray(values)
