"""A drawing as pixels, without any library and without text; images as PNG.

In: a `Drawing`, or pixels.
Out: PNG.
Not here: pictures with text (`page`).
"""

import struct
import zlib
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.exporting.drawing import Bars, Dots, Drawing, Image, Path, Text

__all__ = ["by_hand", "encode_png"]

Pixels = NDArray[np.uint8]


def encode_png(pixels: Pixels) -> bytes:
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


def by_hand(drawing: Drawing) -> bytes:
    """Return a drawing as PNG, but for its text."""
    shape = (round(drawing.height), round(drawing.width), 3)
    pixels = np.full(shape, _rgb(drawing.look.ground), np.uint8)
    for mark in drawing.marks:
        _paint(mark, pixels)
    return encode_png(pixels)


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


@singledispatch
def _paint(mark: object, pixels: Pixels) -> None:
    raise TypeError(mark)


@_paint.register
def _(mark: Text, pixels: Pixels) -> None:
    """Leave it out: there is no font."""
    del mark, pixels


@_paint.register
def _(mark: Path, pixels: Pixels) -> None:
    points = np.asarray(mark.points, float)
    starts, ends = points[:-1], points[1:]
    is_known = np.isfinite(starts).all(axis=1) & np.isfinite(ends).all(axis=1)
    starts, ends = starts[is_known], ends[is_known]
    n = np.ceil(np.abs(ends - starts).max(axis=1, initial=0.0)).astype(int) + 1
    which = np.repeat(np.arange(len(n)), n)
    along = np.arange(len(which)) - np.repeat(np.cumsum(n) - n, n)
    share = (along / np.maximum(n - 1, 1)[which])[:, None]
    ground = pixels[0, 0].astype(float)
    color = ground + mark.opacity * (np.array(_rgb(mark.color)) - ground)
    _dot(pixels, starts[which] + share * (ends - starts)[which], np.rint(color), 1)


@_paint.register
def _(mark: Dots, pixels: Pixels) -> None:
    points = mark.points[np.isfinite(mark.points).all(axis=1)]
    _dot(pixels, points, _rgb(mark.color), max(round(mark.size), 1))


def _dot(pixels: Pixels, points: NDArray[Any], color: Any, size: int) -> None:  # noqa: ANN401
    height, width, _ = pixels.shape
    corner = np.floor(points - (size - 1) / 2).astype(int)
    for dx in range(size):
        for dy in range(size):
            x, y = corner[:, 0] + dx, corner[:, 1] + dy
            is_inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
            pixels[y[is_inside], x[is_inside]] = color


@_paint.register
def _(mark: Bars, pixels: Pixels) -> None:
    for x, y, width, height in np.asarray(mark.boxes, float).tolist():
        rows = slice(round(y), max(round(y + height), round(y) + 1))
        pixels[rows, round(x) : max(round(x + width), round(x) + 1)] = _rgb(mark.color)


@_paint.register
def _(mark: Image, pixels: Pixels) -> None:
    height, width = round(mark.height), round(mark.width)
    rows = np.arange(height) * mark.pixels.shape[0] // max(height, 1)
    columns = np.arange(width) * mark.pixels.shape[1] // max(width, 1)
    top, left = round(mark.y), round(mark.x)
    pixels[top : top + height, left : left + width] = mark.pixels[rows][:, columns]
