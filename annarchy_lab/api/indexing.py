"""Which neurons an index names: ``pop[3]``, ``pop[:10]``, ``pop[0, :]``, ``pop[[1, 5]]``, masks.

In: an index as users write it, and the geometry it refers to.
Out: ranks, and the geometry of what they form.
Not here: views.
"""

from operator import index as as_integer
from typing import Any, SupportsIndex, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.geometry import Geometry, size_of
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["Index", "select"]

Ranks: TypeAlias = NDArray[np.int64]
Index: TypeAlias = "SupportsIndex | slice | list[int] | NDArray[Any] | tuple[Any, ...] | range"


def select(index: Index, geometry: Geometry) -> tuple[Ranks, Geometry]:
    """Return the ranks that `index` names, and their geometry.

    Parameters
    ----------
    index
        A rank (negative ones count from the end), a slice of ranks, ranks, a mask, or one integer
        or slice per dimension.
    geometry
        Of the population.

    Raises
    ------
    ANNarchyException
        If a rank lies outside, occurs twice, or the index has another form.
    """
    ranks = np.arange(size_of(geometry))
    if isinstance(index, tuple):
        block = ranks.reshape(geometry)[_per_dimension(index, geometry)]
        return block.ravel(), block.shape
    if isinstance(index, slice):
        chosen = ranks[index]
    elif isinstance(index, SupportsIndex) and not isinstance(index, np.ndarray):
        chosen = np.array([_inside(as_integer(index), ranks.size, geometry)])
    else:
        chosen = _listed(np.asarray(index), ranks, geometry)
    return chosen, chosen.shape


def _per_dimension(index: tuple[Any, ...], geometry: Geometry) -> tuple[slice, ...]:
    if len(index) != len(geometry):
        raise ANNarchyException(
            f"a population of geometry {geometry} takes {len(geometry)} indices, not {len(index)}."
        )
    return tuple(
        i if isinstance(i, slice) else _slice_of(i, n, geometry)
        for i, n in zip(index, geometry, strict=True)
    )


def _slice_of(index: Any, size: int, geometry: Geometry) -> slice:  # noqa: ANN401 - checked here
    position = _inside(_integer(index), size, geometry)
    return slice(position, position + 1)


def _integer(value: Any) -> int:  # noqa: ANN401 - checked here
    try:
        return as_integer(value)
    except TypeError:
        raise ANNarchyException(f"{value!r} is not an index of neurons.") from None


def _inside(position: int, size: int, geometry: Geometry) -> int:
    if not -size <= position < size:
        raise ANNarchyException(f"index {position} is outside a population of geometry {geometry}.")
    return position % size


def _listed(index: NDArray[Any], ranks: Ranks, geometry: Geometry) -> Ranks:
    if index.dtype == np.bool_:
        if index.shape not in (ranks.shape, geometry):
            raise ANNarchyException(
                f"a mask of shape {index.shape} does not fit a population of geometry {geometry}."
            )
        return np.flatnonzero(index)
    if index.ndim != 1 or (index.dtype.kind not in "iu" and index.size):
        raise ANNarchyException(f"{index.tolist()!r} is not an index of neurons.")
    chosen = np.array([_inside(int(i), ranks.size, geometry) for i in index], np.int64)
    if np.unique(chosen).size != chosen.size:
        raise ANNarchyException("a view cannot hold the same neuron twice.")
    return chosen
