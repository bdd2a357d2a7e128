"""The ways to all values of an attribute of a population, as long as they hold.

In: the state of a network.
Out: `Ports`, one for each attribute that somebody has asked for; who replaces what they lead to
closes them.
Not here: attributes of synapses, whose order and number may change; parts of an attribute.
"""

from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime._bridge import Port
from annarchy_lab.runtime.cpu.network_state import NetworkState

__all__ = ["Ports"]


class Ports(dict[tuple[str, str], Port]):
    """Open ports by population and attribute; one that is asked for is opened.

    Parameters
    ----------
    state
        Of the network.
    """

    def __init__(self, state: NetworkState) -> None:
        super().__init__()
        self._state = state

    def __missing__(self, place: tuple[str, str]) -> Port:
        """Open a port.

        Raises
        ------
        ANNarchyException
            If there is no such population or attribute.
        """
        name, attribute = place
        with self._state.engine.hold():  # or the values might be elsewhere by then
            population = self._state.population(name)
            array, described = self._state.find(name, attribute)
            is_single = described.locality is Locality.GLOBAL
            values = array.values.reshape(()) if is_single else array.values
            port = Port(self._state.engine, values, population.behind_write(attribute))
            self[place] = port
        return port

    def close(self) -> None:
        """Close all; the caller holds the edge."""
        for port in self.values():
            port.close()
        self.clear()
