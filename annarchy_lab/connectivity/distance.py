"""Weights that depend on the distance between two populations.

In: the ends of a projection, a profile (squared distance to weight), a threshold.
Out: the pairs whose weight passes the threshold, with their weights.
Not here: the profiles themselves (`patterns.gaussian`, `patterns.dog`).

Distances are Euclidean on normalised coordinates: each axis of each population runs 0 to 1.
"""

from collections.abc import Callable

import numpy as np

from annarchy_lab.connectivity.edges import FloatArray, IntArray, LongArray
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.geometry import normalized_coordinates
from annarchy_lab.connectivity.values import as_number
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["edges_by_distance", "require_numbers"]

# Pairs per chunk: the arrays of a chunk stay near the cache, whatever the sizes.
PAIRS_PER_CHUNK = 1 << 16


def edges_by_distance(
    ends: Ends,
    profile: Callable[[FloatArray], FloatArray],
    threshold: float,
    *,
    keep_self: bool,
) -> tuple[IntArray, IntArray, FloatArray]:
    """Connect every pair whose weight is larger in size than a threshold.

    Parameters
    ----------
    ends
        Two populations with equally many dimensions, or views of them; distances are those in
        the whole populations.
    profile
        Gives weights for an array of squared distances.
    threshold
        Pairs with ``abs(weight) <= threshold`` stay unconnected.
    keep_self
        Whether pairs of equal ranks count within one population.

    Returns
    -------
    pre_ranks, post_ranks, weights
        The edges, in dendrite order.

    Raises
    ------
    ANNarchyException
        If the numbers of dimensions differ.
    """
    _require_comparable(ends)
    pre_view, post_view = np.sort(ends.pre_ranks), np.sort(ends.post_ranks)
    squares = _squares_along_axes(ends)
    n_rows = max(1, PAIRS_PER_CHUNK // max(1, ends.n_pre))
    chunks = [(pre_view[:0], post_view[:0], np.empty(0))]
    for start in range(0, len(post_view), n_rows):
        ranks = post_view[start : start + n_rows]
        distances = _squared_distances(squares, np.unravel_index(ranks, ends.post_geometry))
        weights = profile(distances if ends.is_whole else distances[:, pre_view])
        is_edge = np.abs(weights) > threshold
        if ends.same_population and not keep_self:
            is_edge &= ranks[:, np.newaxis] != pre_view
        post_places, pre_places = np.nonzero(is_edge)
        chunks.append((pre_view[pre_places], ranks[post_places], weights[is_edge]))
    pre_ranks, post_ranks, weights = (np.concatenate(part) for part in zip(*chunks, strict=True))
    return pre_ranks.astype(np.int32), post_ranks.astype(np.int32), weights


def require_numbers(pattern: str, **arguments: object) -> None:
    """Refuse arguments of a profile that are no numbers, and widths that are not above zero.

    Raises
    ------
    ANNarchyException
        Naming the pattern and the argument.
    """
    for name, value in arguments.items():
        width = as_number(f"{pattern}: {name}", value)
        if name.startswith("sigma") and not width > 0:
            raise ANNarchyException(f"{pattern}: {name} must be above 0, not {width}.")


def _require_comparable(ends: Ends) -> None:
    if len(ends.pre_geometry) != len(ends.post_geometry):
        raise ANNarchyException(
            "distance-dependent patterns need populations with equally many dimensions, "
            f"not {ends.pre_geometry} and {ends.post_geometry}."
        )


def _squares_along_axes(ends: Ends) -> list[FloatArray]:
    """Return for each axis the squared distances, shape (post coordinates, pre coordinates)."""
    sizes = zip(ends.pre_geometry, ends.post_geometry, strict=True)
    pairs = [
        (normalized_coordinates((post,)), normalized_coordinates((pre,))) for pre, post in sizes
    ]
    return [(post - pre.T) ** 2 for post, pre in pairs]


def _squared_distances(squares: list[FloatArray], post: tuple[LongArray, ...]) -> FloatArray:
    """Return the squared distances of some post neurons to all pre neurons, in rank order."""
    total = np.zeros((len(post[0]), 1))
    for table, coordinates in zip(squares, post, strict=True):
        along_axis = table[coordinates][:, np.newaxis, :]
        total = (total[:, :, np.newaxis] + along_axis).reshape(len(total), -1)
    return total
