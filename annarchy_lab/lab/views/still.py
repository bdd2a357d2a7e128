"""Still pictures of live views, for saved notebooks and wherever no widget runs.

In: what each view shows, as arrays.
Out: one PNG; drawn with Matplotlib where it is installed, else by hand and without text.
Not here: which stretch of time is shown (`widgets`).
"""

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["Line", "Panel", "encode_png", "still_png"]

PALETTE: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#BEAA00")
"""After Okabe and Ito (2008), as the live views have it."""
WIDTH: Final = 860
MARGIN: Final = 8
DPI: Final = 100
INK: Final = (97, 97, 97)


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one colour: joined, or the dots of a raster.

    Attributes
    ----------
    x, y
        Times in ms, and values or rows.
    """

    name: str
    color_index: int
    x: NDArray[Any]
    y: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """What one view shows.

    Attributes
    ----------
    label
        Of the vertical axis, with its unit.
    height
        In pixels.
    span
        Times at the left and the right end in ms.
    rows
        Of a raster: how many; None for lines.
    is_stepped
        Whether a value holds until the next one.
    x_label
        Of the horizontal axis, with its unit.
    is_path
        Whether points are joined in their order, wherever they lie.
    """

    label: str
    height: int
    span: tuple[float, float]
    lines: tuple[Line, ...]
    rows: int | None = None
    is_stepped: bool = False
    x_label: str = "time (ms)"
    is_path: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(not line.x.size for line in self.lines)

    @property
    def limits(self) -> tuple[float, float]:
        """Values at the bottom and at the top."""
        if self.rows is not None:
            return 0.0, float(max(self.rows, 1))
        values = np.concatenate([line.y for line in self.lines] or [np.zeros(1)])
        values = values[np.isfinite(values)]
        low, high = (values.min(), values.max()) if values.size else (0.0, 1.0)
        pad = 0.05 * (high - low) or 1.0
        return float(low - pad), float(high + pad)


def still_png(panels: Sequence[Panel]) -> bytes | None:
    """Return a picture of all panels, one above the other; None if there is nothing to show."""
    panels = [panel for panel in panels if not panel.is_empty]
    if not panels:
        return None
    return _by_matplotlib(panels) if find_spec("matplotlib") is not None else _by_hand(panels)


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return an image as PNG.

    Parameters
    ----------
    pixels
        Red, green, blue; shape ``(height, width, 3)``.
    """
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = pixels.reshape(height, 3 * width)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 6)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def _by_matplotlib(panels: Sequence[Panel]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [panel.height for panel in panels]
    figure = Figure(figsize=(WIDTH / DPI, (sum(heights) + 60) / DPI), dpi=DPI, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False, height_ratios=heights)
    for axis, panel in zip(axes[:, 0], panels, strict=True):
        _plot(axis, panel)
    axes[-1, 0].set_xlabel(panels[-1].x_label, parse_math=False)
    picture = io.BytesIO()
    canvas.print_png(picture)  # type: ignore[no-untyped-call]
    return picture.getvalue()


def _plot(axis: Any, panel: Panel) -> None:  # noqa: ANN401 - Matplotlib's Axes
    drawn = []
    for line in panel.lines:
        color = PALETTE[line.color_index % len(PALETTE)]
        if panel.rows is not None:
            (artist,) = axis.plot(line.x, line.y, ".", ms=1.5, mew=0, color=color)
        else:
            style = "steps-post" if panel.is_stepped else "default"
            (artist,) = axis.plot(line.x, line.y, lw=0.9, color=color, drawstyle=style)
        artist.set_label(f"\u200b{line.name}")  # a leading underscore would hide the name
        drawn.append(artist)
    axis.set(xlim=panel.span, ylim=panel.limits)
    axis.set_ylabel(panel.label, parse_math=False)
    axis.spines[["top", "right"]].set_visible(False)
    if len(drawn) > 1:
        legend = axis.legend(
            handles=drawn, frameon=False, loc="upper right", ncols=len(drawn), fontsize="small",
            bbox_to_anchor=(1, 1.12), borderaxespad=0, markerscale=6,
        )  # fmt: skip
        for text in legend.get_texts():
            text.set_parse_math(False)


# By hand


def _by_hand(panels: Sequence[Panel]) -> bytes:
    height = sum(panel.height for panel in panels) + MARGIN * (len(panels) + 1)
    pixels = np.full((height, WIDTH, 3), 255, np.uint8)
    top = MARGIN
    for panel in panels:
        area = pixels[top : top + panel.height, MARGIN : WIDTH - MARGIN]
        for line in panel.lines:
            _draw(area, panel, line)
        area[-1, :] = area[:, 0] = INK
        top += panel.height + MARGIN
    return encode_png(pixels)


def _draw(area: NDArray[np.uint8], panel: Panel, line: Line) -> None:
    height, width, _ = area.shape
    color = _rgb(PALETTE[line.color_index % len(PALETTE)])
    (left, right), (low, high) = panel.span, panel.limits
    x = (line.x - left) / max(right - left, 1e-9) * (width - 1)
    y = (height - 1) * (1.0 - (line.y - low) / (high - low))
    if panel.rows is not None or panel.is_path:
        keep = (x >= 0) & (x < width) & np.isfinite(y)
        area[np.clip(y[keep].astype(int), 0, height - 1), x[keep].astype(int)] = color
        return
    keep = np.isfinite(y)
    if keep.sum() < 2:
        return
    columns = np.arange(max(0, int(x[keep][0])), min(width, int(x[keep][-1]) + 1))
    heights = np.interp(columns, x[keep], y[keep]).round().astype(int)
    for column, start, stop in zip(columns[1:], heights[:-1], heights[1:], strict=True):
        bottom, top = max(start, stop), min(start, stop)
        area[max(top, 0) : min(bottom, height - 1) + 1, column] = color


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
