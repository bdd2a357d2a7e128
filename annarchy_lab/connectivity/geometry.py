"""Geometry of a population: ranks, coordinates, sizes.

In: a geometry, any number of whole dimensions; a rank or coordinates.
Out: coordinates, ranks, normalised coordinates, all as plain functions of the geometry.
Not here: populations and views, which only forward to these functions.

Ranks run in row-major order: the last coordinate changes fastest.
"""

from collections.abc import Sequence
from math import prod
from operator import index
from typing import SupportsIndex, TypeAlias

import numpy as np

from annarchy_lab.connectivity.edges import FloatArray
from annarchy_lab.diagnostics import ANNarchyException

__all__ = [
    "Geometry",
    "as_geometry",
    "coordinates_from_rank",
    "normalized_coordinates",
    "normalized_coordinates_from_rank",
    "rank_from_coordinates",
    "size_of",
    "width_height_depth",
]

Geometry: TypeAlias = tuple[int, ...]


def as_geometry(geometry: SupportsIndex | Sequence[SupportsIndex]) -> Geometry:
    """Return what a user gave as geometry as a tuple: ``5`` becomes ``(5,)``.

    Raises
    ------
    ANNarchyException
        If it is no integer nor a sequence of integers, is empty, or a dimension is below 1.
    """
    try:
        dimensions = _integers(geometry)
    except TypeError:
        raise ANNarchyException(
            f"a geometry is an integer or a tuple of integers, not {geometry!r}."
        ) from None
    if not dimensions or min(dimensions) < 1:
        raise ANNarchyException(f"every dimension must be at least 1, not {geometry!r}.")
    return dimensions


def size_of(geometry: Geometry) -> int:
    """Return the number of neurons."""
    return prod(geometry)


def width_height_depth(geometry: Geometry) -> tuple[int, int, int]:
    """Return the first three dimensions, 1 where there are fewer."""
    width, height, depth = (*geometry, 1, 1)[:3]
    return width, height, depth


def rank_from_coordinates(
    geometry: Geometry, coordinates: SupportsIndex | Sequence[SupportsIndex]
) -> int:
    """Return the rank of the neuron at some coordinates.

    Raises
    ------
    ANNarchyException
        If there are too many or too few coordinates, or one lies outside.

    Examples
    --------
    >>> rank_from_coordinates((2, 3), (1, 2))
    5
    """
    try:
        given = _integers(coordinates)
    except TypeError:
        raise ANNarchyException(f"coordinates are integers, not {coordinates!r}.") from None
    inside = len(given) == len(geometry) and all(
        0 <= c < n for c, n in zip(given, geometry, strict=True)
    )
    if not inside:
        raise ANNarchyException(f"no neuron at {given} in a population of geometry {geometry}.")
    return int(np.ravel_multi_index(given, geometry))


def coordinates_from_rank(geometry: Geometry, rank: SupportsIndex) -> tuple[int, ...]:
    """Return the coordinates of a rank.

    Raises
    ------
    ANNarchyException
        If the rank lies outside.

    Examples
    --------
    >>> coordinates_from_rank((2, 3), 5)
    (1, 2)
    """
    if not 0 <= index(rank) < size_of(geometry):
        raise ANNarchyException(f"no neuron of rank {rank} in a population of geometry {geometry}.")
    return tuple(int(c) for c in np.unravel_index(index(rank), geometry))


def normalized_coordinates_from_rank(
    geometry: Geometry, rank: SupportsIndex, norm: float = 1.0
) -> tuple[float, ...]:
    """Return the coordinates of a rank, each scaled to the range 0 to `norm`.

    A dimension of size 1 gives 0.

    Raises
    ------
    ANNarchyException
        If the rank lies outside.
    """
    coordinates = coordinates_from_rank(geometry, rank)
    return tuple(c * norm / max(n - 1, 1) for c, n in zip(coordinates, geometry, strict=True))


def normalized_coordinates(geometry: Geometry, norm: float = 1.0) -> FloatArray:
    """Return the normalised coordinates of all ranks, shape ``(size, dimensions)``."""
    coordinates = np.indices(geometry).reshape(len(geometry), -1).T
    scaled: FloatArray = coordinates * norm / np.maximum(np.array(geometry) - 1, 1)
    return scaled


def _integers(values: SupportsIndex | Sequence[SupportsIndex]) -> tuple[int, ...]:
    return (index(values),) if isinstance(values, SupportsIndex) else tuple(map(index, values))
