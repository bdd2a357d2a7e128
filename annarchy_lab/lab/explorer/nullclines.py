"""Nullclines: where the derivative of a state vanishes in a plane.

In: a field and a plane of two states.
Out: for each of the two states its branches, each a line of points.
Not here: where they meet (`fixed_points`).

They are the contours of 0 of a function on a grid, so that a curve may turn back, close, or lie in
several branches, and branches stay apart.  Each point is then moved onto the zero by Newton's
method along the gradient; one that does not come to rest lies at a pole or a jump, where the sign
changes without a zero, and is left out.
"""

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.field import Field
from annarchy_lab.lab.explorer.plane import Plane
from annarchy_lab.lightweight import dataclass

__all__ = ["Nullcline", "contours", "nullclines"]

Array = NDArray[np.float64]

N_POINTS = 121
N_REFINED = 3
FARTHEST = 1.5
"""Of a refinement, in cells of the grid."""


@dataclass(frozen=True, slots=True)
class Nullcline:
    """Where one derivative vanishes.

    Attributes
    ----------
    state
        Whose derivative.
    branches
        Lines of points, each of shape ``(n, 2)``.
    """

    state: str
    branches: tuple[Array, ...]


def nullclines(field: Field, plane: Plane, n: int = N_POINTS) -> tuple[Nullcline, ...]:
    """Return the nullclines of both states of a plane.

    Parameters
    ----------
    field
        The vector field.
    plane
        Of two states.
    n
        Points of the grid along each axis.
    """
    grid = plane.grid(n, n)
    rates = field.derivatives(plane.at(grid))
    result = []
    for name in plane.names:
        place = field.states.index(name)
        lines = contours(plane, rates[place])
        result.append(Nullcline(name, tuple(_refined(field, plane, place, lines, n))))
    return tuple(result)


def contours(plane: Plane, values: Array) -> list[Array]:
    """Return the lines along which values on a grid are 0, each of shape ``(n, 2)``.

    Parameters
    ----------
    values
        Shape ``(n_x, n_y)``; what is not finite is left out.
    """
    from contourpy import contour_generator  # Bokeh's own; only who draws needs it

    known = np.ma.masked_invalid(values.T)
    n_x, n_y = values.shape
    x, y = plane.axis(0, n_x), plane.axis(1, n_y)
    generator = contour_generator(x, y, known, name="serial", line_type="Separate")
    return [np.asarray(line, np.float64) for line in generator.lines(0.0)]


def _refined(field: Field, plane: Plane, place: int, lines: list[Array], n: int) -> list[Array]:
    """Move the points of lines onto the zero; cut them where this fails."""
    if not lines:
        return []
    line = np.concatenate(lines)
    names = [field.states.index(name) for name in plane.names]
    cell = plane.spans / (n - 1)
    points = line.T.copy()
    for _ in range(N_REFINED):
        at = plane.at(points)
        rates, slopes = field.both(at)
        rate, slope = rates[place], slopes[place, names] * cell[:, None]  # per cell of the grid
        steepness = (slope**2).sum(axis=0)
        with np.errstate(all="ignore"):
            step = np.where(steepness > 0.0, rate * slope / steepness, 0.0)
        points = points - np.clip(step, -FARTHEST, FARTHEST) * cell[:, None]
    left = np.abs(field.derivatives(plane.at(points))[place])
    away = np.abs((points - line.T) / cell[:, None]).max(axis=0)
    with np.errstate(all="ignore"):
        is_zero = left <= 1e-6 * np.sqrt(steepness) + 1e-12
    is_good = is_zero & (away < FARTHEST)
    ends = np.cumsum([len(x) for x in lines])[:-1]
    pairs = zip(np.split(points.T, ends), np.split(is_good, ends), strict=True)
    return [piece for part, good in pairs for piece in _pieces(part, good)]


def _pieces(points: Array, is_good: NDArray[np.bool_]) -> list[Array]:
    """Return the stretches of a line that are good, of two points at least."""
    ends = np.flatnonzero(np.diff(np.concatenate(([False], is_good, [False])).astype(int)))
    return [points[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True) if b - a > 1]
