"""How edges are stored: the choice of a format, and the arrays of each.

In: an `EdgeList`, what the user asked for, what the synapse model does.
Out: the choice with its reason; dense and CSR arrays.
Not here: which loops run over them (the rooms below `ir`), the buffers (the runtime).

A format never changes a result.  A weighted sum adds by the position of an edge in its dendrite,
which a hole in a dense row would shift; so holes are allowed only where edges act one by one
(spikes), where adding ``-0.0`` changes nothing.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from annarchy_lab.connectivity.edges import Block, EdgeList, FloatArray, IntArray, LongArray
from annarchy_lab.diagnostics import ANNarchyException

__all__ = [
    "Csr",
    "Dense",
    "Format",
    "FormatChoice",
    "Order",
    "choose_format",
    "from_dense",
    "is_single_weight",
    "to_csr",
    "to_dense_pre_major",
]

Format: TypeAlias = Literal["csr", "dense"]
Order: TypeAlias = Literal["post_to_pre", "pre_to_post"]

# A dense row costs 8 bytes a pair and streams; CSR costs 12 bytes an edge and scatters.
DENSE_SHARE = 0.5
SPARSE_NAMES = (
    "lil",
    "csr",
    "csr_vector",
    "csr_scalar",
    "ell",
    "ellr",
    "sell",
    "coo",
    "bsr",
    "hyb",
    "dia",
)
EITHER_NAMES = ("default", "auto")


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """A format, and why.

    Parameters
    ----------
    format
        ``csr`` or ``dense``.
    reason
        One sentence for `explain`.
    is_fallback
        Whether the user asked for dense and gets CSR, which deserves a notice.
    """

    format: Format
    reason: str
    is_fallback: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """Edge values as a matrix over the block of ranks that holds all edges.

    Parameters
    ----------
    block
        Ranks of the rows (pre) and columns (post).
    values
        Shape ``block.shape``, float64: one row per pre rank.
    """

    block: Block
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Csr:
    """Compressed rows: one row per post neuron, or one per pre neuron.

    Parameters
    ----------
    row_ptr
        Where each row begins, shape ``(n_rows + 1,)``, over the full population.
    col_idx
        Rank at the other end of each edge, shape ``(n_edges,)``, ascending in each row.
    edge_idx
        Position of each edge in dendrite order; None where that is the order itself.
    """

    row_ptr: LongArray
    col_idx: IntArray
    edge_idx: LongArray | None = None


def choose_format(
    edges: EdgeList,
    *,
    requested: str | None = None,
    allow_holes: bool = False,
    structural_plasticity: bool = False,
) -> FormatChoice:
    """Choose how to store edges.

    Parameters
    ----------
    edges
        What to store.
    requested
        The user's `storage_format`; every name of ANNarchy is known, and all sparse ones mean
        CSR.  Default: free choice.
    allow_holes
        Whether a missing pair inside a dense block does no harm.  Default: False.
    structural_plasticity
        Whether edges come and go during a run.  Default: False.

    Raises
    ------
    ANNarchyException
        If `requested` is no format.
    """
    name = (requested or "default").lower()
    if name in SPARSE_NAMES:
        return FormatChoice("csr", f"storage_format={requested!r} is stored as CSR")
    if name not in (*EITHER_NAMES, "dense"):
        known = ", ".join((*EITHER_NAMES, "dense", *SPARSE_NAMES))
        raise ANNarchyException(f"unknown storage format {requested!r}; there are {known}.")
    wants_dense = name == "dense"
    obstacle = _obstacle(edges, allow_holes, structural_plasticity)
    if obstacle:
        return FormatChoice("csr", obstacle, is_fallback=wants_dense)
    share = _share_of_block(edges)
    if wants_dense or share >= DENSE_SHARE:
        asked = "as asked for; " if wants_dense else ""
        return FormatChoice("dense", f"{asked}the block of connected ranks is {share:.0%} full")
    return FormatChoice("csr", f"the block of connected ranks is only {share:.2%} full")


def is_single_weight(
    edges: EdgeList,
    *,
    changes_weight: bool,
    requested: str | None = None,
    structural_plasticity: bool = False,
    force_multiple_weights: bool = False,
) -> bool:
    """Return whether one number stands for all weights, in storage and for users.

    Parameters
    ----------
    edges
        The projection's edges.
    changes_weight
        Whether the synapse model ever assigns ``w``.
    requested
        The user's `storage_format`.  A dense one has no single weight; a dense format that
        `choose_format` chose freely has.
    structural_plasticity
        Whether edges come and go during a run.  Default: False.
    force_multiple_weights
        The user's wish for a weight per synapse.  Default: False.
    """
    is_scalar = not isinstance(edges.weights, np.ndarray)
    is_dense = (requested or "").lower() == "dense"
    may_differ = changes_weight or structural_plasticity or force_multiple_weights or is_dense
    return is_scalar and not may_differ


def to_dense_pre_major(edges: EdgeList, values: float | FloatArray, fill: float = -0.0) -> Dense:
    """Return edge values as a matrix with one row per pre neuron.

    Parameters
    ----------
    edges
        At least one edge.
    values
        One number, or one per edge in dendrite order.
    fill
        What pairs without an edge hold.  Default: -0.0, which added to any number leaves it as
        it is, down to the sign of zero.

    Raises
    ------
    ValueError
        If there is no edge.
    """
    block = edges.block
    if block is None:
        raise ValueError("a projection without edges has no dense form")
    n_pre, n_post = block.shape
    if edges.n_edges == block.n_pairs:
        rows = np.broadcast_to(values, (edges.n_edges,)).reshape(n_post, n_pre)
        return Dense(block, np.array(rows.T, np.float64, order="C"))
    matrix = np.full((n_pre, n_post), fill)
    matrix[edges.pre_ranks - block.pre_start, edges.post_ranks - block.post_start] = values
    return Dense(block, matrix)


def from_dense(edges: EdgeList, dense: Dense) -> FloatArray:
    """Return the values of a dense matrix edge by edge, in dendrite order.

    Parameters
    ----------
    edges
        The edges the matrix was made from.
    dense
        The matrix.
    """
    block = dense.block
    rows, columns = edges.pre_ranks - block.pre_start, edges.post_ranks - block.post_start
    return dense.values[rows, columns]


def to_csr(edges: EdgeList, order: Order = "post_to_pre") -> Csr:
    """Return the edges as compressed rows.

    Parameters
    ----------
    edges
        What to store.
    order
        ``post_to_pre``: one row per post neuron, the dendrite order itself.  ``pre_to_post``:
        one row per pre neuron.
    """
    if order == "post_to_pre":
        return Csr(edges.row_ptr, edges.pre_ranks)
    order_by_pre = edges.pre_major
    return Csr(edges.pre_ptr, edges.post_ranks[order_by_pre], order_by_pre)


def _obstacle(edges: EdgeList, allow_holes: bool, structural_plasticity: bool) -> str:
    if not edges.n_edges:
        return "there are no edges"
    if structural_plasticity:
        return "structural plasticity adds and removes edges"
    if isinstance(edges.delays_ms, np.ndarray):
        return "each synapse has a delay of its own"
    if not allow_holes and _share_of_block(edges) < 1:
        return "pairs are missing in the block, and weighted sums go by position in the dendrite"
    return ""


def _share_of_block(edges: EdgeList) -> float:
    block = edges.block
    return edges.n_edges / block.n_pairs if block else 0.0
