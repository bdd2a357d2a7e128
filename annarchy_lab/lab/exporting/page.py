"""A drawing on a page of Matplotlib: PNG with text, and PDF.

In: a `Drawing`.
Out: files as bytes; Matplotlib is only asked to put marks where the drawing has them.

Nothing of Matplotlib's global state is touched, so that it may happen on any thread.
"""

import io
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from annarchy_lab.lab.exporting.drawing import Bars, Dots, Drawing, Image, Path, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["on_page"]

PX_PER_INCH: Final = 96.0
POINTS: Final = 72.0 / PX_PER_INCH
FONTS: Final = ["Helvetica", "Arial", "Liberation Sans", "DejaVu Sans"]


def on_page(drawing: Drawing, kind: Literal["png", "pdf"], scale: float = 1.0) -> bytes:
    """Return a drawing as a file.

    Parameters
    ----------
    scale
        Pixels of a PNG per pixel of the drawing.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = (drawing.width / PX_PER_INCH, drawing.height / PX_PER_INCH)
    figure = Figure(figsize=size, dpi=PX_PER_INCH * scale, facecolor=drawing.look.ground)
    FigureCanvasAgg(figure)
    page: Any = figure.add_axes((0.0, 0.0, 1.0, 1.0), frameon=False)
    page.set(xlim=(0.0, drawing.width), ylim=(drawing.height, 0.0), xticks=[], yticks=[])
    for order, mark in enumerate(drawing.marks):
        _put(mark, page, order + 1.0)
    return _saved(figure, kind)


def _saved(figure: "Figure", kind: str) -> bytes:
    file = io.BytesIO()
    # without a date the same picture is the same file
    metadata = {"CreationDate": None} if kind == "pdf" else {"Software": "annarchy_lab"}
    figure.savefig(file, format=kind, dpi=figure.dpi, facecolor=figure.get_facecolor(),
                   metadata=metadata)  # fmt: skip
    return file.getvalue()


@singledispatch
def _put(mark: object, page: Any, order: float) -> None:  # noqa: ANN401 - Matplotlib's Axes
    raise TypeError(mark)


@_put.register
def _(mark: Text, page: Any, order: float) -> None:  # noqa: ANN401
    across = {"start": "left", "middle": "center", "end": "right"}[mark.anchor]
    text = page.text(
        mark.x, mark.y, mark.text, color=mark.color, fontsize=mark.size * POINTS,
        ha=across, va="center", rotation=90 if mark.is_turned else 0, rotation_mode="anchor",
        weight="bold" if mark.is_bold else "normal", zorder=order, parse_math=False,
    )  # fmt: skip
    text.set_va("center_baseline")


@_put.register
def _(mark: Path, page: Any, order: float) -> None:  # noqa: ANN401
    page.plot(
        mark.points[:, 0], mark.points[:, 1], color=mark.color, lw=mark.width * POINTS,
        alpha=mark.opacity, zorder=order, solid_joinstyle="round", solid_capstyle="butt",
        clip_on=False, snap=len(mark.points) == 2,
    )  # fmt: skip


@_put.register
def _(mark: Dots, page: Any, order: float) -> None:  # noqa: ANN401
    x, y = mark.points[:, 0], mark.points[:, 1]
    size = mark.size * POINTS
    page.plot(x, y, "o", color=mark.color, ms=size, mew=0, zorder=order, clip_on=False)


@_put.register
def _(mark: Bars, page: Any, order: float) -> None:  # noqa: ANN401
    from matplotlib.collections import PolyCollection

    x, y, width, height = np.asarray(mark.boxes, float).T
    corners = np.stack(
        [
            np.stack([x, y], -1),
            np.stack([x + width, y], -1),
            np.stack([x + width, y + height], -1),
            np.stack([x, y + height], -1),
        ],
        axis=1,
    )
    page.add_collection(PolyCollection(list(corners), facecolor=mark.color, lw=0, zorder=order))


@_put.register
def _(mark: Image, page: Any, order: float) -> None:  # noqa: ANN401
    extent = (mark.x, mark.x + mark.width, mark.y + mark.height, mark.y)
    limits = page.get_xlim(), page.get_ylim()
    page.imshow(mark.pixels, extent=extent, interpolation="nearest", aspect="auto", zorder=order)
    page.set(xlim=limits[0], ylim=limits[1])
