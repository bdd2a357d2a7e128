"""A drawing as SVG: text stays text, so that a paper's own tools can set it.

In: a `Drawing`.
Out: SVG.
"""

import base64
import unicodedata
from collections.abc import Iterator
from functools import singledispatch
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.exporting.drawing import Bars, Dots, Drawing, Image, Path, Text
from annarchy_lab.lab.exporting.pixels import encode_png

__all__ = ["svg"]

FONTS: Final = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
MIDDLE: Final = 0.36
"""From the middle of small letters and digits to their ground line, as a share of the size."""


def svg(drawing: Drawing) -> str:
    """Return a drawing as SVG."""
    width, height = _n(drawing.width), _n(drawing.height)
    marks = "\n".join(_mark(mark) for mark in drawing.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONTS}" role="img">\n'
        f"<title>{_words(drawing.title)}</title>\n"
        f'<rect width="{width}" height="{height}" fill="{drawing.look.ground}"/>\n'
        f"{marks}\n</svg>\n"
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _words(text: str) -> str:
    """Return a text as XML has it: no markup, and nothing that XML forbids."""
    return escape("".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs")))


@singledispatch
def _mark(mark: object) -> str:
    raise TypeError(mark)


@_mark.register
def _(mark: Text) -> str:
    x, y = _n(mark.x), _n(mark.y)
    place = f'transform="translate({x} {y}) rotate(-90)"' if mark.is_turned else f'x="{x}"'
    lower = _n(MIDDLE * mark.size + (0.0 if mark.is_turned else mark.y))
    more = ' font-weight="600"' if mark.is_bold else ""
    more += f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    return (
        f'<text {place} y="{lower}" font-size="{_n(mark.size)}" fill={quoteattr(mark.color)}'
        f"{more}>{_words(mark.text)}</text>"
    )


@_mark.register
def _(mark: Path) -> str:
    data = " ".join(_strokes(np.round(mark.points, 2)))
    faint = f' stroke-opacity="{_n(mark.opacity)}"' if mark.opacity < 1.0 else ""
    return (
        f'<path d="{data}" fill="none" stroke="{mark.color}" stroke-width="{_n(mark.width)}" '
        f'stroke-linejoin="round"{faint}/>'
    )


def _strokes(points: NDArray[Any]) -> Iterator[str]:
    is_down = False
    for x, y in points.tolist():
        is_known = x == x and y == y
        if is_known:
            yield f"{'L' if is_down else 'M'}{_n(x)} {_n(y)}"
        is_down = is_known


@_mark.register
def _(mark: Dots) -> str:
    points = mark.points[np.isfinite(mark.points).all(axis=1)]
    data = "".join(f"M{_n(x)} {_n(y)}h0" for x, y in np.round(points, 2).tolist())
    return (
        f'<path d="{data}" fill="none" stroke="{mark.color}" stroke-width="{_n(mark.size)}" '
        'stroke-linecap="round"/>'
    )


@_mark.register
def _(mark: Bars) -> str:
    boxes = np.round(mark.boxes, 2).tolist()
    data = "".join(
        f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z" for x, y, width, height in boxes
    )
    return f'<path d="{data}" fill="{mark.color}"/>'


@_mark.register
def _(mark: Image) -> str:
    data = base64.b64encode(encode_png(mark.pixels)).decode("ascii")
    return (
        f'<image x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" '
        f'height="{_n(mark.height)}" preserveAspectRatio="none" '
        f'style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>'
    )
