"""The edges of a projection that come and go, in the core's memory.

In: the arrays of a projection as they were at load.
Out: `Rewirer`: the same arrays, which the core now rearranges and lets grow; who is connected now.
Not here: when rules act (`phases.rewiring`), what cannot be done by hand
(`runtime.rewiring_refusals`).

Whoever calls anything here holds the engine's edge, or the network does not run.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.runtime._bridge import EdgeTable
from annarchy_lab.runtime.cpu.arrays import AnyArray, Array, EdgeArray, allocate, converted
from annarchy_lab.runtime.cpu.rewired_delays import RewiredDelays

if TYPE_CHECKING:
    from annarchy_lab.runtime.backend import Rule

__all__ = ["Rewirer"]

OFF = (0, 0)


class Rewirer:
    """Owns the edges of one projection.

    Parameters
    ----------
    spec
        The projection.
    values
        Arrays with one value per edge, by attribute.
    fresh
        What these attributes start with in new edges.
    clocks
        Clocks of event-driven variables.
    is_walked_by_pre
        Whether spikes of pre neurons look for their edges.
    start
        The edges at the start, where `spec` has those of later.

    Attributes
    ----------
    every
        Period and first step of each rule; a period of 0 is off.
    values, clocks, indices
        The arrays that change with the edges.
    delays
        Their delays, and the rows in which spikes find them.
    n_earlier_changes
        How often the edges had changed when they were put here.
    """

    def __init__(
        self,
        spec: ProjectionSpec,
        values: Mapping[str, Array],
        fresh: Mapping[str, float | int | bool],
        clocks: Mapping[str, Array],
        *,
        is_walked_by_pre: bool,
        start: EdgeList | None = None,
    ) -> None:
        self._spec = spec
        self._start = start or spec.edges
        self.n_earlier_changes = 0
        self.every: dict[Rule, tuple[int, int]] = {"creating": OFF, "pruning": OFF}
        self.is_walked_by_pre = is_walked_by_pre
        self._columns = {name: number for number, name in enumerate(values)}
        self._dtypes = {name: array.values.dtype for name, array in values.items()}
        fixed = _allocated({"row_ptr": spec.edges.row_ptr, **self._candidates()})
        ends = {"pre_rank": spec.edges.pre_ranks, "post_rank": spec.edges.post_ranks}
        by_edge = _allocated(ends)
        self._fresh = {name: self._item(name, fresh[name]) for name in values}
        columns = [
            (array.buffer, self._dtypes[name].itemsize, self._fresh[name])
            for name, array in values.items()
        ]
        self.table = EdgeTable(
            spec.edges.n_pre,
            spec.edges.n_post,
            fixed["row_ptr"].buffer,
            by_edge["pre_rank"].buffer,
            by_edge["post_rank"].buffer,
            [*columns, *((clock.buffer, 8, None) for clock in clocks.values())],
        )
        self.values = {name: self._growing(array) for name, array in values.items()}
        self.clocks = {name: self._growing(clock) for name, clock in clocks.items()}
        growing = {name: self._growing(array) for name, array in by_edge.items()}
        self.indices: dict[str, AnyArray] = {**fixed, **growing}
        self.delays = RewiredDelays(spec, self.table, has_rows=is_walked_by_pre)
        self._edges: tuple[int, EdgeList] = (0, spec.edges)

    @property
    def n_changes(self) -> int:
        """How often the edges have changed since load."""
        return self.n_earlier_changes + self.table.n_changes

    @property
    def edges(self) -> EdgeList:
        """Who is connected to whom now; without weights and delays."""
        n_changes, first = self.table.n_changes, self._spec.edges
        if self._edges[0] != n_changes:
            pre, post = (self.indices[f"{end}_rank"].values.copy() for end in ("pre", "post"))
            edges = EdgeList(first.n_pre, first.n_post, pre, post, 0.0)
            self._edges = (n_changes, edges)
        return self._edges[1]

    def insert(
        self, pres: NDArray[Any], posts: NDArray[Any], clock: int, steps: NDArray[np.int32]
    ) -> NDArray[np.int64]:
        """Add edges, with this clock and these delays; return where they stand, in that order."""
        order = np.lexsort((pres, posts))
        ends = (pres[order].tolist(), posts[order].tolist())
        numbers = None if self.delays.numbers is None else (steps[order] - 1).tolist()
        places = np.empty(len(order), np.int64)
        places[order] = self.table.insert(*ends, clock, numbers)
        return places

    def set_fresh(self, attribute: str, value: object) -> None:
        """Let new edges start with `value`."""
        self._fresh[attribute] = self._item(attribute, value)
        self.table.set_fresh(self._columns[attribute], self._fresh[attribute])

    @property
    def fresh(self) -> dict[str, NDArray[Any]]:
        """What each attribute starts with in new edges."""
        return {
            name: np.frombuffer(item, self._dtypes[name]).reshape(())
            for name, item in self._fresh.items()
        }

    def take_over(self, other: "Rewirer") -> None:
        """Go on with the rules of another, and with what its new edges start with."""
        self.every = other.every
        for attribute, item in other._fresh.items():
            self._fresh[attribute] = item
            self.table.set_fresh(self._columns[attribute], item)

    def _item(self, attribute: str, value: object) -> bytes:
        return converted(np.asarray(value), self._dtypes[attribute]).tobytes()

    def _growing(self, array: Array) -> EdgeArray:
        table = self.table
        return EdgeArray(array.buffer, array.values.dtype, lambda: table.n_edges)

    def _candidates(self) -> dict[str, NDArray[Any]]:
        """Return who has a dendrite, and who may get an edge: this never changes."""
        edges = self._start
        has_dendrite = np.zeros(edges.n_post, np.bool_)
        has_dendrite[edges.dendrite_ranks] = True
        is_candidate = np.zeros(edges.n_pre, np.bool_)
        given = self._spec.pre_candidates
        is_candidate[slice(None) if given is None else given] = True
        return {"dendrite": has_dendrite, "pre_candidate": is_candidate}


def _allocated(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Array]:
    return {name: allocate(values, values.dtype, values.size) for name, values in arrays.items()}
