"""Colours of values, told apart evenly along the scale and with any kind of colour vision.

In: nothing.
Out: tables of colours, and limits that are round numbers.
Not here: colours of populations (`still`, ``theme.ts``).

Values that go one way have viridis (van der Walt and Smith 2015); values on both sides of zero go
from blue over the colour of the ground to vermillion, evenly in the lightness of OKLab (Ottosson
2020).
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["SEQUENTIAL", "outward", "paint", "signed_colors"]

SEQUENTIAL: Final = (
    "#440154", "#48186a", "#472d7b", "#424086", "#3b528b", "#33638d", "#2c728e", "#26828e",
    "#21918c", "#1fa088", "#28ae80", "#3fbc73", "#5ec962", "#84d44b", "#addc30", "#d8e219",
    "#fde725",
)  # fmt: skip
"""Equally spaced colours; those between them lie on straight lines."""

# Ends and middle of the signed scale in OKLab: lightness, green-red, blue-yellow.
_BLUE, _VERMILLION = (0.42, -0.04, -0.14), (0.42, 0.11, 0.08)
_BLUE_LIGHT, _VERMILLION_LIGHT = (0.78, -0.05, -0.11), (0.78, 0.09, 0.09)
_PAPER, _NIGHT = (0.93, 0.0, 0.0), (0.28, 0.0, 0.0)
_N_SIGNED: Final = 17


def signed_colors(*, is_dark: bool) -> tuple[str, ...]:
    """Return equally spaced colours from the lowest value over zero to the highest."""
    low, high = (_BLUE_LIGHT, _VERMILLION_LIGHT) if is_dark else (_BLUE, _VERMILLION)
    middle = _NIGHT if is_dark else _PAPER
    along = np.linspace(-1.0, 1.0, _N_SIGNED)[:, None]
    ends = np.where(along < 0, np.array(low), np.array(high))
    lab = np.array(middle) + np.abs(along) * (ends - np.array(middle))
    return tuple("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in _srgb(lab).tolist())


def _srgb(lab: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return colours of OKLab as bytes of sRGB."""
    to_cone = np.array(
        [[1.0, 0.3963377774, 0.2158037573],
         [1.0, -0.1055613458, -0.0638541728],
         [1.0, -0.0894841775, -1.2914855480]]
    )  # fmt: skip
    to_rgb = np.array(
        [[4.0767416621, -3.3077115913, 0.2309699292],
         [-1.2684380046, 2.6097574011, -0.3413193965],
         [-0.0041960863, -0.7034186147, 1.7076147010]]
    )  # fmt: skip
    linear = np.clip((lab @ to_cone.T) ** 3 @ to_rgb.T, 0.0, 1.0)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    rgb: NDArray[np.int64] = np.rint(255 * curved).astype(np.int64)
    return rgb


def paint(
    values: NDArray[np.float32], low: float, high: float, colors: Sequence[str]
) -> NDArray[np.uint8]:
    """Return values as pixels; white where there is none.

    Parameters
    ----------
    values
        Shape ``(n_rows, n_columns)``.
    low, high
        Values of the first and the last colour; what lies beyond has the same.
    colors
        Equally spaced colours.
    """
    table = np.array([[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in colors], float)
    share = (values.astype(np.float64) - low) / ((high - low) or 1.0)
    place = np.clip(np.nan_to_num(share), 0.0, 1.0) * (len(table) - 1)
    stops = np.arange(len(table))
    pixels: NDArray[np.float64] = np.stack(
        [np.interp(place, stops, channel) for channel in table.T], axis=-1
    )
    pixels[np.isnan(values)] = 255.0
    return np.rint(pixels).astype(np.uint8)


def outward(low: float, high: float) -> tuple[float, float]:
    """Return limits around two values that are round, so that a legend has few digits."""
    span = high - low or abs(high) or 1.0
    step = 10.0 ** math.floor(math.log10(span) - 0.7)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
