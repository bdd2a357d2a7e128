"""`InputArray`: rates that Python sets.

In: a geometry.  Out: a rate-coded population without equations.
Not here: rates that follow a timetable (`timed_array`).
"""

from typing import TYPE_CHECKING

from annarchy_lab.api.population import Coordinates, Population
from annarchy_lab.language.declare import Neuron, Parameter

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["InputArray"]


class InputArray(Population):
    """Rate-coded neurons whose ``r`` is what was last assigned to it.

    Parameters
    ----------
    geometry
        Number of neurons, or a tuple of dimensions.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...
    network
        The network it joins.  Default: the one of the 4.8 style; `Network.create` copies it.

    Examples
    --------
    >>> from annarchy_lab import Network
    >>> pop = Network().create(InputArray((2, 2)))
    >>> pop.r = 0.5
    >>> pop.r.shape
    (2, 2)
    """

    def __init__(
        self,
        geometry: Coordinates = 1,
        name: str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        super().__init__(geometry, _model(), name, network=network)


def _model() -> Neuron:
    return Neuron(parameters={"r": Parameter(0.0, locality="local")}, name="Input array")
