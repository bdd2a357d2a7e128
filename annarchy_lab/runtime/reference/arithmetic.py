"""Types, conversions and functions: what one node of an expression does to arrays.

In: arrays and NumPy scalars that already have the dtype of their node.
Out: the same, bit for bit what the printed C++ computes (docs/exactness.md, section 1).
Not here: trees (`evaluate`), warnings about overflow and the like: the caller silences them.

Functions that any correct implementation rounds alike (``sqrt``, ``floor`` ...) are NumPy's; the
others are the core's own.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.functions import LIBM
from annarchy_lab.runtime import _bridge

__all__ = ["Arithmetic", "Array"]

Array: TypeAlias = NDArray[Any]

INT32 = np.iinfo(np.int32)
EXACT = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    "floor": np.floor,
    "ceil": np.ceil,
    "isnan": np.isnan,
    "isfinite": np.isfinite,
}


class Arithmetic:
    """The arithmetic of a network.

    Parameters
    ----------
    real
        The network's real type, float64 or float32.
    """

    def __init__(self, real: np.dtype[Any]) -> None:
        self.real = np.dtype(real)
        self._dtypes = {
            DType.BOOL: np.dtype(np.bool_),
            DType.INT: np.dtype(np.int32),
            DType.SINGLE: np.dtype(np.float32),
            DType.REAL: self.real,
            DType.TIME: np.dtype(np.float64),
        }

    def dtype(self, dtype: DType) -> np.dtype[Any]:
        """Return how values of `dtype` are held."""
        return self._dtypes[dtype]

    def constant(self, value: float, dtype: DType) -> Array:
        """Return a literal, rounded to `dtype`."""
        return np.asarray(value, np.float64).astype(self.dtype(dtype))

    def cast(self, values: Array, dtype: DType) -> Array:
        """Convert: to int truncates and saturates, NaN gives 0; to bool means ``!= 0``."""
        if dtype is DType.BOOL:
            is_set: Array = np.not_equal(values, 0)
            return is_set
        if dtype is DType.INT and values.dtype.kind == "f":
            return _truncated(values)
        return values.astype(self.dtype(dtype))

    def given(self, values: object, dtype: DType) -> Array:
        """Return what Python has handed over as an array of `dtype`."""
        array = np.asarray(values)
        if dtype is DType.INT:
            array = array.astype(np.float64)  # holds every int32; what is larger saturates
        with np.errstate(all="ignore"):
            return self.cast(array, dtype)

    def call(self, function: str, arguments: list[Array]) -> Array:
        """Apply a function of `ir.functions.BUILT_IN`."""
        result: Array
        if function in EXACT:
            result = EXACT[function](arguments[0])
            return result
        match function:
            case "round":
                return _round(arguments[0])
            case "flush":
                return _flush(arguments[0])
            case "modulo":
                return _modulo(*arguments)
            case "pow":
                result = _bridge.map_pow(*arguments)
                return result
            case _ if function in LIBM:
                result = _bridge.libm(function, arguments[0])
                return result
            case _:
                result = _bridge.map_unary(function, arguments[0])
                return result


def _truncated(x: Array) -> Array:
    number = np.where(np.isnan(x), 0.0, x).astype(np.float64)
    return np.clip(number, INT32.min, INT32.max).astype(np.int32)


def _round(x: Array) -> Array:
    """Round half away from zero, without the error of adding 0.5."""
    size = np.abs(x)
    nearest = np.rint(size)
    is_half = size - nearest == 0.5
    return np.asarray(np.copysign(np.where(is_half, nearest + 1, nearest), x))


def _flush(x: Array) -> Array:
    """Return 0 for what is smaller than every normal number."""
    return np.where(np.abs(x) < np.finfo(x.dtype).tiny, x.dtype.type(0), x)


def _modulo(a: Array, b: Array) -> Array:
    """Return the remainder of C, which has the sign of `a`; 0 where `b` is 0."""
    wide = np.fmod(a.astype(np.int64), np.where(b == 0, 1, b).astype(np.int64))
    return wide.astype(np.int32)
