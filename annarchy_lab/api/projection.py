"""Projections: all synapses of one model from one population to another.

In: two populations or views, targets, a synapse model, then a connector method.
Out: `Projection`, with the model's attributes as lists, one per dendrite.
Not here: connector methods (`connectors`), one dendrite or synapse (`dendrite`), the rules of
which model fits which populations (`pairing`).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np

from annarchy_lab.api.changes import Change
from annarchy_lab.api.connecting import Connecting
from annarchy_lab.api.dendrite import Dendrite, IndividualSynapse
from annarchy_lab.api.flags import LearningFlags
from annarchy_lab.api.messages import show_notices
from annarchy_lab.api.pairing import fitting_synapse, resolved, targets_of
from annarchy_lab.api.population import Population
from annarchy_lab.api.ragged import Rows
from annarchy_lab.api.receptive_fields import ReceptiveFields
from annarchy_lab.api.rewiring import RewiringRules
from annarchy_lab.api.saving.saved import SavedConnectivity, SavedObject
from annarchy_lab.api.storage import Storage
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import SynapseDeclaration
from annarchy_lab.language.declare import Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Projection"]

End = Population | PopulationView


class Projection(
    LearningFlags,
    RewiringRules,
    SavedConnectivity,
    SavedObject,
    ReceptiveFields,
    Connecting,
):
    """Synapses of one model between two populations.

    Every parameter and variable of the synapse model is an attribute: local ones read as a list
    of lists (one list per dendrite, pre ranks ascending), semiglobal ones as a list with one
    number per dendrite, global ones as a number.  ``w`` is a number as long as all weights are
    equal and nothing changes them one by one.

    Parameters
    ----------
    pre, post
        Populations, views, or names of populations.
    target
        Which conductance or sum it feeds; several, as a list, between spiking populations.
    synapse
        The model, a `Synapse` or a class that makes one.  Default: the weighted sum of rates, or
        ``g_target += w`` at each spike.
    name
        Unique name.  Default: ``proj0``, ``proj1``, ...
    disable_omp
        Accepted as in ANNarchy.
    network
        Needed only if both ends are names.  Default: the network of the ends.

    Raises
    ------
    ANNarchyException
        If the ends are of different networks, or the synapse does not fit them.
    StateError
        If the network is compiled already.
    """

    PREFIX: ClassVar = "proj"
    IS_SAVED: ClassVar = True
    """Whether files tell of it."""
    _saved_as = "projection"

    def __init__(
        self,
        pre: End | str,
        post: End | str,
        target: str | Sequence[str],
        synapse: Synapse | type[Synapse] | None = None,
        name: str | None = None,
        disable_omp: bool = True,
        *,
        network: "Network | None" = None,
    ) -> None:
        self._pre, self._post = resolved(pre, post, network)
        network = self._pre.network
        network._require_not_compiled("a projection cannot be created")
        self._targets = targets_of(target, self._pre, self._post)
        self.synapse_type = self._fitted(synapse, self._pre, self._post)
        self._storage = Storage()
        name = network._new_name(self.PREFIX, name)
        super().__init__(network, name, self.synapse_type.declaration)
        show_notices(self.synapse_type, network)
        for each in self._targets:
            self._post.population._add_target(each)
        network._projections[name] = self

    # What it is

    @property
    def id(self) -> int:
        """Position in the order of creation."""
        return list(self._network._projections).index(self._name)

    @property
    def pre(self) -> End:
        """Where it comes from."""
        return self._pre

    @property
    def post(self) -> End:
        """Where it goes to."""
        return self._post

    @property
    def target(self) -> str | list[str]:
        """What it feeds; a list if there are several."""
        return self._targets[0] if len(self._targets) == 1 else list(self._targets)

    @property
    def declaration(self) -> SynapseDeclaration:
        """The model as the other rooms know it."""
        return self.synapse_type.declaration

    @property
    def is_spiking(self) -> bool:
        """Whether it transmits spikes."""
        return self._pre.is_spiking

    # Who is connected to whom

    @property
    def size(self) -> int:
        """Number of post neurons that have a dendrite: at least one synapse at the start."""
        return len(self._first_edges.dendrite_ranks)

    def __len__(self) -> int:
        return self.size

    @property
    def nb_synapses(self) -> int:
        """Number of synapses."""
        return self.edges.n_edges

    @property
    def nb_synapses_per_dendrite(self) -> list[int]:
        """Number of synapses of each dendrite."""
        bounds, ranks = self.edges.row_ptr, self._first_edges.dendrite_ranks
        counts: list[int] = np.diff(bounds)[ranks].tolist()
        return counts

    @property
    def post_ranks(self) -> list[int]:
        """Ranks of the post neurons that have a dendrite, in the whole population."""
        ranks: list[int] = self._first_edges.dendrite_ranks.tolist()
        return ranks

    @property
    def pre_ranks(self) -> Rows:
        """Ranks of the pre neurons of each dendrite, in the whole population."""
        with self._held():
            return self._rows(self.edges.pre_ranks)

    # Parts

    def dendrite(self, post: int | tuple[int, ...]) -> Dendrite:
        """Return the dendrite of a post neuron, by its rank or coordinates in the population.

        Raises
        ------
        ANNarchyException
            If that neuron has no synapses of this projection, and had none at the start.
        """
        rank = (
            self._post.population.rank_from_coordinates(post) if isinstance(post, tuple) else post
        )
        part = self._first_edges.dendrite(int(rank))
        if part.start == part.stop:
            raise ANNarchyException(f"post neuron {rank} has no synapses of {self._name}.")
        return Dendrite(self, int(rank))

    def __getitem__(self, post: int | tuple[int, ...]) -> Dendrite:
        return self.dendrite(post)

    @property
    def dendrites(self) -> Iterator[Dendrite]:
        """All dendrites, post ranks ascending."""
        return iter(self)

    def __iter__(self) -> Iterator[Dendrite]:
        return (self.dendrite(rank) for rank in self.post_ranks)

    def synapse(self, pre: int | tuple[int, ...], post: int | tuple[int, ...]) -> IndividualSynapse:
        """Return the synapse between two neurons, by ranks or coordinates."""
        return self.dendrite(post).synapse(pre)

    # Values

    def reset(self, attributes: Sequence[str] | int = -1, synapses: bool = False) -> None:
        """Set attributes other than ``w`` back to their values at the start.

        Parameters
        ----------
        attributes
            Their names.  Default: all but ``w``.
        synapses
            Whether to call the connector method once more, at one step edge: random synapses,
            weights and delays are drawn anew.
        """
        if synapses:
            self._network.reconnect(self._name, self._drawn_anew())
        everything = [name for name in self.attributes if name != "w"]
        names = everything if isinstance(attributes, int) else list(attributes)
        for name in names:
            self._require(name)
        with self._held():
            self._network.write([Change(self._name, name, self._start_now(name)) for name in names])

    def __repr__(self) -> str:
        ends = f"{self._pre.name} -> {self._post.name} ({', '.join(self._targets)})"
        count = "not connected" if self._edges is None else f"{self.nb_synapses} synapses"
        return f"<Projection {self._name}: {ends}, {count}>"

    # Below: for the other files of this room

    @property
    def _window_steps(self) -> int:
        """For how many steps an arriving spike counts; 0 where it runs an event."""
        return 0

    def _fitted(self, synapse: Synapse | type[Synapse] | None, pre: End, post: End) -> Synapse:
        """Return the synapse model to use."""
        return fitting_synapse(synapse, self._targets, pre, post)

    def _copy_into(self, network: "Network", pre: End, post: End, name: str | None) -> Self:
        """Create the same projection in another network, with synapses drawn there."""
        network._require_not_compiled("a projection cannot be created")
        copied = self._cloned(network, name)
        copied._pre, copied._post = pre, post
        for target in self._targets:
            post.population._add_target(target)
        network._projections[copied.name] = copied
        copied._connect_again()
        return copied
