"""The attributes of synapses: one value per edge, per dendrite or for all.

In: edges, and values as users write them.
Out: `EdgeValues`, the part of a projection that reads and writes them, as lists or as matrices.
Not here: making edges (`projection`), one dendrite (`dendrite`).
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import ModelObject, pick
from annarchy_lab.api.changes import Change, Scale
from annarchy_lab.api.ragged import Rows, flattened, seen_rows
from annarchy_lab.api.storage import Storage
from annarchy_lab.api.values import cast, to_array
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import Kind, Locality, SynapseDeclaration

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from annarchy_lab.runtime.backend import Simulator

__all__ = ["EdgeValues"]


_ONE = np.zeros(())


class EdgeValues(ModelObject):
    """Attributes of a synapse model on the edges of a projection."""

    _edges: EdgeList | None = None
    _edges_now: tuple[tuple[int, int], EdgeList] | None = None
    _storage: Storage

    @property
    def edges(self) -> EdgeList:
        """Ends, initial weights and delays of all synapses, in dendrite order.

        Where synapses come and go, those there are now; the weights are then those of now or of a
        while ago.

        Raises
        ------
        StateError
            If no connector method was called yet.
        """
        simulator = self._rewiring_simulator
        if simulator is None:
            return self._first_edges
        with simulator.hold():
            now = (id(simulator), self._n_rewirings)
            if self._edges_now is None or self._edges_now[0] != now:
                self._edges_now = (now, simulator.edges(self._name))
            return self._edges_now[1]

    @property
    def _first_edges(self) -> EdgeList:
        """The edges at the start: they say which post neurons have a dendrite."""
        if self._edges is None:
            raise StateError(
                f"{self._name} has no synapses yet: call a connector method, such as "
                f"{self._name}.all_to_all(weights=1.0)."
            )
        return self._edges

    @property
    def _is_rewirable(self) -> bool:
        """Whether synapses may come and go."""
        declaration = self._declaration
        assert isinstance(declaration, SynapseDeclaration)
        has_rules = declaration.creating is not None or declaration.pruning is not None
        return has_rules or self._network.settings.structural_plasticity

    @property
    def _rewiring_simulator(self) -> "Simulator | None":
        """What knows the synapses of now, None where they are those of the start."""
        return self._network._simulator if self._is_rewirable else None

    @property
    def _n_rewirings(self) -> int:
        simulator = self._rewiring_simulator
        return 0 if simulator is None else simulator.n_rewirings(self._name)

    def _held(self) -> AbstractContextManager[object]:
        """Keep the synapses as they are for several looks at them."""
        simulator = self._rewiring_simulator
        return nullcontext() if simulator is None else simulator.hold()

    def _take_over(self, edges: EdgeList, values: Mapping[str, NDArray[Any]]) -> None:
        """Have other synapses from the start on, which begin with `values` or as declared."""
        self._edges, self._edges_now = edges, None
        self._initial.pop("w", None)  # whatever init the model gives to w
        for name in self._attributes:
            if self._localities[name] is Locality.LOCAL and self._initial.get(name, _ONE).ndim:
                del self._initial[name]
        self._initial.update(values)

    @contextmanager
    def _taken_over(self, edges: EdgeList, values: Mapping[str, NDArray[Any]]) -> Iterator[None]:
        """Do `_take_over`, and take it back if the block fails."""
        before = self._edges, dict(self._initial)
        self._take_over(edges, values)
        try:
            yield
        except BaseException:
            self._edges, self._initial = before
            raise

    def _rows(self, values: NDArray[Any]) -> Rows:
        """Return values of all synapses as one list per dendrite."""
        return seen_rows(values, self.edges.row_ptr, self._first_edges.dendrite_ranks)

    def csr(self, attribute: str = "w") -> "csr_array":
        """Return an attribute as a sparse matrix of SciPy.

        Parameters
        ----------
        attribute
            Name of a local attribute.

        Returns
        -------
        scipy.sparse.csr_array
            Shape (post, pre) of the whole populations.
        """
        from scipy.sparse import csr_array

        self._require(attribute)
        with self._held():
            edges, values = self.edges, self._per_edge(attribute)
        ends = (edges.pre_ranks.copy(), edges.row_ptr)
        return csr_array((values, *ends), shape=(edges.n_post, edges.n_pre))

    def connectivity_matrix(self, fill: float = 0.0) -> NDArray[Any]:
        """Return the weights as an array.

        Parameters
        ----------
        fill
            Value where there is no synapse.

        Returns
        -------
        numpy.ndarray
            Shape (post, pre) of the whole populations, even where views are connected.
        """
        with self._held():
            edges, weights = self.edges, self._per_edge("w")
        matrix = np.full((edges.n_post, edges.n_pre), fill, self._real("w"))
        matrix[edges.post_ranks, edges.pre_ranks] = weights
        return matrix

    @property
    def _learns(self) -> bool:
        """Whether its model changes the weights."""
        return self._attributes["w"].kind is Kind.VARIABLE

    @property
    def _has_single_weight(self) -> bool:
        """Whether all synapses share one weight for ever."""
        config = self._network.settings
        is_dense = (self._storage.get("storage_format") or config.sparse_matrix_format) == "dense"
        is_forced = self._storage.get("force_multiple_weights", False)
        may_differ = self._learns or is_forced or is_dense or self._is_rewirable
        return self._first_edges.shares_weight and not may_differ

    def _real(self, name: str) -> np.dtype[Any]:
        return self._network.settings.dtype_of_weights if name == "w" else super()._real(name)

    def _start(self, name: str) -> NDArray[Any]:
        if name != "w" or "w" in self._initial or self._edges is None:
            return super()._start(name)
        weights = np.asarray(self._edges.weights)
        return cast(weights, self._attributes["w"].type, self._real("w"), copy=False)

    def _is_single(self, name: str) -> bool:
        return self._has_single_weight if name == "w" else super()._is_single(name)

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        if self._edges is None or self._is_single(name):
            return self._single(name)
        if self._localities[name] is Locality.SEMIGLOBAL:
            edges = self._first_edges
            return pick(
                self._flat(name), edges.dendrite_ranks.astype(np.int64), edges.n_post
            ).tolist()
        with self._held():
            return self._rows(self._per_edge(name))

    def _per_edge(self, name: str) -> NDArray[Any]:
        """Return an attribute as one value per edge, in dendrite order."""
        values, edges = self._flat(name), self.edges
        if self._localities[name] is Locality.SEMIGLOBAL and values.ndim:
            return values[edges.post_ranks]
        return pick(values, slice(None), edges.n_edges)

    def _some_edges(self, name: str, part: slice) -> NDArray[Any]:
        """Return an attribute of some edges that follow each other in dendrite order."""
        simulator, n_edges = self._network._simulator, part.stop - part.start
        if simulator is None:
            return self._per_edge(name)[part]
        values = simulator.read(self._name, name, np.arange(part.start, part.stop))
        return pick(values, slice(None), n_edges)

    def _drawn(self) -> dict[str, RandomDistribution]:
        """Return what is drawn for each synapse besides its weight: it starts random."""
        found = {name: a.initial for name, a in self._attributes.items() if name != "w"}
        return {
            name: initial
            for name, initial in found.items()
            if isinstance(initial, RandomDistribution)
            and self._localities[name] is Locality.LOCAL
            and self._start(name).ndim
        }

    def _start_now(self, name: str) -> NDArray[Any]:
        """Return the values at the start; of new synapses, where some have come or gone since."""
        values = self._start(name)
        is_per_edge = bool(values.ndim) and self._localities[name] is Locality.LOCAL
        if not is_per_edge or not self._n_rewirings:
            return values
        drawn = self._drawn().get(name)
        if drawn is not None:
            return to_array(drawn, self._slot(name))
        declared = self._attributes[name].initial
        if isinstance(declared, str) and declared in self._attributes:
            return self._start_now(declared)
        return cast(self._declared(name), self._attributes[name].type, values.dtype)

    def _draw_anew(self) -> None:
        """After a reset, draw what starts random, where synapses have come or gone since."""
        if self._n_rewirings:
            self._network.write([(self, name, drawn) for name, drawn in self._drawn().items()])

    def _length(self, name: str) -> int | None:
        if self._edges is None:
            return None
        match self._localities[name]:
            case Locality.GLOBAL:
                return None
            case Locality.SEMIGLOBAL:
                return self.edges.n_post
            case Locality.LOCAL:
                return self.edges.n_edges

    def _change(self, name: str, value: object, indices: NDArray[np.int64] | None = None) -> Change:
        self._require(name)
        is_plain = isinstance(value, str | float | int | np.generic | Scale)
        if indices is None and not is_plain:
            indices, value = self._arranged(name, value)
        if name == "w":
            _ = self.edges  # the connector method brings the weights
        change = super()._change(name, value, indices)
        if name == "w" and self._has_single_weight and (change.values.ndim or indices is not None):
            raise ANNarchyException(
                f"all synapses of {self._name} share one weight: set it to one number, or connect "
                "with force_multiple_weights=True."
            )
        return change

    def _arranged(self, name: str, value: object) -> tuple[NDArray[np.int64] | None, object]:
        """Return the elements that a list of values is for, and the values one after another."""
        ranks, locality = self._first_edges.dendrite_ranks, self._localities[name]
        if locality is Locality.SEMIGLOBAL:
            return ranks.astype(np.int64), value
        is_nested = locality is Locality.LOCAL and not isinstance(value, RandomDistribution)
        label = f"{name} of {self._name}"
        return None, flattened(value, self.edges, ranks, label) if is_nested else value
