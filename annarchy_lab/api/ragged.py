"""Values per edge, as users see them: one list per dendrite.

In: flat arrays in dendrite order, who has a dendrite, where each begins.
Out: lists of lists, and back.
Not here: where the values come from.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["flattened", "rows"]


def rows(
    values: NDArray[Any], bounds: NDArray[np.int64], ranks: NDArray[np.int32]
) -> list[list[Any]]:
    """Return values in dendrite order as one list per dendrite.

    Parameters
    ----------
    bounds
        Where the synapses of each post neuron begin, the end last.
    ranks
        Post neurons that have a dendrite.
    """
    listed = values.tolist()
    starts, stops = bounds[ranks].tolist(), bounds[ranks + 1].tolist()
    return [listed[start:stop] for start, stop in zip(starts, stops, strict=True)]


def flattened(value: object, edges: EdgeList, ranks: NDArray[np.int32], label: str) -> NDArray[Any]:
    """Return a list of lists, or an array of any shape, as one value per edge.

    Parameters
    ----------
    ranks
        Post neurons that have a dendrite.

    Raises
    ------
    ANNarchyException
        If the number of dendrites, or of the synapses of one of them, is another.
    """
    if isinstance(value, np.ndarray) and value.dtype != object:
        return value.reshape(-1)
    parts = [np.atleast_1d(part) for part in value]  # type: ignore[attr-defined] # callers check
    expected = np.diff(edges.row_ptr)[ranks]
    if len(parts) == edges.n_edges and all(part.shape == (1,) for part in parts):
        return np.concatenate([*parts, np.empty(0)])
    if len(parts) != len(expected):
        raise ANNarchyException(
            f"{label}: expected {len(expected)} lists, one per dendrite, got {len(parts)}."
        )
    for rank, part, n_edges in zip(ranks, parts, expected, strict=True):
        if part.shape != (n_edges,):
            raise ANNarchyException(
                f"{label}: the dendrite of post neuron {rank} has {n_edges} synapses, "
                f"not {part.size}."
            )
    return np.concatenate([*parts, np.empty(0)])
