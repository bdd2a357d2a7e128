"""What an explorer shows as pictures that stay, and as numbers: trace, input, plane, curve.

In: an explorer and what of it is shown.
Out: panels, the words under them, arrays.
Not here: when they are taken (`lab.widgets.explorer`), how they are drawn (`exporting`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.look import Look
from annarchy_lab.lab.explorer.nullclines import nullclines
from annarchy_lab.lab.explorer.plane import Limits, Plane
from annarchy_lab.lab.explorer.scan import Scan
from annarchy_lab.lab.explorer.trace import Trace
from annarchy_lab.lab.exporting.arrays import Arrays, described
from annarchy_lab.lab.exporting.panel import AnyPanel, CellPanel, Line, Panel
from annarchy_lab.lab.views.colors import SEQUENTIAL

if TYPE_CHECKING:
    from annarchy_lab.lab.explorer.explorer import Explorer

__all__ = ["explored_arrays", "explored_curve", "explored_panels"]

Array = NDArray[np.float64]
AllLimits = Mapping[tuple[str, ...], tuple[Limits, ...]]

TRACE_HEIGHT = 150
DRIVE_HEIGHT = 60
PLANE_HEIGHT = 260
GREEN = 2


def explored_panels(
    explorer: "Explorer", look: Look, limits: AllLimits
) -> tuple[list[AnyPanel], list[str]]:
    """Return pictures of what an explorer shows, and the fixed points in words."""
    found = _traced(explorer, look)
    panels: list[AnyPanel] = [*_along_time(explorer, look, found)]
    words: list[str] = []
    if len(look.names) == 2:
        panel, words = _plane(explorer, look, limits.get(look.names), found)
        panels.append(panel)
    if look.scanned:
        panels.append(_curve(explorer, look))
    return panels, words


def explored_arrays(explorer: "Explorer", look: Look, limits: AllLimits) -> Arrays:
    """Return the numbers behind the pictures.

    Returns
    -------
    dict
        ``trace_time_ms`` and ``trace_NAME`` per state, ``waveform`` per step, ``spikes_ms``;
        ``nullcline_NAME`` as points of the plane, shape ``(n, 2)``, branches parted by NaN;
        ``fixed_points``, shape ``(n, 2)``, and ``stable``; ``curve_NAME`` of what was varied, and
        ``curve_result``.
    """
    found = _traced(explorer, look)
    arrays: dict[str, Any] = {
        "trace_time_ms": found.times_ms,
        **{f"trace_{name}": values for name, values in found.values.items()},
        "waveform": found.waveform,
        "spikes_ms": found.spikes_ms,
    }
    if len(look.names) == 2:
        arrays |= _plane_arrays(explorer, _plane_shown(explorer, look, limits.get(look.names)))
    if look.scanned:
        scan = explored_curve(explorer, look)
        arrays |= {f"curve_{x}": v for x, v in zip(scan.names, scan.values, strict=True)}
        arrays["curve_result"] = scan.result
    return described(
        arrays,
        view="explorer",
        model=explorer.neuron.name,
        parameters=explorer.parameters,
        drive=look.drive,
        plane=list(look.names),
        measure=look.measure,
    )


def explored_curve(explorer: "Explorer", look: Look) -> Scan:
    """Return the curve, or the map, that is shown."""
    if look.scanned == look.drive and not look.second and look.measure in ("rate", "mean"):
        return explorer.f_i_curve()
    return explorer.scan(look.scanned, measure=look.measure, second=look.second or None)


def _traced(explorer: "Explorer", look: Look) -> Trace:
    start = dict(zip(explorer.states, look.start, strict=True)) if look.start else None
    return explorer.trace(start=start, variables=None if explorer.states else (explorer.output,))


def _along_time(explorer: "Explorer", look: Look, found: Trace) -> Iterator[Panel]:
    name = look.names[0] if look.names else explorer.output
    title = f"{name} of {explorer.neuron.name or 'a neuron'}"
    span = (0.0, float(found.times_ms[-1]))
    trace = Line(name, 0, found.times_ms, found.values[name])
    yield Panel(_with_unit(explorer, name), TRACE_HEIGHT, span, (trace,), title)
    if look.drive:
        drive = Line(look.drive, GREEN, found.times_ms[:-1], found.waveform)
        yield Panel(_with_unit(explorer, look.drive), DRIVE_HEIGHT, span, (drive,), is_stepped=True)


def _plane_shown(explorer: "Explorer", look: Look, limits: tuple[Limits, ...] | None) -> Plane:
    x, y = look.names
    held = dict(zip(explorer.states, look.held, strict=True)) if look.held else None
    return explorer.plane(x, y, limits, held)


def _plane(
    explorer: "Explorer", look: Look, limits: tuple[Limits, ...] | None, found: Trace
) -> tuple[Panel, list[str]]:
    x, y = look.names
    plane = _plane_shown(explorer, look, limits)
    lines = [
        Line(f"{line.state}′ = 0", color, *_joined(line.branches), is_trail=False)
        for color, line in enumerate(nullclines(explorer.field, plane))
    ]
    lines.append(Line("trace", 3, *_until_resets(found, x, y), is_trail=False))
    panel = Panel(
        _with_unit(explorer, y),
        PLANE_HEIGHT,
        plane.limits[0],
        tuple(lines),
        "phase plane",
        x_label=_with_unit(explorer, x),
        is_path=True,
    )
    points = explorer.fixed_points_within(plane)
    words = [
        f"{point.kind} at " + ", ".join(f"{k} = {v:.4g}" for k, v in point.values.items())
        for point in points
    ]
    return panel, words


def _plane_arrays(explorer: "Explorer", plane: Plane) -> dict[str, Any]:
    lines = nullclines(explorer.field, plane)
    points = explorer.fixed_points_within(plane)
    return {
        **{f"nullcline_{line.state}": np.stack(_joined(line.branches), 1) for line in lines},
        "fixed_points": np.array(
            [[point.values[name] for name in plane.names] for point in points]
        ).reshape(-1, 2),
        "stable": np.array([point.is_stable for point in points], np.bool_),
    }


def _curve(explorer: "Explorer", look: Look) -> AnyPanel:
    scan = explored_curve(explorer, look)
    label = f"{scan.label} ({scan.unit})" if scan.unit else scan.label
    if look.second:
        return _map(explorer, scan, label)
    levels = scan.values[0]
    line = Line(scan.label, GREEN, levels, np.nan_to_num(scan.result))
    is_usual = look.scanned == look.drive and look.measure == "rate"
    return Panel(
        label,
        TRACE_HEIGHT,
        (float(levels[0]), float(levels[-1])),
        (line,),
        "f–I curve" if is_usual else f"{scan.label} over {look.scanned}",
        x_label=_with_unit(explorer, look.scanned),
        floor=0.0,
    )


def _map(explorer: "Explorer", scan: Scan, label: str) -> CellPanel:
    """Return a measure over two parameters; the axes say from where to where."""
    cells = scan.result.T[::-1].astype(np.float32)
    known = cells[np.isfinite(cells)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    colors = tuple(SEQUENTIAL)
    x, y = (
        f"{_with_unit(explorer, name)}: {values[0]:.4g} … {values[-1]:.4g}"
        for name, values in zip(scan.names, scan.values, strict=True)
    )
    title = f"{scan.label} over {' and '.join(scan.names)}"
    size = (cells.shape[1], cells.shape[0])
    limits = (low, high)
    return CellPanel(
        title, PLANE_HEIGHT, cells, limits, colors, colors, x, y, label, size, is_counted=False
    )


def _until_resets(found: Trace, x: str, y: str) -> tuple[Array, Array]:
    """Return the trace, interrupted where a spike resets it."""
    places = np.searchsorted(found.times_ms, found.spikes_ms - 1e-6)
    across, up = (np.insert(found.values[name], places, np.nan) for name in (x, y))
    return across, up


def _joined(branches: Sequence[Array]) -> tuple[Array, Array]:
    """Return all branches as one line that is interrupted between them."""
    gap = np.full((1, 2), np.nan)
    parts = [part for branch in branches for part in (branch, gap)]
    points = np.concatenate(parts) if parts else gap
    return points[:, 0], points[:, 1]


def _with_unit(explorer: "Explorer", name: str) -> str:
    unit = explorer.unit(name)
    return f"{name} ({unit})" if unit else name
