"""The two ends of a projection as a pattern sees them.

In: ranks of both populations or views, sizes and geometries of the full populations.
Out: `Ends`, checked.
Not here: populations, views and names; they live above and only their ranks come here.
"""

from dataclasses import field
from typing import Self

import numpy as np

from annarchy_lab.connectivity.edges import IntArray
from annarchy_lab.connectivity.geometry import Geometry, size_of
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = ["Ends"]


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Which neurons a pattern may connect.

    Parameters
    ----------
    pre_ranks, post_ranks
        Ranks in the full populations, in the order of the view, without repetition.
    n_pre, n_post
        Sizes of the full populations.
    same_population
        Whether both ends are (views of) the same population.
    same_object
        Whether both ends are the very same population or view.
    pre_geometry, post_geometry
        Geometries of the full populations.  Default: one dimension.

    Raises
    ------
    ANNarchyException
        If a rank lies outside its population or occurs twice, or a geometry has another size.
    """

    pre_ranks: IntArray
    post_ranks: IntArray
    n_pre: int
    n_post: int
    same_population: bool = field(default=False, kw_only=True)
    same_object: bool = field(default=False, kw_only=True)
    pre_geometry: Geometry = field(default=(), kw_only=True)
    post_geometry: Geometry = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        """Check the ranks and fill in the geometries."""
        set_field = object.__setattr__
        set_field(self, "pre_ranks", _checked_ranks("pre", self.pre_ranks, self.n_pre))
        set_field(self, "post_ranks", _checked_ranks("post", self.post_ranks, self.n_post))
        set_field(self, "pre_geometry", _checked_geometry(self.pre_geometry, self.n_pre))
        set_field(self, "post_geometry", _checked_geometry(self.post_geometry, self.n_post))

    @classmethod
    def whole(cls, n_pre: int, n_post: int, *, recurrent: bool = False) -> Self:
        """Return the ends of a projection between two one-dimensional populations.

        Parameters
        ----------
        n_pre, n_post
            Sizes.
        recurrent
            Whether the two are one and the same population.  Default: False.
        """
        pre, post = np.arange(n_pre, dtype=np.int32), np.arange(n_post, dtype=np.int32)
        return cls(pre, post, n_pre, n_post, same_population=recurrent, same_object=recurrent)

    @property
    def is_whole(self) -> bool:
        """Whether both ends are full populations in rank order, no views."""
        return _is_whole(self.pre_ranks, self.n_pre) and _is_whole(self.post_ranks, self.n_post)


def _checked_ranks(end: str, values: IntArray, size: int) -> IntArray:
    ranks = np.asarray(values, np.int32)
    outside = ranks[(ranks < 0) | (ranks >= size)]
    if outside.size:
        raise ANNarchyException(
            f"{end} rank {outside[0]} is outside the population of {size} neurons."
        )
    is_named = np.zeros(size, np.bool_)
    is_named[ranks] = True
    if np.count_nonzero(is_named) != ranks.size:
        raise ANNarchyException(f"the {end} view names a neuron twice.")
    return ranks


def _checked_geometry(geometry: Geometry, size: int) -> Geometry:
    if geometry and size_of(geometry) != size:
        raise ANNarchyException(f"geometry {geometry} does not hold {size} neurons.")
    return geometry or (size,)


def _is_whole(ranks: IntArray, size: int) -> bool:
    return bool(np.array_equal(ranks, np.arange(size)))
