"""The marks of one plot: axes, and lines, dots or bars between them.

In: a `Panel` and the box that it has.
Out: marks of a drawing.
Not here: heads and margins (`places`), pictures of cells (`cell_picture`).
"""

import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.exporting.drawing import Bars, Dots, Drawing, Image, Path, Text
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.exporting.places import TICK, Box, draw_up, fitted
from annarchy_lab.lab.exporting.ticks import Tick, around, nice_step, number, ticks, time_ticks

__all__ = ["draw_panel"]

MOST_DOTS: Final = 30_000
"""Above it a drawing counts spikes in cells: single ones could not be told apart."""
CELL: Final = 1.5
BAND: Final = 3.0
TALL_ROW: Final = 8.0
FINEST: Final = 0.5
"""Points of a line that are closer than this share of a pixel become their envelope."""
SHADES: Final = 10
FAINTEST: Final = 0.12
GROUND: Final = 0.5
"""Decades below a count of 1 on a logarithmic axis."""

Floats = NDArray[np.float64]


def draw_panel(drawing: Drawing, panel: Panel, box: Box, *, is_labelled: bool) -> None:
    """Put a plot into a drawing.

    Parameters
    ----------
    drawing, panel, box
        Where, what, and how large.
    is_labelled
        Whether the horizontal axis has numbers and a name.
    """
    limits, up = _vertical(panel, box)
    has_grid = panel.rows is None
    draw_up(drawing, box, panel.label, up, limits, has_grid=has_grid)
    _draw_across(drawing, panel, box, is_labelled=is_labelled)
    if panel.rows is not None:
        _draw_raster(drawing, panel, box)
    elif panel.is_filled:
        _draw_bars(drawing, panel, box, limits)
    else:
        for line in panel.lines:
            _draw_line(drawing, panel, line, box, limits)


# Axes


def _vertical(panel: Panel, box: Box) -> tuple[tuple[float, float], list[Tick]]:
    """Return the ends of the vertical axis and its ticks."""
    n = min(max(int(box.height // 26), 2), 6)
    low, high = panel.extent
    if panel.rows is not None:
        return (low, high), _row_ticks(int(high), box.height, n)
    if panel.is_log:
        decades = max(math.ceil(math.log10(max(high, 1.0))), 1)
        every = math.ceil(decades / n)
        marks = [(float(k), number(10.0**k, 0)) for k in range(0, decades + 1, every)]
        return (-GROUND, float(decades)), marks
    low, high, step = around(low, high, min(n, 4))
    return (low, high), ticks(low, high, step)


def _row_ticks(n_rows: int, height: float, n: int) -> list[Tick]:
    """Return ticks at the middles of rows where those are tall, else at round numbers."""
    is_tall = height / max(n_rows, 1) >= TALL_ROW
    last = n_rows - 1 if is_tall else n_rows
    marks = ticks(0.0, last, max(nice_step(n_rows or 1, n), 1.0))
    return [(value + 0.5 * is_tall, text) for value, text in marks]


def _draw_across(drawing: Drawing, panel: Panel, box: Box, *, is_labelled: bool) -> None:
    look, (low, high) = drawing.look, panel.span
    n = min(max(int(box.width // 84), 2), 10)
    unit, marks = time_ticks(low, high, n) if panel.x_label is None else ("", ticks(
        low, high, nice_step(high - low, n)
    ))  # fmt: skip
    drawing.line(look.axis, box.left, box.bottom, box.right, box.bottom)
    for value, text in marks:
        x = box.left + (value - low) / (high - low) * box.width
        if panel.is_path and x > box.left + 2:
            drawing.line(look.grid, x, box.top, x, box.bottom)
        drawing.line(look.axis, x, box.bottom, x, box.bottom + TICK)
        if is_labelled:
            y = box.bottom + TICK + 9.0
            drawing.add(Text(x, y, text, look.quiet, anchor="middle"))
    if is_labelled:
        name = f"time ({unit})" if panel.x_label is None else panel.x_label
        middle = box.left + box.width / 2
        name = fitted(name, box.width)
        drawing.add(Text(middle, box.bottom + 29.0, name, look.ink, anchor="middle"))


# Data


def _places(
    panel: Panel, x: NDArray[Any], y: NDArray[Any], box: Box, limits: tuple[float, float]
) -> Floats:
    (left, right), (low, high) = panel.span, limits
    across = box.left + (np.asarray(x, float) - left) / ((right - left) or 1.0) * box.width
    up = box.bottom - (np.asarray(y, float) - low) / ((high - low) or 1.0) * box.height
    return np.stack([across, up], axis=-1)


def _draw_line(
    drawing: Drawing, panel: Panel, line: Line, box: Box, limits: tuple[float, float]
) -> None:
    color = drawing.look.color(line.color_index)
    points = _places(panel, line.x, line.y, box, limits)
    points[~np.isfinite(points).all(axis=1)] = np.nan
    if panel.is_path:
        if line.is_trail:
            _draw_trail(drawing, points, color)
        else:
            drawing.add(Path(points, color, 1.3))
        return
    if panel.is_stepped:
        points = _stepped(points, box.right)
    drawing.add(Path(_thinned(points), color, 1.3))


def _stepped(points: Floats, right: float) -> Floats:
    """Return corners: each value holds until the next one, the last one as long as the others."""
    if len(points) < 2:
        return points
    last = min(points[-1, 0] + points[-1, 0] - points[-2, 0], right)
    ends = np.append(points[1:, 0], last)
    corners = np.repeat(points, 2, axis=0)
    corners[1::2, 0] = ends
    return corners


def _thinned(points: Floats) -> Floats:
    """Return the lowest and highest point of each sliver where there are many."""
    known = points[np.isfinite(points[:, 0])]
    if not len(known):
        return points
    slivers = int(np.ptp(known[:, 0]) / FINEST) or 1
    if len(points) < 4 * slivers or len(known) < len(points):
        return points
    size = -(-len(points) // slivers)
    starts = np.arange(0, len(points), size)
    parts = [points[start : start + size] for start in starts]
    picked = [part[np.unique([0, part[:, 1].argmin(), part[:, 1].argmax()])] for part in parts]
    return np.concatenate([*picked, points[-1:]])


def _draw_trail(drawing: Drawing, points: Floats, color: str) -> None:
    """A trail that fades into the past, and a dot where it is now."""
    for share, piece in _pieces(points):
        drawing.add(Path(piece, color, 1.3, FAINTEST + (1.0 - FAINTEST) * share**2))
    known = points[np.isfinite(points[:, 0])]
    if len(known):
        drawing.add(Dots(known[-1:], drawing.look.ground, 11.0), Dots(known[-1:], color, 8.5))


def _pieces(points: Floats) -> Iterator[tuple[float, Floats]]:
    size = max(-(-(len(points) - 1) // SHADES), 1)
    starts = range(0, max(len(points) - 1, 0), size)
    for k, start in enumerate(starts):
        yield (k + 1) / len(starts), points[start : start + size + 1]


def _draw_bars(drawing: Drawing, panel: Panel, box: Box, limits: tuple[float, float]) -> None:
    for line in panel.lines:
        counts = line.y[:-1].astype(float)
        with np.errstate(divide="ignore"):
            heights = np.where(counts > 0, np.log10(counts), limits[0]) if panel.is_log else counts
        tops = _places(panel, line.x[:-1], heights, box, limits)
        ends = _places(panel, line.x[1:], heights, box, limits)[:, 0]
        widths = ends - tops[:, 0]
        gap = np.where(widths > 6.0, 1.0, 0.0)
        boxes = np.stack([tops[:, 0], tops[:, 1], widths - gap, box.bottom - tops[:, 1]], axis=-1)
        drawing.add(Bars(boxes[counts > 0], drawing.look.color(line.color_index)))


def _draw_raster(drawing: Drawing, panel: Panel, box: Box) -> None:
    rows = panel.rows or ()
    n_rows = max(sum(rows), 1)
    limits = (0.0, float(n_rows))
    if sum(line.x.size for line in panel.lines) > MOST_DOTS:
        drawing.add(_counted(drawing, panel, box, n_rows))
    else:
        size = min(max(box.height / n_rows, 1.6), 4.0)
        for line in panel.lines:
            points = _places(panel, line.x, line.y + 0.5, box, limits)
            drawing.add(Dots(points, drawing.look.color(line.color_index), size))
    bottom = box.bottom
    for line, size in zip(panel.lines, rows, strict=True):
        height = size / n_rows * box.height
        strip = np.array([[box.left - BAND, bottom - height, BAND, height]])
        drawing.add(Bars(strip, drawing.look.color(line.color_index)))
        bottom -= height


def _counted(drawing: Drawing, panel: Panel, box: Box, n_rows: int) -> Image:
    """Return spikes counted in cells: the more, the stronger the colour."""
    n_columns, n_lines = int(box.width / CELL), min(int(box.height / CELL), n_rows)
    ground = _rgb(drawing.look.ground)
    pixels = np.full((n_lines, n_columns, 3), ground)
    ends = ((0.0, float(n_rows)), panel.span)
    counted = [np.histogram2d(p.y, p.x, (n_lines, n_columns), ends)[0] for p in panel.lines]
    most = max((float(counts.max(initial=0.0)) for counts in counted), default=0.0) or 1.0
    for line, counts in zip(panel.lines, counted, strict=True):
        strength = np.sqrt(counts / most)[..., None]
        color = _rgb(drawing.look.color(line.color_index))
        pixels = pixels + strength * (color - pixels)
    flipped = np.rint(pixels[::-1]).astype(np.uint8)
    return Image(flipped, box.left, box.top, box.width, box.height)


def _rgb(color: str) -> Floats:
    return np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)], float)
