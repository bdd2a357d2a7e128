"""A plane, or a line, through the space of states: what varies, between which values, what is held.

In: names of states, limits, values of everything else.
Out: `Plane`: grids of points in it as the field takes them.
Not here: what is found in it (`nullclines`, `fixed_points`).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lightweight import dataclass

__all__ = ["Limits", "Plane"]

Array = NDArray[np.float64]
Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plane:
    """One or two states that vary.

    Attributes
    ----------
    names
        Names of the states, the horizontal one first.
    limits
        Lowest and highest value of each.
    values
        Everything else that the field needs: parameters, and the states that are held.
    """

    names: tuple[str, ...]
    limits: tuple[Limits, ...]
    values: Mapping[str, Any]

    @property
    def spans(self) -> Array:
        """Width of each axis, shape ``(n_axes,)``."""
        return np.array([high - low for low, high in self.limits])

    def axis(self, place: int, n: int) -> Array:
        """Return `n` equally spaced values of one axis."""
        return np.linspace(*self.limits[place], n)

    def at(self, points: Array) -> dict[str, Any]:
        """Return what the field takes at some points, shape ``(n_axes, *shape)``."""
        return {**self.values, **dict(zip(self.names, points, strict=True))}

    def grid(self, *counts: int) -> Array:
        """Return the points of a grid, shape ``(n_axes, *counts)``; the first axis varies first."""
        axes = [self.axis(place, n) for place, n in enumerate(counts)]
        return np.stack(np.meshgrid(*axes, indexing="ij"))

    def contains(self, points: Array, margin: float = 1e-9) -> NDArray[np.bool_]:
        """Tell which points, shape ``(n_axes, n)``, lie within the limits."""
        low, high = np.array(self.limits).T[:, :, None]
        slack = margin * self.spans[:, None]
        return np.asarray(((points >= low - slack) & (points <= high + slack)).all(axis=0))
