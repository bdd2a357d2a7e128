"""The still picture of an explorer, for saved notebooks: trace, input, plane, curve.

In: an explorer and what of it is shown.
Out: one PNG.
Not here: when it is taken (`lab.widgets.explorer`), how it is drawn (`still`).
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.explorer import Explorer
from annarchy_lab.lab.explorer.look import Look
from annarchy_lab.lab.explorer.nullclines import nullclines
from annarchy_lab.lab.explorer.plane import Limits
from annarchy_lab.lab.explorer.trace import Trace
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.views.still import still_png

__all__ = ["explorer_png"]

Array = NDArray[np.float64]

TRACE_HEIGHT = 150
DRIVE_HEIGHT = 60
PLANE_HEIGHT = 260
GREEN = 2


def explorer_png(
    explorer: Explorer, look: Look, limits: Mapping[tuple[str, ...], tuple[Limits, ...]]
) -> bytes | None:
    """Return a picture of what an explorer shows."""
    start = dict(zip(explorer.states, look.start, strict=True)) if look.start else None
    variables = None if explorer.states else (explorer.output,)
    found = explorer.trace(start=start, variables=variables)
    panels = [*_along_time(explorer, look, found)]
    words: list[str] = []
    if len(look.names) == 2:
        panel, words = _plane(explorer, look, limits.get(look.names), found)
        panels.append(panel)
    panels += _curve(explorer)
    return still_png(panels, words)


def _along_time(explorer: Explorer, look: Look, found: Trace) -> Iterator[Panel]:
    name = look.names[0] if look.names else explorer.output
    title = f"{name} of {explorer.neuron.name or 'a neuron'}"
    span = (0.0, float(found.times_ms[-1]))
    trace = Line(name, 0, found.times_ms, found.values[name])
    yield Panel(_with_unit(explorer, name), TRACE_HEIGHT, span, (trace,), title)
    if look.drive:
        drive = Line(look.drive, GREEN, found.times_ms[:-1], found.waveform)
        yield Panel(_with_unit(explorer, look.drive), DRIVE_HEIGHT, span, (drive,), is_stepped=True)


def _plane(
    explorer: Explorer, look: Look, limits: tuple[Limits, ...] | None, found: Trace
) -> tuple[Panel, list[str]]:
    x, y = look.names
    held = dict(zip(explorer.states, look.held, strict=True)) if look.held else None
    plane = explorer.plane(x, y, limits, held)
    lines = [
        Line(f"{line.state}′ = 0", color, *_joined(line.branches))
        for color, line in enumerate(nullclines(explorer.field, plane))
    ]
    lines.append(Line("trace", 3, found.values[x], found.values[y]))
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


def _curve(explorer: Explorer) -> Iterator[Panel]:
    if explorer.drive is None:
        return
    curve = explorer.f_i_curve()
    levels, label = curve.values[0], curve.label
    line = Line(label, GREEN, levels, np.nan_to_num(curve.result))
    yield Panel(
        f"{label} ({curve.unit})" if curve.unit else label,
        TRACE_HEIGHT,
        (float(levels[0]), float(levels[-1])),
        (line,),
        "f–I curve",
        x_label=_with_unit(explorer, explorer.drive),
        floor=0.0,
    )


def _joined(branches: Sequence[Array]) -> tuple[Array, Array]:
    """Return all branches as one line that is interrupted between them."""
    gap = np.full((1, 2), np.nan)
    parts = [part for branch in branches for part in (branch, gap)]
    points = np.concatenate(parts) if parts else gap
    return points[:, 0], points[:, 1]


def _with_unit(explorer: Explorer, name: str) -> str:
    unit = explorer.unit(name)
    return f"{name} ({unit})" if unit else name
