"""Figures as the inspector writes them: short, and of even length where they change.

In: numbers, arrays.
Out: text.
Not here: where they come from.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["bytes_text", "count", "number", "plural", "spread"]

UNITS = ("B", "kB", "MB", "GB", "TB")
DOTS = " … "


def number(value: float, digits: int = 4) -> str:
    """Return a number in a few digits, with a true minus sign.

    Examples
    --------
    >>> number(-65.0), number(0.00012345), number(1234567.0), number(float("nan"))
    ('−65', '0.0001234', '1.235e+06', 'NaN')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{digits}g}".replace("-", "−").replace("e−0", "e−")


def count(n: int) -> str:
    """Return a whole number with thin marks between thousands."""
    return f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def plural(n: int, what: str) -> str:
    """Return how many there are of something.

    Examples
    --------
    >>> plural(1, "synapse"), plural(3, "synapse")
    ('1 synapse', '3 synapses')
    """
    return f"{count(n)} {what}{'' if n == 1 else 's'}"


def bytes_text(n_bytes: int) -> str:
    """Return an amount of memory.

    Examples
    --------
    >>> bytes_text(12), bytes_text(8_100_000)
    ('12 B', '8.1 MB')
    """
    value, unit = float(n_bytes), 0
    while value >= 999.5 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return (
        f"{value:.0f} {UNITS[unit]}"
        if unit == 0 or value >= 99.95
        else f"{value:.1f} {UNITS[unit]}"
    )


def spread(values: NDArray[Any], *, median: bool = False) -> str:
    """Return the one value that all have, or the smallest and the largest, which may be NaN.

    Parameters
    ----------
    values
        Any shape; numbers or truth values.
    median
        Whether to tell the median between them.

    Examples
    --------
    >>> spread(np.full(3, 0.5)), spread(np.array([1.0, 2.0, 4.0]), median=True)
    ('0.5', '1 … 2 … 4')
    """
    flat = np.ravel(values)
    if not flat.size:
        return ""
    if flat.dtype == bool:
        n_true = int(flat.sum())
        return str(bool(n_true)) if n_true in (0, flat.size) else f"{count(n_true)} true"
    low, high = float(flat.min()), float(flat.max())  # NaN if any is
    if low == high or not math.isfinite(high - low):
        return DOTS.join(dict.fromkeys((number(low), number(high))))
    middle = [float(np.median(flat))] if median else []
    return DOTS.join(_alike((low, *middle, high)))


def _alike(values: tuple[float, ...]) -> list[str]:
    """Return numbers with as many decimals as the largest of them has with three digits."""
    largest = max(abs(value) for value in values)
    decimals = 2 - math.floor(math.log10(largest))
    return [number(round(value, decimals) + 0.0) for value in values]
