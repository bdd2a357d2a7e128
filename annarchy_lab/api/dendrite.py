"""One dendrite of a projection, and one synapse.

In: a projection and ranks.  Out: `Dendrite` and `IndividualSynapse`.
Not here: the projection's own lists of lists (`projection`).

Both are known by ranks, not by position: they stay what they are where synapses come and go.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import pick
from annarchy_lab.api.messages import UnknownAttributeError, warn_of_slip
from annarchy_lab.api.sprouting import Sprouting
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Locality

if TYPE_CHECKING:
    from annarchy_lab.api.changes import Change
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.projection import Projection

__all__ = ["Dendrite", "IndividualSynapse"]


class SynapseGroup:
    """What a dendrite and a synapse have in common: some edges of a projection.

    Parameters
    ----------
    projection
        The projection.
    post_rank
        Rank of the post neuron in its whole population.
    """

    def __init__(self, projection: "Projection", post_rank: int) -> None:
        self._projection = projection
        self._post_rank = post_rank

    @property
    def _positions(self) -> slice:
        """Where its edges are now, in dendrite order."""
        return self._projection.edges.dendrite(self._post_rank)

    @property
    def projection(self) -> "Projection":
        """The projection."""
        return self._projection

    @property
    def network(self) -> "Network":
        """The network of the projection."""
        return self._projection.network

    @property
    def post_rank(self) -> int:
        """Rank of the post neuron in its whole population."""
        return self._post_rank

    @property
    def attributes(self) -> list[str]:
        """Names of all parameters and variables."""
        return self._projection.attributes

    def get(self, name: str) -> Any:  # noqa: ANN401 - a number or a list
        """Return the value of an attribute, as reading ``.name`` does."""
        self._projection._require(name)
        return self._seen(name)

    def set(self, values: Mapping[str, object]) -> None:
        """Set several attributes at once."""
        self.network.write([(self, name, value) for name, value in values.items()])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a number or a list
        projection = self.__dict__.get("_projection")
        if projection is not None and name in projection._attributes:
            return self._seen(name)
        known = () if projection is None else projection._attributes
        raise UnknownAttributeError(self, name, known)

    def __setattr__(self, name: str, value: object) -> None:
        projection = self.__dict__.get("_projection")
        is_of_model = projection is not None and name in projection._attributes
        if projection is not None and is_of_model and not hasattr(type(self), name):
            projection.network.write([(self, name, value)])
        else:
            if projection is not None:
                warn_of_slip(self, name, projection.attributes)
            object.__setattr__(self, name, value)

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *self.attributes})

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        """Return a list for a local attribute, else a number."""
        projection = self._projection
        locality = projection._localities[name]
        if locality is Locality.GLOBAL:
            return projection._single(name)
        if locality is Locality.SEMIGLOBAL:
            values, n_post = projection._flat(name), projection.edges.n_post
            return pick(values, np.array([self._post_rank]), n_post)[0].item()
        with projection._held():
            return projection._some_edges(name, self._positions).tolist()

    def _change(self, name: str, value: object) -> "Change":
        self._projection._require(name)
        is_local = self._projection._localities[name] is Locality.LOCAL
        indices = np.array([self._post_rank])
        if is_local:
            positions = self._positions
            indices = np.arange(positions.start, positions.stop)
        return self._projection._change(name, value, indices)


class Dendrite(Sprouting, SynapseGroup):
    """All synapses of a projection that end at one neuron.

    Local attributes read as a list with one value per synapse, others as a number.
    """

    @property
    def pre_ranks(self) -> list[int]:
        """Ranks of the pre neurons in their whole population, ascending."""
        edges = self._projection.edges
        ranks: list[int] = edges.pre_ranks[edges.dendrite(self._post_rank)].tolist()
        return ranks

    @property
    def size(self) -> int:
        """Number of synapses."""
        positions = self._positions
        return int(positions.stop - positions.start)

    def __len__(self) -> int:
        return self.size

    @property
    def target(self) -> str | list[str]:
        """What the projection feeds."""
        return self._projection.target

    @property
    def positions(self) -> NDArray[np.int64]:
        """Its edges, counted over the whole projection in dendrite order."""
        positions = self._positions
        return np.arange(positions.start, positions.stop)

    def synapse(self, pre: int | tuple[int, ...]) -> "IndividualSynapse":
        """Return the synapse from a pre neuron, by its rank or coordinates.

        Raises
        ------
        ANNarchyException
            If there is none.
        """
        made = IndividualSynapse(self._projection, self._post_rank, self._pre_rank_of(pre))
        made._require_existence()
        return made

    def __getitem__(self, pre: int | tuple[int, ...]) -> "IndividualSynapse":
        return self.synapse(pre)

    @property
    def synapses(self) -> Iterator["IndividualSynapse"]:
        """All synapses, pre ranks ascending."""
        return iter(self)

    def __iter__(self) -> Iterator["IndividualSynapse"]:
        for pre_rank in self.pre_ranks:
            yield IndividualSynapse(self._projection, self._post_rank, pre_rank)

    def receptive_field(self, variable: str = "w", fill: float = 0.0) -> NDArray[Any]:
        """Return an attribute of the synapses as an image.

        Parameters
        ----------
        variable
            Name of a local attribute.
        fill
            Value where there is no synapse.

        Returns
        -------
        numpy.ndarray
            Of the geometry of the whole pre population.
        """
        population = self._projection.pre.population
        image = np.full(population.size, fill, self._projection._real(variable))
        with self._projection._held():
            image[self.pre_ranks] = self.get(variable)
        return image.reshape(population.geometry)

    def __repr__(self) -> str:
        return (
            f"<Dendrite of neuron {self._post_rank}, {self._projection.name}: {self.size} synapses>"
        )


class IndividualSynapse(SynapseGroup):
    """One synapse; attributes read and write as numbers.

    Parameters
    ----------
    projection, post_rank
        As in `Dendrite`.
    pre_rank
        Rank of the pre neuron in its whole population.
    """

    def __init__(self, projection: "Projection", post_rank: int, pre_rank: int) -> None:
        super().__init__(projection, post_rank)
        self._pre_rank = pre_rank

    @property
    def pre_rank(self) -> int:
        """Rank of the pre neuron in its whole population."""
        return self._pre_rank

    @property
    def _positions(self) -> slice:
        edges = self._projection.edges
        part = edges.dendrite(self._post_rank)
        ranks = edges.pre_ranks[part]
        position = int(np.searchsorted(ranks, self._pre_rank))
        if position == len(ranks) or ranks[position] != self._pre_rank:
            raise ANNarchyException(
                f"{self._projection.name} has no synapse from {self._pre_rank} to "
                f"{self._post_rank}."
            )
        return slice(part.start + position, part.start + position + 1)

    def _require_existence(self) -> None:
        _ = self._positions

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        value = super()._seen(name)
        return value[0] if isinstance(value, list) else value

    def __repr__(self) -> str:
        return f"<Synapse {self.pre_rank} -> {self._post_rank} of {self._projection.name}>"
