"""Where the values of edges lie, and the way between that order and dendrite order.

In: an `EdgeList` and what the model does with it.
Out: `EdgeStorage`: dense or compressed rows, pre-major or post-major, and conversions of values
and positions.
Not here: the values themselves.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import Block, EdgeList
from annarchy_lab.connectivity.formats import choose_format

__all__ = ["EdgeStorage", "Layout", "choose_storage"]

Layout = Literal["dense", "pre_major", "post_major"]


@dataclass(frozen=True, eq=False)
class EdgeStorage:
    """How one projection's edges are stored.

    Attributes
    ----------
    layout
        ``dense``: a matrix over `block`, rows by `dense_rows`; else compressed rows.
    to_dendrite
        For pre-major rows: position in dendrite order of each stored edge.
    is_fallback
        Whether the user asked for dense and gets compressed rows.
    dense_rows
        Which end the rows of a dense matrix belong to.
    """

    edges: EdgeList
    layout: Layout
    reason: str
    to_dendrite: NDArray[np.int64] | None = None
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

    def store(self, values: NDArray[Any]) -> NDArray[Any]:
        """Bring values from dendrite order into storage order."""
        if self.block is not None:
            # Where there is no edge: -0.0, which changes nothing that it is added to.
            stored = np.full(self.n_values, -0.0, values.dtype)
            stored[self.positions(None)] = values
            return stored
        return values if self.to_dendrite is None else values[self.to_dendrite]

    def load(self, stored: NDArray[Any]) -> NDArray[Any]:
        """Bring values from storage order into dendrite order."""
        if self.layout == "post_major":
            return stored
        return stored[self.positions(None)]

    def places(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where the edges at `indices` (dendrite order) are stored."""
        return indices if self.layout == "post_major" else self.positions(indices)

    def positions(self, indices: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return where the edges at `indices` (dendrite order; None: all) are stored."""
        if self.block is not None:
            chosen = slice(None) if indices is None else indices
            pre = self.edges.pre_ranks[chosen].astype(np.int64) - self.block.pre_start
            post = self.edges.post_ranks[chosen].astype(np.int64) - self.block.post_start
            n_pre, n_post = self.block.shape
            return pre * n_post + post if self.dense_rows == "pre" else post * n_pre + pre
        everything = self._places
        return everything if indices is None else everything[indices]

    @cached_property
    def _places(self) -> NDArray[np.int64]:
        """Where each edge of a pre-major row is stored."""
        everything = np.arange(self.edges.n_edges, dtype=np.int64)
        if self.to_dendrite is None:
            return everything
        inverse = np.empty_like(everything)
        inverse[self.to_dendrite] = everything
        return inverse


def choose_storage(
    edges: EdgeList,
    *,
    requested: str,
    is_post_major: bool,
    dense_rows: Literal["pre", "post"] | None,
    by_pre: NDArray[np.int64],
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
    by_pre
        Order of the edges in pre-major rows, as positions in dendrite order.
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
    return EdgeStorage(edges, "pre_major", reason, to_dendrite=by_pre, is_fallback=is_fallback)
