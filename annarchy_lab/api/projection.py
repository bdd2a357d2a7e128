"""Projections: all synapses of one model from one population to another.

In: two populations or views, targets, a synapse model, then a connector method.
Out: `Projection`, with the model's attributes as lists, one per dendrite.
Not here: connector methods (`connectors`), one dendrite or synapse (`dendrite`), the rules of
which model fits which populations (`pairing`).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from annarchy_lab.api.changes import Change
from annarchy_lab.api.connectors import Connectors, Storage
from annarchy_lab.api.delays import Delayed
from annarchy_lab.api.dendrite import Dendrite, IndividualSynapse
from annarchy_lab.api.flags import LearningFlags
from annarchy_lab.api.messages import show_notices, warn
from annarchy_lab.api.pairing import fitting_synapse, resolved, targets_of
from annarchy_lab.api.population import Population
from annarchy_lab.api.rewiring import RewiringRules
from annarchy_lab.api.view import PopulationView
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import Locality, SynapseDeclaration
from annarchy_lab.language.declare import Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Projection"]

End = Population | PopulationView


class Projection(LearningFlags, RewiringRules, Connectors, Delayed):
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
    _connector: tuple[str, Storage, dict[str, Any]] | None = None
    _pattern = ""

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
    def pre_ranks(self) -> list[list[int]]:
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
            Whether to connect anew; refused, as it is not available yet.
        """
        if synapses:
            raise ANNarchyException("reset(synapses=True) is not available yet.")
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

    def _connect(self, pattern: str, storage: Storage, arguments: dict[str, Any]) -> Self:
        self._network._require_not_compiled("synapses cannot be created")
        pre, post = self._pre.population, self._post.population
        ends = Ends(
            self._pre.ranks.astype(np.int32),
            self._post.ranks.astype(np.int32),
            pre.size,
            post.size,
            same_population=pre is post,
            same_object=self._pre is self._post,
            pre_geometry=pre.geometry,
            post_geometry=post.geometry,
        )
        self._connector = (pattern, storage, arguments) if _is_worth_it(arguments) else None
        self._pattern = pattern
        self._given_delay = None
        if pattern == "from_function":
            ends_too = {"pre": self._pre, "post": self._post, "dt_ms": self._network.dt}
            arguments = arguments | ends_too
        self._edges = build_edges(pattern, ends, self._network.default_rng, **arguments)
        self._storage = storage
        self._draw_start()
        self._initial["w"] = np.asarray(self._edges.weights)  # whatever init the model gives to w
        return self

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

    def _settle_with(self, edges: EdgeList) -> None:
        """Start with these edges instead; values that were set for others are forgotten."""
        self._edges, self._edges_now = edges, None
        for name, values in list(self._initial.items()):
            if values.ndim and self._localities[name] is Locality.LOCAL:
                del self._initial[name]
        self._initial["w"] = np.asarray(edges.weights)

    def _connect_again(self) -> None:
        """Draw the synapses once more; values that were set stay, where they still fit."""
        before, start, delay = self._edges, dict(self._initial), self._given_delay
        if self._connector is None or before is None:
            return
        self._edges_now = None
        declared = {name for name, a in self._attributes.items() if _is_random(a.initial)}
        if np.array_equal(start["w"], np.asarray(before.weights)):
            declared.add("w")  # nobody has written to it
        Projection._connect(self, *self._connector)  # whatever a subclass offers its users
        if isinstance(self._network._controls.get((self._name, "delay")), np.ndarray):
            del self._network._controls[self._name, "delay"]  # of other synapses
        if delay is not None:
            self.delay = delay
        is_same = np.array_equal(before.pre_ranks, self._first_edges.pre_ranks) and np.array_equal(
            before.row_ptr, self._first_edges.row_ptr
        )
        for name, values in start.items():
            is_of_synapses = self._localities[name] is Locality.LOCAL and values.ndim
            if name in declared:
                continue
            if is_of_synapses and not is_same:
                warn(
                    f"{name} of {self._name} was set for other synapses: it starts as declared.",
                    self._network,
                )
                self._initial.pop(name, None)
            else:
                self._initial[name] = values


def _is_random(initial: object) -> bool:
    return isinstance(initial, RandomDistribution)


def _is_worth_it(arguments: dict[str, Any]) -> bool:
    """Whether a connector method would do anything else next time: data are not kept twice."""
    is_of_data = "method" not in arguments and any(
        hasattr(value, "__len__") for value in arguments.values()
    )
    return not is_of_data or any(_is_random(value) for value in arguments.values())
