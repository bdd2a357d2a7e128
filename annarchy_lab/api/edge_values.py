"""The attributes of synapses: one value per edge, per dendrite or for all.

In: edges, and values as users write them.
Out: `EdgeValues`, the part of a projection that reads and writes them, as lists or as matrices.
Not here: making edges (`projection`), one dendrite (`dendrite`).
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import ModelObject, pick
from annarchy_lab.api.changes import Change, Scale
from annarchy_lab.api.connectors import Storage
from annarchy_lab.api.ragged import flattened, rows
from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.declaration import Kind, Locality

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["EdgeValues"]


class EdgeValues(ModelObject):
    """Attributes of a synapse model on the edges of a projection."""

    _edges: EdgeList | None = None
    _storage: Storage

    @property
    def edges(self) -> EdgeList:
        """Ends, initial weights and delays of all synapses, in dendrite order.

        Raises
        ------
        StateError
            If no connector method was called yet.
        """
        if self._edges is None:
            raise StateError(
                f"{self._name} has no synapses yet: call a connector method, such as "
                f"{self._name}.all_to_all(weights=1.0)."
            )
        return self._edges

    @cached_property
    def _row_ptr(self) -> NDArray[np.int64]:
        return self.edges.row_ptr

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

        edges = self.edges
        self._require(attribute)
        values = self._per_edge(attribute)
        ranks = edges.pre_ranks.copy()
        return csr_array((values, ranks, self._row_ptr), shape=(edges.n_post, edges.n_pre))

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
        edges = self.edges
        matrix = np.full((edges.n_post, edges.n_pre), fill, self._network.settings.dtype)
        matrix[edges.post_ranks, edges.pre_ranks] = self._per_edge("w")
        return matrix

    @property
    def _has_single_weight(self) -> bool:
        """Whether all synapses share one weight for ever."""
        is_fixed = self._attributes["w"].kind is Kind.PARAMETER
        is_forced = self._storage.get("force_multiple_weights", False)
        return self.edges.weights.__class__ is float and is_fixed and not is_forced

    def _is_single(self, name: str) -> bool:
        return self._has_single_weight if name == "w" else super()._is_single(name)

    def _seen(self, name: str) -> Any:  # noqa: ANN401
        if self._edges is None or self._is_single(name):
            return self._single(name)
        if self._localities[name] is Locality.SEMIGLOBAL:
            edges = self.edges
            return pick(
                self._flat(name), edges.dendrite_ranks.astype(np.int64), edges.n_post
            ).tolist()
        return rows(self._per_edge(name), self.edges)

    def _per_edge(self, name: str) -> NDArray[Any]:
        """Return an attribute as one value per edge, in dendrite order."""
        values, edges = self._flat(name), self.edges
        if self._localities[name] is Locality.SEMIGLOBAL and values.ndim:
            return values[edges.post_ranks]
        return pick(values, slice(None), edges.n_edges)

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
        edges, locality = self.edges, self._localities[name]
        if locality is Locality.SEMIGLOBAL:
            return edges.dendrite_ranks.astype(np.int64), value
        is_nested = locality is Locality.LOCAL and not isinstance(value, RandomDistribution)
        return None, flattened(value, edges, f"{name} of {self._name}") if is_nested else value
