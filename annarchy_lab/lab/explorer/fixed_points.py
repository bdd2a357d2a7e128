"""Fixed points: where all derivatives vanish, and what becomes of a neuron near them.

In: a field, the states that vary and where to look for them.
Out: `FixedPoint` values, each with the eigenvalues of the Jacobian and what they mean.
Not here: pictures.

Newton's method starts at many points at once; which of them end at one place does not matter.

Strogatz, S. H. (2015). Nonlinear dynamics and chaos, chapters 5 and 6.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.field import Field
from annarchy_lab.lab.explorer.plane import Plane
from annarchy_lab.lightweight import dataclass

__all__ = ["FixedPoint", "fixed_points", "kind_of"]

Array = NDArray[np.float64]

N_ROUNDS = 16
TOLERANCE = 1e-9
SAME = 1e-5
N_GRID = {1: 401, 2: 81}
N_SCATTERED = 16
MOST_CELLS = 200
LONGEST = 0.5
"""Of a step, in widths of the plane."""
FAR = 20.0
"""From the middle, in widths: what is farther does not come back."""
FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """Where a neuron stays.

    Attributes
    ----------
    values
        Value of each state that varies.
    eigenvalues
        Of the Jacobian over these states, in 1/ms, the largest real part first.
    kind
        ``stable node``, ``unstable node``, ``stable focus``, ``unstable focus``, ``saddle``,
        ``saddle-focus``, ``centre``, or ``degenerate`` where an eigenvalue is 0.
    is_beyond_threshold
        Whether the neuron spikes before it gets there.
    """

    values: Mapping[str, float]
    eigenvalues: NDArray[np.complex128]
    kind: str
    is_beyond_threshold: bool = False

    @property
    def is_stable(self) -> bool:
        """Whether a neuron close to it returns."""
        return self.kind.startswith("stable")


def fixed_points(field: Field, plane: Plane, extra: Array | None = None) -> tuple[FixedPoint, ...]:
    """Return the fixed points over the states that a plane (of any dimension) varies.

    Parameters
    ----------
    field
        The vector field.
    plane
        Which states vary, and where to look.  Those of one or two dimensions give only what lies
        within; others all that is found.
    extra
        Further places to start from, shape ``(n_axes, n)``.
    """
    found = _solved(field, plane, _starts(field, plane, extra))
    if len(plane.names) <= 2:
        found = found[:, plane.contains(found)]
    places = _distinct(found / plane.spans[:, None])
    points = [found[:, place] for place in places]
    result = [_described(field, plane, point) for point in points]
    return tuple(sorted(result, key=lambda point: tuple(point.values.values())))


def kind_of(eigenvalues: NDArray[np.complex128]) -> str:
    """Name a fixed point by the eigenvalues of its Jacobian."""
    real, scale = eigenvalues.real, float(np.abs(eigenvalues).max(initial=0.0))
    is_oscillating = np.abs(eigenvalues.imag) > FLAT * max(scale, FLAT)
    is_flat = np.abs(real) <= FLAT * max(scale, FLAT)
    if is_flat.any():
        is_centre = len(real) == 2 and bool((is_flat & is_oscillating).all())
        return "centre" if is_centre else "degenerate"
    grows = real > 0.0
    if grows.any() and not grows.all():
        return "saddle-focus" if is_oscillating[grows].any() else "saddle"
    leading = is_oscillating[np.argmax(real)]
    return f"{'unstable' if grows.all() else 'stable'} {'focus' if leading else 'node'}"


def _starts(field: Field, plane: Plane, extra: Array | None) -> Array:
    n_axes = len(plane.names)
    low = np.array([limit[0] for limit in plane.limits])[:, None]
    shares = np.random.default_rng(0).random((n_axes, N_SCATTERED))
    points = [low + plane.spans[:, None] * shares]
    if n_axes <= 2:
        points.append(_cells(field, plane))
    if extra is not None:
        points.append(extra)
    return np.concatenate(points, axis=1)


def _cells(field: Field, plane: Plane) -> Array:
    """Return the middle of each cell of a grid in which no derivative keeps its sign."""
    n_axes = len(plane.names)
    grid = plane.grid(*(N_GRID[n_axes],) * n_axes)
    places = [field.states.index(name) for name in plane.names]
    is_above = field.derivatives(plane.at(grid))[places] > 0.0
    is_mixed = np.ones(tuple(n - 1 for n in grid.shape[1:]), bool)
    for above in is_above:
        corners = _corners(above)
        is_mixed &= ~corners.all(axis=0) & corners.any(axis=0)
    middles = np.stack([_corners(axis).mean(axis=0) for axis in grid])
    return middles[:, is_mixed][:, :MOST_CELLS]


def _corners(values: NDArray[Any]) -> NDArray[Any]:
    """Return the values at the corners of each cell, shape ``(n_corners, *cells)``."""
    parts = [values]
    for axis in range(values.ndim):
        parts = [np.delete(part, end, axis) for part in parts for end in (0, -1)]
    return np.stack(parts)


def _solved(field: Field, plane: Plane, points: Array) -> Array:
    """Return where Newton's method comes to rest, shape ``(n_axes, n)``."""
    places = [field.states.index(name) for name in plane.names]
    span = plane.spans[:, None]
    middle = np.array([sum(limit) / 2.0 for limit in plane.limits])[:, None]
    done = points[:, :0]
    for _ in range(N_ROUNDS):
        step = _newton_step(field, plane, places, points)
        size = np.abs(step / span).max(axis=0)
        is_there = size < TOLERANCE
        done = np.concatenate([done, points[:, is_there]], axis=1)
        away = np.abs((points - middle) / span).max(axis=0)
        is_open = np.isfinite(size) & (away < FAR) & ~is_there
        points, step, size = points[:, is_open], step[:, is_open], size[is_open]
        if not points.size:
            break
        points = points + step * np.minimum(1.0, LONGEST / size)
    return done


def _newton_step(field: Field, plane: Plane, places: list[int], points: Array) -> Array:
    at = plane.at(points)
    rates, slopes = field.both(at)
    rate, jacobian = rates[places], slopes[np.ix_(places, places)]
    matrices, right = np.moveaxis(jacobian, -1, 0), rate.T[:, :, None]
    is_known = np.asarray(
        np.isfinite(matrices).all(axis=(1, 2)) & np.isfinite(right).all(axis=(1, 2))
    )
    with np.errstate(all="ignore"):
        is_known &= np.abs(np.linalg.det(np.where(is_known[:, None, None], matrices, 0.0))) > 1e-300
    step = np.full(rate.shape, np.nan)
    if is_known.any():
        step[:, is_known] = -np.linalg.solve(matrices[is_known], right[is_known])[:, :, 0].T
    return step


def _distinct(points: Array) -> list[int]:
    """Return one place for each point that differs from all before."""
    kept: list[int] = []
    for place in range(points.shape[1]):
        others = points[:, kept]
        if not kept or np.abs(others - points[:, [place]]).max(axis=0).min() > SAME:
            kept.append(place)
    return kept


def _described(field: Field, plane: Plane, point: Array) -> FixedPoint:
    places = [field.states.index(name) for name in plane.names]
    at = plane.at(point)
    eigenvalues = np.linalg.eigvals(field.jacobian(at)[np.ix_(places, places)])
    eigenvalues = np.asarray(sorted(eigenvalues, key=lambda x: (-x.real, x.imag)), np.complex128)
    values = {name: float(x) for name, x in zip(plane.names, point, strict=True)}
    return FixedPoint(values, eigenvalues, kind_of(eigenvalues), field.spikes(at))
