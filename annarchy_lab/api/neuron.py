"""One neuron of a population.

In: a population and a rank.  Out: `IndividualNeuron`, whose attributes are numbers.
Not here: several neurons (`view`).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import pick
from annarchy_lab.api.messages import UnknownAttributeError, warn_of_slip
from annarchy_lab.language.declaration import Locality

if TYPE_CHECKING:
    from annarchy_lab.api.changes import Change
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.view import PopulationView

__all__ = ["IndividualNeuron"]


class IndividualNeuron:
    """One neuron; attributes of its model read and write as numbers, global ones only read.

    Parameters
    ----------
    population
        Its population.
    rank
        Its rank there.
    """

    def __init__(self, population: "Population", rank: int) -> None:
        self._population = population
        self._rank = rank

    @property
    def population(self) -> "Population":
        """Its population."""
        return self._population

    @property
    def network(self) -> "Network":
        """The network of the population."""
        return self._population.network

    @property
    def rank(self) -> int:
        """Its rank."""
        return self._rank

    @property
    def ranks(self) -> NDArray[np.int64]:
        """Its rank, as a view of one neuron gives it."""
        return np.array([self._rank])

    @property
    def size(self) -> int:
        """One."""
        return 1

    @property
    def name(self) -> str:
        """Name of the population and the rank."""
        return f"{self._population.name}[{self._rank}]"

    def __add__(self, other: object) -> "PopulationView":
        from annarchy_lab.api.view import union  # a view is made of neurons, too

        return union(self, other)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a number
        population = self.__dict__.get("_population")
        if population is None or name not in population._attributes:
            known = () if population is None else population._attributes
            raise UnknownAttributeError(self, name, known)
        if population._localities[name] is Locality.GLOBAL:
            return population._single(name)
        return pick(population._flat(name), self.ranks, population.size)[0].item()

    def __setattr__(self, name: str, value: object) -> None:
        population = self.__dict__.get("_population")
        is_of_model = population is not None and name in population._attributes
        if population is not None and is_of_model and not hasattr(type(self), name):
            population.network.write([self._change(name, value)])
        else:
            if population is not None:
                warn_of_slip(self, name, population.attributes)
            object.__setattr__(self, name, value)

    def _change(self, name: str, value: object) -> "Change":
        return self._population._change(name, value, self.ranks)

    def __repr__(self) -> str:
        return f"<Neuron {self._rank} of {self._population.name}>"
