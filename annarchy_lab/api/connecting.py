"""What a connector method does to a projection: synapses at the start, and drawn once more.

In: the name of a pattern and its arguments.
Out: `Connecting`, the part of a projection that gets its synapses from them.
Not here: the methods (`connectors`), the patterns (`connectivity`), replacing the synapses of a
compiled network (`reconnecting`).
"""

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from annarchy_lab.api.connectors import Connectors
from annarchy_lab.api.delays import Delayed
from annarchy_lab.api.messages import warn
from annarchy_lab.api.reconnecting import NewSynapses
from annarchy_lab.api.storage import Storage, check_storage
from annarchy_lab.api.values import to_array
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import Locality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annarchy_lab.api.population import Population
    from annarchy_lab.api.view import PopulationView

__all__ = ["Connecting"]


class Connecting(Connectors, Delayed):
    """Getting synapses from a connector method."""

    if TYPE_CHECKING:
        _pre: Population | PopulationView
        _post: Population | PopulationView

    _connector: tuple[str, Storage, dict[str, Any]] | None = None
    """What was called; None for data, which would give the same synapses once more."""
    _pattern = ""

    def _connect(self, pattern: str, storage: Storage, arguments: dict[str, Any]) -> Self:
        self._network._require_not_compiled("synapses cannot be created")
        check_storage(pattern, storage)
        edges = self._made_edges(pattern, arguments)
        self._connector = (pattern, storage, arguments) if _is_worth_it(arguments) else None
        self._pattern = pattern
        self._given_delay = None
        self._storage = storage
        self._take_over(edges, {})
        self._draw_start()
        self._initial.pop("w", None)  # whatever init the model gives to w
        return self

    def _made_edges(self, pattern: str, arguments: dict[str, Any]) -> EdgeList:
        rng = self._network.default_rng
        if pattern == "from_function":
            ends_too = {"pre": self._pre, "post": self._post, "dt_ms": self._network.dt}
            return build_edges(pattern, self._ends(), rng, **arguments, **ends_too)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            edges = build_edges(pattern, self._ends(), rng, **arguments)
        for each in told:
            warn(f"{self._name}: {each.message}", self._network)
        return edges

    def _ends(self) -> Ends:
        pre, post = self._pre.population, self._post.population
        return Ends(
            self._pre.ranks.astype(np.int32),
            self._post.ranks.astype(np.int32),
            pre.size,
            post.size,
            same_population=pre is post,
            same_object=self._pre is self._post,
            pre_geometry=pre.geometry,
            post_geometry=post.geometry,
        )

    def _drawn_anew(self) -> NewSynapses:
        """Return what the connector method gives once more.

        What was set per synapse before compiling stays if the same neurons are connected again.
        """
        before = edges = self._first_edges
        if self._connector is not None:
            pattern, _, arguments = self._connector
            edges = self._made_edges(pattern, arguments)
        if isinstance(self._given_delay, int | float) and isinstance(edges.delays_ms, float):
            edges = edges.given(delays_ms=float(self._given_delay))
        is_same = edges.connects_like(before)
        values: dict[str, NDArray[Any]] = {}
        for name, attribute in self._attributes.items():
            if name == "w" or self._localities[name] is not Locality.LOCAL:
                continue
            if _is_random(attribute.initial):
                slot = replace(self._slot(name), length=edges.n_edges)
                values[name] = to_array(attribute.initial, slot)
            elif is_same and self._start(name).ndim:
                values[name] = self._start(name)
        return NewSynapses.of_edges(edges, values)

    def _connect_again(self) -> None:
        """Draw the synapses once more; values that were set stay, where they still fit."""
        before, start, delay = self._edges, dict(self._initial), self._given_delay
        if self._connector is None or before is None:
            return
        declared = {name for name, a in self._attributes.items() if _is_random(a.initial)}
        Connecting._connect(self, *self._connector)  # whatever a subclass offers its users
        if isinstance(self._network._controls.get((self._name, "delay")), np.ndarray):
            del self._network._controls[self._name, "delay"]  # of other synapses
        if delay is not None:
            self.delay = delay
        is_same = self._first_edges.connects_like(before)
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
