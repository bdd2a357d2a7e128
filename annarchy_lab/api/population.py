"""Populations: neurons of one model in some geometry.

In: a geometry and a neuron model.  Out: `Population`, with the model's attributes as arrays.
Not here: parts of a population (`view`), one neuron (`neuron`).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import ModelObject, pick
from annarchy_lab.api.indexing import Index, select
from annarchy_lab.api.messages import show_notices
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.neuron_controls import NeuronControls
from annarchy_lab.api.refractoriness import Refractoriness
from annarchy_lab.api.saving.saved import SavedObject
from annarchy_lab.api.view import PopulationView
from annarchy_lab.connectivity import geometry as places
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Timetable
from annarchy_lab.language.condition import StopCondition, parse_stop_condition
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Kind,
    Locality,
    NeuronDeclaration,
)
from annarchy_lab.language.declare import Neuron

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Population"]

MEAN_RATE = "r"
"""Attribute of spiking neurons, see `Population.compute_firing_rate`."""

Coordinates = SupportsIndex | Sequence[SupportsIndex]


class Population(Refractoriness, NeuronControls, SavedObject, ModelObject):
    """Neurons of one model.

    Every parameter and variable of the model is an attribute: reading ``pop.v`` gives a copy of
    shape `geometry` if ``v`` is local and a number if it is global; a ``Parameter(x)`` without a
    locality is a number until it is set for each neuron, for a view, or from a distribution.
    Writing takes one value, one per neuron, a random distribution (drawn once) or the name of a
    constant.  Values set before compiling are those that `reset` restores.

    Parameters
    ----------
    geometry
        Number of neurons, or a tuple of dimensions; ranks run in row-major order.
    neuron
        The model, a `Neuron` or a class that makes one.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...  It fixes the stream of random numbers.
    stop_condition
        What `simulate_until` waits for: a condition over the neurons' attributes, constants and
        ``spiked``, such as ``"v > 10"``.  It must hold in any neuron, or in all, if ``: all``
        follows.
    storage_order
        Accepted as in ANNarchy.
    network
        The network it joins.  Default: the one of the 4.8 style.

    Raises
    ------
    ANNarchyException
        If the geometry, the model or the name cannot be used.
    ModelError
        If the stop condition says nothing about this model.
    StateError
        If the network is compiled already.
    """

    _saved_as = "population"
    PREFIX: ClassVar = "pop"

    _rate_targets: tuple[str, ...] = ()  # of spiking neurons: what takes rates instead of spikes

    def __init__(
        self,
        geometry: Coordinates,
        neuron: Neuron | type[Neuron],
        name: str | None = None,
        stop_condition: str | None = None,
        storage_order: str = "post_to_pre",
        *,
        network: "Network | None" = None,
    ) -> None:
        network = network or _implicit()
        self.neuron_type = _instance(neuron)
        self._geometry = places.as_geometry(geometry)
        self._size = places.size_of(self._geometry)
        self._targets: list[str] = []
        network._require_not_compiled("a population cannot be created")
        name = network._new_name(self.PREFIX, name)
        self._stop = _parsed(stop_condition, self.neuron_type, name)
        super().__init__(network, name, self.neuron_type.declaration)
        show_notices(self.neuron_type, network)
        if self.is_spiking:
            self._add_variable(MEAN_RATE)
        self._declare_refractory(self.declaration.refractory)
        network._populations[name] = self
        self._draw_start()

    # Geometry

    @property
    def geometry(self) -> places.Geometry:
        """Dimensions, always a tuple."""
        return self._geometry

    @property
    def size(self) -> int:
        """Number of neurons."""
        return self._size

    @property
    def dimension(self) -> int:
        """Number of dimensions."""
        return len(self._geometry)

    @property
    def width(self) -> int:
        """Length of the first dimension."""
        return places.width_height_depth(self._geometry)[0]

    @property
    def height(self) -> int:
        """Length of the second dimension, or 1."""
        return places.width_height_depth(self._geometry)[1]

    @property
    def depth(self) -> int:
        """Length of the third dimension, or 1."""
        return places.width_height_depth(self._geometry)[2]

    @property
    def ranks(self) -> NDArray[np.int64]:
        """All ranks, ``0 ... size - 1``."""
        return np.arange(self.size)

    def __len__(self) -> int:
        return self.size

    def rank_from_coordinates(self, coord: Coordinates) -> int:
        """Return the rank of the neuron at some coordinates."""
        return places.rank_from_coordinates(self._geometry, coord)

    def coordinates_from_rank(self, rank: SupportsIndex) -> tuple[int, ...]:
        """Return the coordinates of a rank."""
        return places.coordinates_from_rank(self._geometry, rank)

    def normalized_coordinates_from_rank(
        self, rank: SupportsIndex, norm: float = 1.0
    ) -> tuple[float, ...]:
        """Return the coordinates of a rank, each scaled to 0 ... `norm`."""
        return places.normalized_coordinates_from_rank(self._geometry, rank, norm)

    # What it is

    @property
    def id(self) -> int:
        """Position in the order of creation."""
        return list(self._network._populations).index(self._name)

    @property
    def population(self) -> "Population":
        """Itself; a view gives the population of which it is a part."""
        return self

    @property
    def declaration(self) -> NeuronDeclaration:
        """The model as the other rooms know it."""
        declaration = self._declaration
        assert isinstance(declaration, NeuronDeclaration)
        return declaration

    @property
    def targets(self) -> list[str]:
        """Targets of the projections that end here, in order of creation."""
        return list(self._targets)

    @property
    def is_spiking(self) -> bool:
        """Whether its neurons emit spikes."""
        return self.declaration.is_spiking

    @property
    def stop_condition(self) -> str | None:
        """What `simulate_until` waits for, None for nothing."""
        return None if self._stop is None else self._stop.text

    @property
    def init(self) -> dict[str, Any]:
        """Values at the start, which `reset` restores; a number where all neurons start alike."""
        starts = {name: self._start(name) for name in self._attributes}
        return {
            name: values.reshape(self._geometry).copy() if values.ndim else values.item()
            for name, values in starts.items()
        }

    # Parts

    def __getitem__(self, index: Index) -> "PopulationView | IndividualNeuron":
        """Return a view of some neurons, or the neuron at a tuple of coordinates."""
        if isinstance(index, tuple) and not any(isinstance(i, slice) for i in index):
            ranks, _ = select(index, self._geometry)
            return IndividualNeuron(self, int(ranks[0]))
        return PopulationView(self, *select(index, self._geometry))

    def neuron(self, *coord: Any) -> IndividualNeuron:  # noqa: ANN401 - a rank or coordinates
        """Return one neuron, by its rank or by its coordinates."""
        given = coord[0] if len(coord) == 1 and isinstance(coord[0], tuple) else coord
        index = given[0] if len(given) == 1 else tuple(given)
        ranks, _ = select(index, self._geometry)
        return IndividualNeuron(self, int(ranks[0]))

    @property
    def neurons(self) -> Iterator[IndividualNeuron]:
        """All neurons in rank order."""
        return iter(self)

    def __iter__(self) -> Iterator[IndividualNeuron]:
        return (IndividualNeuron(self, rank) for rank in range(self.size))

    @property
    def max_delay(self) -> int:
        """Longest delay, in steps, of the projections that begin here."""
        leaving = (p for p in self._network._projections.values() if p.pre.population is self)
        delays = (p._delay_steps() for p in leaving if p._edges is not None)
        return max((int(np.max(steps, initial=1)) for steps in delays), default=1)

    # State

    @property
    def spike(self) -> NDArray[np.int64]:
        """Ranks of the neurons that spiked in the last step, ascending."""
        if not self.is_spiking:
            raise ANNarchyException(f"{self.name} is rate-coded: it has no spikes.")
        simulator = self._network._simulator
        if simulator is None:
            return np.empty(0, np.int64)
        return simulator.spikes(self.name).astype(np.int64)

    def sum(self, target: str) -> NDArray[Any]:
        """Return the weighted sum (rate-coded) or the conductance (spiking) of a target.

        Returns
        -------
        numpy.ndarray
            Shape ``(size,)``.

        Raises
        ------
        StateError
            If the network is not compiled.
        """
        simulator = self._network._require_simulator()
        name = f"g_{target}" if self.is_spiking else f"sum({target})"
        return pick(simulator.read(self.name, name), slice(None), self.size)

    def reset(self, attributes: Sequence[str] | None = None) -> None:
        """Set attributes back to their values at the start, then `clear`.

        Parameters
        ----------
        attributes
            Their names.  Default: all.
        """
        names = self.attributes if attributes is None else list(attributes)
        for name in names:
            self._require(name)
        self._network.write([self._change(name, self._start(name)) for name in names])
        if self._network.compiled:
            self.clear()

    def __repr__(self) -> str:
        model = self.declaration.name or type(self.neuron_type).__name__
        size = " x ".join(map(str, self._geometry))
        return f"<Population {self.name}: {size} neurons of {model!r}>"

    # Below: for the other files of this room

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        network, place = self._network, (self._name, name, None)
        port = network._ports.get(place)
        values = None if port is None else port.read()
        if values is None:
            port = network._port(self._name, name, takes_arrays=False)
            if self._is_single(name):
                return self._single(name)
            values = self._flat(name)  # a copy already
            if not values.ndim:
                values = np.full(self.size, values)
            if port is not None:
                network._ports[place] = port
        return values if len(self._geometry) == 1 else values.reshape(self._geometry)

    def _length(self, name: str) -> int | None:
        return None if self._localities[name] is Locality.GLOBAL else self._size

    def _shape(self, name: str) -> tuple[int, ...]:
        return () if self._length(name) is None else self._geometry

    def _add_target(self, target: str) -> None:
        """Note that a projection feeds `target`; spiking neurons then have its conductance."""
        conductance = f"g_{target}"
        known = self._attributes.get(conductance)
        if self.is_spiking and known is not None and known.kind is Kind.PARAMETER:
            raise ANNarchyException(
                f"{self.name}: {conductance} is a parameter of the neuron and cannot be the "
                f"conductance of the target {target!r}: rename one of them."
            )
        if target not in self._targets:
            self._targets.append(target)
        if known is None and self.is_spiking:
            self._add_variable(conductance)

    def _add_variable(self, name: str) -> None:
        """Note what spiking neurons have without declaring it."""
        self._attributes[name] = AttributeDeclaration(name, Kind.VARIABLE)
        self._localities[name] = Locality.LOCAL

    def _copy_into(self, network: "Network", name: str | None) -> Self:
        """Create the same population in another network, with the values set so far."""
        network._require_not_compiled("a population cannot be created")
        copied = self._cloned(network, name)
        for target in self._targets:  # those of the other network
            conductance = f"g_{target}"
            if all(a.name != conductance for a in self.declaration.attributes):
                copied._attributes.pop(conductance, None)
        copied._targets = []
        network._populations[copied.name] = copied
        return copied

    def _timetable(self) -> Timetable | None:
        """Return what it does in given steps, in steps of its network."""
        return None

    def _adopt(self, timetable: Timetable) -> None:
        """Note that it follows another timetable now."""


def _instance(neuron: object) -> Neuron:
    if isinstance(neuron, type) and issubclass(neuron, Neuron):
        neuron = neuron()
    if not isinstance(neuron, Neuron):
        hint = ": the geometry comes first" if isinstance(neuron, int | tuple) else ""
        raise ANNarchyException(f"a population is made of a Neuron, not of {neuron!r}{hint}.")
    return neuron


def _parsed(text: str | None, neuron: Neuron, name: str) -> StopCondition | None:
    return None if text is None else parse_stop_condition(text, neuron.declaration, name)


def _implicit() -> "Network":
    from annarchy_lab.api.magic import magic_network  # it needs the populations itself

    return magic_network()
