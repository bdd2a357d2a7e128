"""What the widget of an explorer is told: a trace, a plane, a curve, as messages with buffers.

In: an explorer, and what of it is shown.
Out: messages of the schema, and their buffers.
Not here: when they are sent (`lab.widgets.explorer`).
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.explorer import Explorer
from annarchy_lab.lab.explorer.fixed_points import FixedPoint
from annarchy_lab.lab.explorer.look import Look
from annarchy_lab.lab.explorer.nullclines import contours, nullclines
from annarchy_lab.lab.explorer.plane import Limits, Plane
from annarchy_lab.lab.explorer.scan import Scan
from annarchy_lab.lab.explorer.trace import Trace
from annarchy_lab.lab.messages import (
    ExplorerCurve,
    ExplorerLine,
    ExplorerName,
    ExplorerPlane,
    ExplorerPoint,
    ExplorerTrace,
)
from annarchy_lab.lab.views.colors import SEQUENTIAL

__all__ = ["curve_picture", "plane_picture", "trace_picture"]

Array = NDArray[np.float64]
Buffers: TypeAlias = list[NDArray[np.float32]]

MOST_COLUMNS = 900
MOST_WAVE = 2000
N_GRID = 121
N_LINE = 301
ARROWS = (19, 13)
N_ARROWS_ON_LINE = 25


def trace_picture(
    explorer: Explorer, look: Look, found: Trace, seq: int
) -> tuple[ExplorerTrace, Buffers]:
    """Return what is told of a trace."""
    label = look.names[0] if look.names else next(iter(found.values))
    first = found.values[label]
    second = found.values[look.names[1]] if len(look.names) > 1 else np.zeros_like(first)
    kept = _peaks(first)
    spikes = np.rint(found.spikes_ms / explorer.dt).astype(np.int64)
    kept = (
        np.unique(np.concatenate([kept, spikes - 1, spikes])) if len(spikes) < len(kept) else kept
    )
    wave = found.waveform[:: max(1, -(-len(found.waveform) // MOST_WAVE))]
    message: ExplorerTrace = {
        "kind": "trace",
        "seq": seq,
        "label": label,
        "unit": explorer.unit(label),
        "duration_ms": float(found.times_ms[-1]),
    }
    return message, _floats(found.times_ms[kept], first[kept], second[kept], wave, found.spikes_ms)


def plane_picture(
    explorer: Explorer, look: Look, limits: tuple[Limits, ...], seq: int
) -> tuple[ExplorerPlane, Buffers]:
    """Return what is told of a plane, or of a line."""
    held = dict(zip(explorer.states, look.held, strict=True)) if look.held else None
    plane = explorer.plane_within(look.names, limits, held)
    is_line = len(plane.names) == 1
    lines = _on_line(explorer, plane) if is_line else _in_plane(explorer, plane)
    found = explorer.fixed_points_within(plane)
    x = look.names[0]
    y_limits = _rates_shown(lines) if is_line else limits[1]
    message: ExplorerPlane = {
        "kind": "plane",
        "seq": seq,
        "x": _named(explorer, x),
        "y": _rate_named(explorer, x) if is_line else _named(explorer, look.names[1]),
        "is_line": is_line,
        "x_min": limits[0][0],
        "x_max": limits[0][1],
        "y_min": y_limits[0],
        "y_max": y_limits[1],
        "lines": [_line(role, points) for role, points in lines],
        "points": [_point(point, plane.names) for point in found],
        "whole": _whole(explorer, look),
        "note": _held_note(explorer, plane),
        "held": [float(plane.values[name]) for name in explorer.states],
    }
    arrows = _arrows(explorer, plane)
    points = np.concatenate([p for _, p in lines]) if lines else np.zeros((0, 2))
    return message, _floats(points, arrows)


def curve_picture(
    explorer: Explorer, look: Look, found: Scan, seq: int
) -> tuple[ExplorerCurve, Buffers]:
    """Return what is told of a curve or a map."""
    second = found.names[1] if len(found.names) > 1 else ""
    level = look.waveform.highest
    now = explorer.parameters | ({look.drive: level} if look.drive else {})
    message: ExplorerCurve = {
        "kind": "curve",
        "seq": seq,
        "x": _named(explorer, found.names[0]),
        "y": _named(explorer, second),
        "measure": {"name": found.label, "unit": found.unit},
        "is_map": bool(second),
        "x_now": float(now.get(found.names[0], np.nan)),
        "y_now": float(now.get(second, 0.0)),
        "colors": list(SEQUENTIAL) if second else [],
    }
    others = found.values[1] if second else np.zeros(0)
    return message, _floats(found.values[0], others, found.result)


# Lines


def _in_plane(explorer: Explorer, plane: Plane) -> list[tuple[str, Array]]:
    field = explorer.field
    lines = [
        (role, branch)
        for role, nullcline in zip(("x", "y"), nullclines(field, plane, N_GRID), strict=True)
        for branch in nullcline.branches
    ]
    at = plane.at(plane.grid(N_GRID, N_GRID))
    borders = _different([line for x in field.borders(at) for line in contours(plane, x)])
    lines += [("threshold", line) for line in borders]
    return lines + [("reset", line) for line in _resets(explorer, plane, borders)]


def _resets(explorer: Explorer, plane: Plane, borders: list[Array]) -> list[Array]:
    """Return where a spike leads from the threshold, where it leads anywhere."""
    result = []
    for border in borders:
        after = explorer.field.reset(plane.at(border.T))
        points = np.stack([np.broadcast_to(after[name], len(border)) for name in plane.names], 1)
        if not np.allclose(points, border):
            result.append(points)
    return result


def _on_line(explorer: Explorer, plane: Plane) -> list[tuple[str, Array]]:
    field, x = explorer.field, plane.axis(0, N_LINE)
    at = plane.at(x[None])
    rate = field.derivatives(at)[field.states.index(plane.names[0])]
    lines = [("rate", np.stack([x, rate], axis=1))]
    low, high = _rates_shown(lines)
    marks = [(_crossing(x, border), "threshold") for border in field.borders(at)]
    known = {place: role for place, role in marks if place is not None}
    for place in list(known):
        after = float(field.reset(plane.at(np.array([place])))[plane.names[0]])
        if not np.isclose(after, place):
            known[after] = "reset"
    return lines + [(role, np.array([[v, low], [v, high]])) for v, role in known.items()]


def _crossing(x: Array, values: Array) -> float | None:
    places = np.flatnonzero(np.diff(np.sign(values)))
    if not len(places):
        return None
    k = int(places[0])
    share = values[k] / (values[k] - values[k + 1])
    return round(float(x[k] + share * (x[k + 1] - x[k])), 9)


def _different(lines: list[Array]) -> list[Array]:
    """Leave out lines that lie on one before."""
    kept: list[Array] = []
    for line in lines:
        if not any(x.shape == line.shape and np.allclose(x, line) for x in kept):
            kept.append(line)
    return kept


def _rates_shown(lines: list[tuple[str, Array]]) -> Limits:
    rates = lines[0][1][:, 1]
    rates = rates[np.isfinite(rates)]
    low, high = (
        (min(0.0, float(rates.min())), max(0.0, float(rates.max()))) if rates.size else (0, 1)
    )
    pad = 0.08 * (high - low) or 1.0
    return (low - pad, high + pad)


def _arrows(explorer: Explorer, plane: Plane) -> Array:
    """Return places and directions, both in shares of the axes, shape ``(n, 4)``."""
    counts = ARROWS if len(plane.names) == 2 else (N_ARROWS_ON_LINE,)
    shares = [*np.meshgrid(*((np.arange(n) + 0.5) / n for n in counts), indexing="ij")]
    low = np.array([limit[0] for limit in plane.limits])
    points = np.stack([a + s * k for a, s, k in zip(low, plane.spans, shares, strict=True)])
    rows = [explorer.field.states.index(name) for name in plane.names]
    rates = explorer.field.derivatives(plane.at(points))[rows]
    along = [rate / span for rate, span in zip(rates, plane.spans, strict=True)]
    if len(plane.names) == 1:
        shares, along = [*shares, np.zeros_like(shares[0])], [*along, np.zeros_like(along[0])]
    table = np.stack([part.ravel() for part in (*shares, *along)], axis=1)
    return np.asarray(table[np.isfinite(table).all(axis=1)], np.float64)


# Words


def _point(point: FixedPoint, names: tuple[str, ...]) -> ExplorerPoint:
    x, y = (*(point.values[name] for name in names), 0.0)[:2]
    return {
        "x": x,
        "y": y,
        "kind": point.kind,
        "is_stable": point.is_stable,
        "is_saddle": point.kind.startswith("saddle"),
        "is_beyond": point.is_beyond_threshold,
        "text": f"{point.kind}, eigenvalues {_eigenvalues(point)}",
    }


def _eigenvalues(point: FixedPoint) -> str:
    """Return eigenvalues in 1/ms; pairs as one."""
    seen = [x for x in point.eigenvalues if x.imag <= 0.0]
    texts = [
        f"{x.real:.3g} ± {-x.imag:.3g}i" if abs(x.imag) > 1e-9 else f"{x.real:.3g}" for x in seen
    ]
    return ", ".join(texts).replace("-", "−") + " /ms"


def _whole(explorer: Explorer, look: Look) -> str:
    """Return the fixed points of the whole model, where the plane has fewer states."""
    free = explorer.moving
    if set(free) <= set(look.names):
        return ""
    found = explorer.fixed_points()  # beyond the plane, too
    if not found:
        return ""
    return "whole model: " + "; ".join(f"{p.kind} at {_place(p, look.names)}" for p in found[:3])


def _place(point: FixedPoint, names: tuple[str, ...]) -> str:
    shown = [name for name in names if name in point.values]
    return ", ".join(f"{name} = {point.values[name]:.4g}" for name in shown).replace("-", "−")


def _held_note(explorer: Explorer, plane: Plane) -> str:
    others = [name for name in explorer.states if name not in plane.names]
    values = (f"{name} = {float(plane.values[name]):.3g}" for name in others)
    return ("In the plane these are held: " + ", ".join(values)).replace("-", "−") if others else ""


def _named(explorer: Explorer, name: str) -> ExplorerName:
    return {"name": name, "unit": explorer.unit(name) if name else ""}


def _rate_named(explorer: Explorer, name: str) -> ExplorerName:
    unit = explorer.unit(name)
    return {"name": f"d{name}/dt", "unit": f"{unit}/ms" if unit else "1/ms"}


def _line(role: Any, points: Array) -> ExplorerLine:  # noqa: ANN401 - one of the schema's words
    return {"role": role, "n_points": len(points)}


# Numbers


def _peaks(values: Array) -> NDArray[np.int64]:
    """Return the places of the lowest and the highest value of each column, in order."""
    n = len(values)
    width = -(-n // MOST_COLUMNS)
    if width <= 2:
        return np.arange(n)
    whole = values[: n // width * width].reshape(-1, width)
    base = width * np.arange(len(whole))
    ends = (base + np.nanargmin(_known(whole), 1), base + np.nanargmax(_known(whole), 1))
    return np.unique(np.concatenate([*ends, [0, n - 1]]))


def _known(values: Array) -> Array:
    return np.where(np.isfinite(values), values, 0.0)


def _floats(*parts: Array | NDArray[Any]) -> Buffers:
    with np.errstate(over="ignore"):
        return [np.ascontiguousarray(part, np.float32) for part in parts]
