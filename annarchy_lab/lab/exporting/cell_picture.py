"""The marks of a picture of cells: pixels, axes that count places, a legend of the colours.

In: a `CellPanel`.
Out: marks of a drawing.
"""

from typing import Final

import numpy as np

from annarchy_lab.lab.exporting.drawing import Drawing, Image, Path, Text
from annarchy_lab.lab.exporting.panel import CellPanel
from annarchy_lab.lab.exporting.places import LEFT, TICK, Box, fitted
from annarchy_lab.lab.exporting.ticks import Tick, nice_step, ticks
from annarchy_lab.lab.views.colors import paint

__all__ = ["cell_size", "draw_cells"]

LEGEND_GAP: Final = 20.0
LEGEND_WIDTH: Final = 12.0
LEGEND_ROOM: Final = 92.0
MOST_WIDTH: Final = 860.0 - LEFT - LEGEND_ROOM
PX_PER_TICK: Final = 46.0
LEVELS: Final = 128


def cell_size(panel: CellPanel) -> tuple[float, float]:
    """Return the width of a picture with all that stands around it, and the height of its cells."""
    box = _inner(panel, 0.0)
    return LEFT + box.width + LEGEND_ROOM, box.height


def draw_cells(drawing: Drawing, panel: CellPanel, top: float) -> None:
    """Put a picture of cells into a drawing, its upper edge at `top`."""
    look, box = drawing.look, _inner(panel, top)
    colors = panel.colors if drawing.look.ground == "#FFFFFF" else panel.dark_colors
    pixels = paint(panel.means, *panel.limits, colors)
    ground = [int(look.ground[k : k + 2], 16) for k in (1, 3, 5)]
    pixels[np.isnan(panel.means)] = ground
    drawing.add(Image(pixels, box.left, box.top, box.width, box.height))
    _draw_frame(drawing, box)
    under = box.bottom + 15.0
    if panel.is_counted:
        _draw_places(drawing, panel, box)
        under = box.bottom + 29.0
    middle = box.left + box.width / 2
    room = box.width + LEGEND_ROOM
    drawing.add(Text(middle, under, fitted(panel.x_label, room), look.ink, anchor="middle"))
    y_middle, y_label = box.top + box.height / 2, fitted(panel.y_label, box.height)
    drawing.add(Text(14.0, y_middle, y_label, look.ink, anchor="middle", is_turned=True))
    _draw_legend(drawing, panel, Box(box.right + LEGEND_GAP, top, LEGEND_WIDTH, box.height), colors)


def _inner(panel: CellPanel, top: float) -> Box:
    """Return where the cells stand: as large as there is room."""
    width = min(panel.height * panel.shape, MOST_WIDTH)
    height = min(panel.height, width / panel.shape) if panel.is_square else panel.height
    return Box(LEFT, top, max(width, 1.0), max(height, 1.0))


def _draw_frame(drawing: Drawing, box: Box) -> None:
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom)]
    corners += [(box.left, box.bottom), (box.left, box.top)]
    drawing.add(Path(np.array(corners), drawing.look.axis))


def _draw_places(drawing: Drawing, panel: CellPanel, box: Box) -> None:
    look, (n_x, n_y), (x_first, y_first) = drawing.look, panel.size, panel.first
    for value, text in _place_ticks(n_x, x_first, box.width):
        x = box.left + (value - x_first + 0.5) / n_x * box.width
        drawing.line(look.axis, x, box.bottom, x, box.bottom + TICK)
        drawing.add(Text(x, box.bottom + TICK + 9.0, text, look.quiet, anchor="middle"))
    for value, text in _place_ticks(n_y, y_first, box.height):
        y = box.top + (value - y_first + 0.5) / n_y * box.height
        drawing.line(look.axis, box.left - TICK, y, box.left, y)
        drawing.add(Text(box.left - TICK - 4.0, y, text, look.quiet, anchor="end"))


def _place_ticks(size: int, first: int, pixels: float) -> list[Tick]:
    step = max(nice_step(size, max(int(pixels / PX_PER_TICK), 2)), 1.0)
    return ticks(first, first + size - 1, step)


def _draw_legend(drawing: Drawing, panel: CellPanel, box: Box, colors: tuple[str, ...]) -> None:
    look, (low, high) = drawing.look, panel.limits
    ramp = np.linspace(high, low, LEVELS, dtype=np.float32)[:, None]
    drawing.add(Image(paint(ramp, low, high, colors), box.left, box.top, box.width, box.height))
    step = nice_step(high - low, max(int(box.height / PX_PER_TICK), 2))
    for value, text in ticks(low, high, step):
        y = box.bottom - (value - low) / (high - low) * box.height
        drawing.line(look.axis, box.right, y, box.right + TICK, y)
        drawing.add(Text(box.right + TICK + 4.0, y, text, look.quiet))
    middle, label = box.top + box.height / 2, fitted(panel.label, box.height)
    x = box.right + LEGEND_ROOM - LEGEND_GAP - LEGEND_WIDTH - 12.0
    drawing.add(Text(x, middle, label, look.ink, anchor="middle", is_turned=True))
