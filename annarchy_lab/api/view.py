"""Views: parts of a population that read and write like one.

In: a population and ranks.  Out: `PopulationView`.
Not here: what the ranks were chosen by (`indexing`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import pick
from annarchy_lab.api.indexing import Index, select
from annarchy_lab.api.messages import UnknownAttributeError, warn_of_slip
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.connectivity import geometry as places
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Locality, NeuronDeclaration

if TYPE_CHECKING:
    from annarchy_lab.api.changes import Change
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population

__all__ = ["PopulationView"]


class PopulationView:
    """Some neurons of a population.

    Attributes of the model read as arrays of shape ``(size,)`` in the order of the view (global
    ones as a number) and are written for these neurons only.

    Parameters
    ----------
    population
        The whole population.
    ranks
        Ranks in it, without repetition.
    geometry
        Shape of the view.  Default: one dimension.
    """

    def __init__(
        self,
        population: "Population",
        ranks: NDArray[np.int64],
        geometry: places.Geometry | None = None,
    ) -> None:
        self._population = population
        self._ranks = ranks
        self._geometry = geometry or (len(ranks),)

    @property
    def population(self) -> "Population":
        """The whole population."""
        return self._population

    @property
    def network(self) -> "Network":
        """The network of the population."""
        return self._population.network

    @property
    def name(self) -> str:
        """Name of the population and the ranks, such as ``pop0[0:800]``."""
        return f"{self._population.name}[{_described(self._ranks)}]"

    @property
    def ranks(self) -> NDArray[np.int64]:
        """Ranks in the whole population, in the order of the view."""
        return self._ranks.copy()

    @property
    def size(self) -> int:
        """Number of neurons."""
        return len(self._ranks)

    @property
    def geometry(self) -> places.Geometry:
        """Shape of the view."""
        return self._geometry

    @property
    def declaration(self) -> NeuronDeclaration:
        """The neuron model."""
        return self._population.declaration

    @property
    def is_spiking(self) -> bool:
        """Whether the neurons emit spikes."""
        return self._population.is_spiking

    @property
    def attributes(self) -> list[str]:
        """Names of all parameters and variables."""
        return self._population.attributes

    @property
    def parameters(self) -> list[str]:
        """Names of the attributes that only Python changes."""
        return self._population.parameters

    @property
    def variables(self) -> list[str]:
        """Names of the attributes that equations change."""
        return self._population.variables

    @property
    def targets(self) -> list[str]:
        """Targets of the projections that end in the population."""
        return self._population.targets

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[IndividualNeuron]:
        return (IndividualNeuron(self._population, int(rank)) for rank in self._ranks)

    def __getitem__(self, index: Index) -> "PopulationView":
        """Return a view of some neurons of this view."""
        positions, geometry = select(index, self._geometry)
        return PopulationView(self._population, self._ranks[positions], geometry)

    def __add__(self, other: object) -> "PopulationView":
        return union(self, other)

    def __radd__(self, other: object) -> "PopulationView":
        return union(self, other)

    def rank_from_coordinates(
        self, coord: SupportsIndex | Sequence[SupportsIndex], local: bool = False
    ) -> int:
        """Return a rank, of the view if `local` (`coord` then refers to the view's shape)."""
        geometry = self._geometry if local else self._population.geometry
        return places.rank_from_coordinates(geometry, coord)

    def coordinates_from_rank(self, rank: SupportsIndex, local: bool = False) -> tuple[int, ...]:
        """Return coordinates in the population, or in the view if `local`."""
        geometry = self._geometry if local else self._population.geometry
        return places.coordinates_from_rank(geometry, rank)

    def get(self, name: str) -> Any:  # noqa: ANN401 - a number or an array
        """Return the value of an attribute, as reading ``.name`` does."""
        self._population._require(name)
        return self._seen(name)

    def set(self, values: Mapping[str, object]) -> None:
        """Set several attributes of these neurons at once."""
        self.network.write([self._change(name, value) for name, value in values.items()])

    def sum(self, target: str) -> NDArray[Any]:
        """Return the weighted sum or conductance of a target, shape ``(size,)``."""
        values: NDArray[Any] = self._population.sum(target)[self._ranks]
        return values

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a number or an array
        population = self.__dict__.get("_population")
        if population is not None and name in population._attributes:
            return self._seen(name)
        if population is None:
            raise UnknownAttributeError(self, name)
        raise UnknownAttributeError(self, name, population._attributes, population._about_missing)

    def __setattr__(self, name: str, value: object) -> None:
        population = self.__dict__.get("_population")
        is_of_model = population is not None and name in population._attributes
        if is_of_model and not hasattr(type(self), name):
            self.network.write([self._change(name, value)])
        else:
            if population is not None:
                warn_of_slip(self, name, population.attributes)
            object.__setattr__(self, name, value)

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *self.attributes})

    def __repr__(self) -> str:
        return f"<View of {self.size} neurons: {self.name}>"

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        population = self._population
        if population._localities[name] is Locality.GLOBAL:
            return population._single(name)
        return pick(population._flat(name), self._ranks, population.size)

    def _change(self, name: str, value: object) -> "Change":
        return self._population._change(name, value, self._ranks)


def union(one: object, other: object) -> PopulationView:
    """Return the view of all neurons of two views or neurons, in rank order.

    Raises
    ------
    ANNarchyException
        If they belong to different populations.
    """
    parts = (one, other)
    if not all(isinstance(part, PopulationView | IndividualNeuron) for part in parts):
        raise TypeError("only views and neurons can be added to a view.")
    if one.population is not other.population:  # type: ignore[attr-defined] # checked above
        raise ANNarchyException("only views of the same population can be joined.")
    ranks = np.concatenate([np.atleast_1d(part.ranks) for part in parts])  # type: ignore[attr-defined]
    return PopulationView(one.population, np.unique(ranks))  # type: ignore[attr-defined]


def _described(ranks: NDArray[np.int64]) -> str:
    if len(ranks) > 1 and np.all(np.diff(ranks) == 1):
        return f"{ranks[0]}:{ranks[-1] + 1}"
    listed = [str(rank) for rank in ranks[:6]]
    return ", ".join([*listed, "..."] if len(ranks) > len(listed) else listed)
