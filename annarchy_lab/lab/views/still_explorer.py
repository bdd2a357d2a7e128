"""The still picture of an explorer, for saved notebooks: a trace, what drives it, the plane, a curve.

In: an explorer and what of it is shown.
Out: one PNG; drawn with Matplotlib where it is installed, else the trace alone, by hand.
Not here: when it is taken (`lab.widgets.explorer`).
"""

import io
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np

from annarchy_lab.lab.explorer.explorer import Explorer
from annarchy_lab.lab.explorer.look import Look
from annarchy_lab.lab.explorer.nullclines import nullclines
from annarchy_lab.lab.explorer.plane import Limits
from annarchy_lab.lab.explorer.trace import Trace
from annarchy_lab.lab.views.still import PALETTE, Line, Panel, still_png

__all__ = ["explorer_png"]

SIZE = (8.6, 5.6)
DPI = 100


def explorer_png(
    explorer: Explorer, look: Look, limits: Mapping[tuple[str, ...], tuple[Limits, ...]]
) -> bytes | None:
    """Return a picture of what an explorer shows."""
    start = dict(zip(explorer.states, look.start, strict=True)) if look.start else None
    variables = None if explorer.states else (explorer.output,)
    found = explorer.trace(start=start, variables=variables)
    name = look.names[0] if look.names else explorer.output
    if find_spec("matplotlib") is None:
        line = Line(name, 0, found.times_ms, found.values[name])
        return still_png([Panel(name, 300, (0.0, float(found.times_ms[-1])), (line,))])
    return _drawn(explorer, look, limits.get(look.names), found, name)


def _drawn(
    explorer: Explorer, look: Look, limits: tuple[Limits, ...] | None, found: Trace, name: str
) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axes = figure.subplot_mosaic(
        [["trace", "trace"], ["drive", "drive"], ["plane", "curve"]], height_ratios=[2, 1, 3.2]
    )
    _trace(axes["trace"], explorer, found, name)
    axes["drive"].plot(found.times_ms[1:], found.waveform, lw=1, color=PALETTE[2])
    _label(axes["drive"], "time (ms)", _with_unit(explorer, look.drive or "drive"))
    if len(look.names) == 2:
        _plane(axes["plane"], explorer, look, limits, found)
    else:
        axes["plane"].set_visible(False)
    _curve(axes["curve"], explorer)
    picture = io.BytesIO()
    canvas.print_png(picture)  # type: ignore[no-untyped-call]
    return picture.getvalue()


def _trace(axis: Any, explorer: Explorer, found: Trace, name: str) -> None:  # noqa: ANN401
    axis.plot(found.times_ms, found.values[name], lw=1, color=PALETTE[0])
    _label(axis, "", _with_unit(explorer, name))
    title = explorer.neuron.name or "neuron"
    axis.set_title(title, loc="left", fontsize="medium", fontweight="bold", parse_math=False)


def _plane(
    axis: Any,  # noqa: ANN401
    explorer: Explorer,
    look: Look,
    limits: tuple[Limits, ...] | None,
    found: Trace,
) -> None:
    x, y = look.names
    held = dict(zip(explorer.states, look.held, strict=True)) if look.held else None
    plane = explorer.plane(x, y, limits, held)
    for color, line in zip(PALETTE, nullclines(explorer.field, plane), strict=False):
        for branch in line.branches:
            axis.plot(*branch.T, lw=1.4, color=color)
    axis.plot(found.values[x], found.values[y], lw=0.7, color="#616161")
    for point in explorer.fixed_points_within(plane):
        face = None if point.is_stable else "white"
        axis.plot(point.values[x], point.values[y], "o", color="black", mfc=face or "black")
    axis.set(xlim=plane.limits[0], ylim=plane.limits[1])
    _label(axis, _with_unit(explorer, x), _with_unit(explorer, y))


def _curve(axis: Any, explorer: Explorer) -> None:  # noqa: ANN401
    if explorer.drive is None:
        axis.set_visible(False)
        return
    curve = explorer.f_i_curve()
    axis.plot(curve.values[0], np.nan_to_num(curve.result), lw=1.4, color=PALETTE[2])
    label = f"{curve.label} ({curve.unit})" if curve.unit else curve.label
    _label(axis, _with_unit(explorer, explorer.drive), label)


def _label(axis: Any, x: str, y: str) -> None:  # noqa: ANN401
    axis.set_xlabel(x, parse_math=False)
    axis.set_ylabel(y, parse_math=False)
    axis.spines[["top", "right"]].set_visible(False)


def _with_unit(explorer: Explorer, name: str) -> str:
    unit = explorer.unit(name)
    return f"{name} ({unit})" if unit else name
