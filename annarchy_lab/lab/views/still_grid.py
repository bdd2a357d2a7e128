"""Still pictures of cells: maps, matrices, receptive fields.

In: what a `GridFeed` has seen.
Out: one PNG; drawn with Matplotlib where it is installed, else by hand and without text.
Not here: lines and rasters (`still`).
"""

import io
from importlib.util import find_spec
from typing import Final

import numpy as np

from annarchy_lab.lab.feeds.grid import GridFeed
from annarchy_lab.lab.views.colors import paint
from annarchy_lab.lab.views.still import DPI, encode_png

__all__ = ["grid_png"]

HEIGHT: Final = 330
MOST_WIDTH: Final = 860
LEAST_WIDTH: Final = 380


def grid_png(feed: GridFeed) -> bytes | None:
    """Return a picture of the last state; None before there is one."""
    if feed.is_empty or not feed.values.size:
        return None
    feed.grow(feed.means)
    return _by_matplotlib(feed) if find_spec("matplotlib") is not None else _by_hand(feed)


def _by_matplotlib(feed: GridFeed) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    style, cells = feed.style, feed.cells
    width = min(max(HEIGHT * cells.x_size / cells.y_size + 130, LEAST_WIDTH), MOST_WIDTH)
    figure = Figure(figsize=(width / DPI, HEIGHT / DPI), dpi=DPI, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axis = figure.subplots()
    low, high = feed.limits or (0.0, 1.0)
    first_x, first_y = feed.more().get("x_first", 0), feed.more().get("y_first", 0)
    ends = (first_x - 0.5, first_x + cells.x_size - 0.5, first_y + cells.y_size - 0.5)
    image = axis.imshow(
        np.ma.masked_invalid(feed.means), vmin=low, vmax=high, interpolation="nearest",
        cmap=LinearSegmentedColormap.from_list("values", list(feed.colors)),
        aspect="auto" if style.layout == "matrix" else "equal",
        extent=(*ends, first_y - 0.5),
    )  # fmt: skip
    axis.set_xlabel(style.x_label, parse_math=False)
    axis.set_ylabel(style.y_label, parse_math=False)
    axis.set_title(style.title, fontsize="medium", parse_math=False)
    unit = f" ({style.unit})" if style.unit else ""
    figure.colorbar(image).set_label(f"{style.label}{unit}", parse_math=False)
    if style.layout == "fields":
        axis.set_xticks([])
        axis.set_yticks([])
    picture = io.BytesIO()
    canvas.print_png(picture)  # type: ignore[no-untyped-call]
    return picture.getvalue()


def _by_hand(feed: GridFeed) -> bytes:
    pixels = paint(feed.means, *(feed.limits or (0.0, 1.0)), feed.colors)
    zoom = max(1, HEIGHT // max(pixels.shape[0], 1))
    zoom = max(1, min(zoom, MOST_WIDTH // max(pixels.shape[1], 1)))
    return encode_png(pixels.repeat(zoom, axis=0).repeat(zoom, axis=1))
