"""Where everything of a picture stands: panels one above the other, each with its own head.

In: panels.
Out: a `Drawing`.
Not here: the marks inside a panel (`plots`, `cell_picture`).
"""

from collections.abc import Sequence
from itertools import pairwise

from annarchy_lab.lab.exporting.cell_picture import cell_size, draw_cells
from annarchy_lab.lab.exporting.drawing import DARK, LIGHT, Drawing, Text
from annarchy_lab.lab.exporting.graph_picture import draw_graph, graph_size
from annarchy_lab.lab.exporting.panel import AnyPanel, CellPanel, GraphPanel, Panel
from annarchy_lab.lab.exporting.places import AXIS_ROOM, HEAD, LEFT, MARGIN, RIGHT, Box, draw_head
from annarchy_lab.lab.exporting.plots import draw_panel

__all__ = ["WIDTH", "drawing_of"]

WIDTH = 860.0
LEAST_WIDTH = 420.0
WIDEST_PLANE = 1.6
GAP = 10.0
WITHOUT_LABELS = 8.0
WORDS_LINE = 17.0


def drawing_of(
    panels: Sequence[AnyPanel], *, words: Sequence[str] = (), is_dark: bool = False
) -> Drawing | None:
    """Return a picture of all panels that show something; None where there are none.

    Parameters
    ----------
    panels
        From the top down.
    words
        Lines of text under them.
    is_dark
        Whether the ground is dark.
    """
    panels = [panel for panel in panels if not panel.is_empty]
    if not panels:
        return None
    labelled = [not _share_time(*pair) for pair in pairwise(panels)] + [True]
    heights = [
        HEAD + _height(panel) + (AXIS_ROOM if is_labelled else WITHOUT_LABELS)
        for panel, is_labelled in zip(panels, labelled, strict=True)
    ]
    height = 2 * MARGIN + sum(heights) + GAP * (len(panels) - 1) + WORDS_LINE * len(words)
    title = "; ".join(panel.title for panel in panels if panel.title)
    drawing = Drawing(title, _width(panels), height, DARK if is_dark else LIGHT)
    top = MARGIN
    for panel, is_labelled, own in zip(panels, labelled, heights, strict=True):
        _draw(drawing, panel, top, is_labelled=is_labelled)
        top += own + GAP
    _write(drawing, words)
    return drawing


def _share_time(above: AnyPanel, below: AnyPanel) -> bool:
    """Return whether one axis of time serves two panels."""
    are_timed = all(isinstance(p, Panel) and p.x_label is None for p in (above, below))
    return are_timed and above.span == below.span  # type: ignore[union-attr] # both are Panels


def _width(panels: Sequence[AnyPanel]) -> float:
    """Return the width: that of planes and cells where there is nothing else."""
    return max(LEAST_WIDTH, *(min(_own_width(panel), WIDTH) for panel in panels))


def _own_width(panel: AnyPanel) -> float:
    if isinstance(panel, CellPanel):
        return cell_size(panel)[0]
    if isinstance(panel, GraphPanel):
        return graph_size(panel)[0]
    return LEFT + WIDEST_PLANE * panel.height + RIGHT if panel.is_path else WIDTH


def _height(panel: AnyPanel) -> float:
    if isinstance(panel, CellPanel):
        return cell_size(panel)[1]
    return graph_size(panel)[1] if isinstance(panel, GraphPanel) else float(panel.height)


def _draw(drawing: Drawing, panel: AnyPanel, top: float, *, is_labelled: bool) -> None:
    if isinstance(panel, CellPanel):
        draw_head(drawing, panel.title, (), top)
        draw_cells(drawing, panel, top + HEAD)
        return
    if isinstance(panel, GraphPanel):
        draw_head(drawing, panel.title, (), top)
        draw_graph(drawing, panel, top + HEAD)
        return
    named = [(line.name, line.color_index) for line in panel.lines]
    is_told = len(named) == 1 and f" {panel.title}".endswith(f" {named[0][0]}")
    draw_head(drawing, panel.title, () if is_told else named, top)
    box = Box(LEFT, top + HEAD, drawing.width - LEFT - RIGHT, panel.height)
    if panel.is_path:  # a plane is no wider than it is easy to see as one
        box = Box(box.left, box.top, min(box.width, WIDEST_PLANE * box.height), box.height)
    draw_panel(drawing, panel, box, is_labelled=is_labelled)


def _write(drawing: Drawing, words: Sequence[str]) -> None:
    look = drawing.look
    top = drawing.height - MARGIN - WORDS_LINE * len(words)
    for k, line in enumerate(words):
        drawing.add(Text(LEFT, top + (k + 0.5) * WORDS_LINE, line, look.quiet))
