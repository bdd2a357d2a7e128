"""Values of attributes in few words: a number, or the range and mean of many.

In: arrays, numbers, distributions.  Out: cells.
Not here: where the values come from.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.reports.document import Cell, Math, Text, text
from annarchy_lab.distributions import RandomDistribution

__all__ = ["described", "number", "of_argument"]

_LONGEST: Final = 40


def number(value: float) -> Math:
    """Return a number in as few digits as say it."""
    if isinstance(value, bool | np.bool_):
        return Math(rf"\mathrm{{{str(bool(value)).lower()}}}")
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    mantissa = {"inf": r"\infty", "-inf": r"-\infty", "nan": r"\mathrm{NaN}"}.get(
        mantissa, mantissa
    )
    return Math(rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa)


def described(values: NDArray[np.generic] | float) -> Cell:
    """Return the value that all elements share, or their range and mean."""
    array = np.asarray(values)
    if array.size == 0:
        return text("none")
    low, high = array.min(), array.max()
    if low == high or array.size == 1:
        return (number(array.flat[0]),)
    if array.dtype == bool:
        share = float(array.mean()) * 100.0
        return (Math(r"\mathrm{true}"), Text(f" in {share:.3g} %"))
    ends = (number(low), Text(" to "), number(high))
    return (*ends, Text(", mean "), number(float(array.astype(np.float64).mean())))


def of_argument(value: object) -> Cell:
    """Return an argument of a connector method or a parameter as its user gave it."""
    if isinstance(value, RandomDistribution):
        return (Math(value.latex()),)
    if isinstance(value, bool | int | float | np.number | np.bool_):
        return (number(value),)  # type: ignore[arg-type] # NumPy's numbers are numbers
    if isinstance(value, np.ndarray):
        return _array(value)
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return text(f"{type(value).__name__} of shape {shape}")
    if isinstance(value, list | tuple) and len(words := str(value)) > _LONGEST:
        return text(f"{words[:_LONGEST]}... ({len(value)} in all)")
    return text(getattr(value, "__name__", None) or value)


def _array(values: NDArray[np.generic]) -> Cell:
    """Return the numbers of an array in short, and its shape where they differ."""
    if values.dtype.kind not in "biuf":
        return text(f"array of shape {values.shape}")
    cell = described(values)
    return (*cell, Text(f", shape {values.shape}")) if len(cell) > 1 else cell
