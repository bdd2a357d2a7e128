"""Where the values of edges lie, and the way between that order and dendrite order.

In: an `EdgeList` and what the model does with it.
Out: `EdgeStorage`: dense or compressed rows, pre-major or post-major, and conversions of values
and positions.
Not here: the values themselves.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import Block, EdgeList
from annarchy_lab.connectivity.formats import choose_format
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.cpu.delays import RowOrder, narrow_or_wide

__all__ = ["EdgeStorage", "Layout", "choose_storage"]

Layout = Literal["dense", "pre_major", "post_major"]


@dataclass(frozen=True, eq=False)
class EdgeStorage:
    """How one projection's edges are stored.

    Attributes
    ----------
    layout
        ``dense``: a matrix over `block`, rows by `dense_rows`; else compressed rows.
    order
        Of pre-major rows.
    is_fallback
        Whether the user asked for dense and gets compressed rows.
    dense_rows
        Which end the rows of a dense matrix belong to.
    """

    edges: EdgeList
    layout: Layout
    reason: str
    order: RowOrder | None = None
    block: Block | None = None
    dense_rows: Literal["pre", "post"] = "pre"
    is_fallback: bool = False

    @property
    def n_values(self) -> int:
        """How many values an attribute of edges takes."""
        return self.block.n_pairs if self.block is not None else self.edges.n_edges

    @cached_property
    def filled(self) -> Block | None:
        """The block that the values of dendrites, one after another, fill without a hole."""
        block = self.edges.block
        if self.layout != "post_major" or block is None:
            return None
        return block if block.n_pairs == self.edges.n_edges else None

    def put(self, stored: NDArray[Any], parts: Iterable[tuple[slice, NDArray[Any]]]) -> None:
        """Fill the array of an attribute with values, which come part by part in dendrite order."""
        if self.block is not None:
            # Where there is no edge: -0.0, which changes nothing that it is added to.
            stored[...] = -0.0
            places = self._in_block(None)
            for part, values in parts:
                stored[places[part]] = values
        elif self.order is None:
            for part, values in parts:
                stored[part] = values
        else:
            places = self.order.places()  # not kept, as long as nobody asks for single edges
            for part, values in parts:
                stored[places[part]] = values

    def store(self, values: NDArray[Any]) -> NDArray[Any]:
        """Bring values from dendrite order into storage order."""
        if self.layout == "post_major":
            return values
        stored = np.empty(self.n_values, values.dtype)
        self.put(stored, [(slice(None), values)])
        return stored

    def load(self, stored: NDArray[Any]) -> NDArray[Any]:
        """Bring values from storage order into dendrite order."""
        if self.layout == "post_major":
            return stored
        loaded: NDArray[Any] = stored[self.positions(None)]
        return loaded

    def places(self, indices: NDArray[np.int64]) -> NDArray[Any]:
        """Return where the edges at `indices` (dendrite order) are stored."""
        return indices if self.layout == "post_major" else self.positions(indices)

    def positions(self, indices: NDArray[np.int64] | None) -> NDArray[Any]:
        """Return where the edges at `indices` (dendrite order; None: all) are stored."""
        if self.block is not None:
            return self._in_block(indices)
        everything = self._places
        chosen: NDArray[Any] = everything if indices is None else everything[indices]
        return chosen

    def _in_block(self, indices: NDArray[np.int64] | None) -> NDArray[Any]:
        assert self.block is not None
        edges = self.edges
        if indices is None:
            rows, columns = edges.pre_ranks, edges.post_ranks
        else:
            rows, columns = edges.ends_of(indices)
        row, column = self.block.pre_start, self.block.post_start
        _, n_columns = self.block.shape
        if self.dense_rows == "post":
            rows, columns, row, column = columns, rows, column, row
            n_columns, _ = self.block.shape
        places: NDArray[Any] = rows.astype(narrow_or_wide(self.block.n_pairs))
        places -= row  # in place: memory that is new takes longer than the sums
        places *= n_columns
        places += columns
        places -= column
        return places

    @cached_property
    def _places(self) -> NDArray[Any]:
        """Where each edge of compressed rows is stored."""
        if self.order is None:
            return np.arange(self.edges.n_edges, dtype=np.int64)
        return self.order.places()


def choose_storage(
    edges: EdgeList,
    *,
    requested: str,
    is_post_major: bool,
    dense_rows: Literal["pre", "post"] | None,
    order: RowOrder,
    obstacle: str = "",
) -> EdgeStorage:
    """Choose where edge values lie.

    Parameters
    ----------
    requested
        ``auto``, ``csr`` or ``dense``.
    is_post_major
        Whether something walks over dendrites.
    dense_rows
        Rows of the dense form that the core's default transmission takes; None where it cannot be
        dense.
    order
        Of pre-major rows.
    obstacle
        Why it cannot be dense.
    """
    # A spike adds edge by edge, and adding -0.0 changes nothing; a weighted sum goes by position.
    choice = choose_format(edges, requested=requested, allow_holes=dense_rows == "pre")
    if dense_rows is not None and choice.format == "dense":
        return EdgeStorage(edges, "dense", choice.reason, block=edges.block, dense_rows=dense_rows)
    reason = choice.reason if dense_rows is not None else obstacle
    is_fallback = choice.is_fallback or choice.format == "dense" == requested
    if is_post_major:
        return EdgeStorage(edges, "post_major", reason, is_fallback=is_fallback)
    return EdgeStorage(edges, "pre_major", reason, order=order, is_fallback=is_fallback)
