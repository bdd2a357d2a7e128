"""How edges are stored: the choice of a format.

In: an `EdgeList`, what the user asked for, what the synapse model does.
Out: the choice with its reason.
Not here: which loops run over them (the rooms below `ir`), the buffers (the runtime).

A format never changes a result.  A weighted sum adds by the position of an edge in its dendrite,
which a hole in a dense row would shift; so holes are allowed only where edges act one by one
(spikes), where adding ``-0.0`` changes nothing.
"""

from typing import Literal, TypeAlias

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = [
    "Format",
    "FormatChoice",
    "choose_format",
    "is_single_weight",
]

Format: TypeAlias = Literal["csr", "dense"]

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
    is_dense = (requested or "").lower() == "dense"
    may_differ = changes_weight or structural_plasticity or force_multiple_weights or is_dense
    return edges.shares_weight and not may_differ


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
