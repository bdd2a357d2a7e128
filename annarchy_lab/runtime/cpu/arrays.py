"""Memory of the core, seen as NumPy arrays.

In: sizes and dtypes.
Out: `Array`, which the engine and NumPy share; it lives as long as either uses it.
Not here: who may touch it when; the simulator goes through the engine's edge while a run is on.
"""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annarchy_lab.ir.kernel import BufferType
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime._bridge import Buffer

__all__ = [
    "AnyArray",
    "Array",
    "EdgeArray",
    "allocate",
    "converted",
    "dtype_of",
    "empty",
    "is_one_number",
    "real_name",
]

# Loops look at eight flags at once, and vector loads may look past the last element.
_PADDING = 64


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """A buffer and its elements."""

    buffer: Buffer
    values: NDArray[Any]

    @property
    def n_bytes(self) -> int:
        """Size of the elements, without padding."""
        return self.values.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class EdgeArray:
    """A buffer with one element per edge, where edges come and go and the buffer may grow.

    Attributes
    ----------
    count
        How many edges there are now.
    """

    buffer: Buffer
    dtype: np.dtype[Any]
    count: Callable[[], int]

    @property
    def values(self) -> NDArray[Any]:
        """The elements of now; a view, to be forgotten before the next step."""
        whole = np.asarray(memoryview(self.buffer)).view(np.uint8)
        return whole[: self.n_bytes].view(self.dtype)

    @property
    def n_bytes(self) -> int:
        """Size of the elements of now, without padding."""
        return self.count() * self.dtype.itemsize


AnyArray: TypeAlias = Array | EdgeArray


def allocate(values: ArrayLike, dtype: np.dtype[Any], size: int) -> Array:
    """Return an array of `size` elements that starts with `values`, one for all or one each."""
    array = empty(dtype, size)
    array.values[...] = values
    return array


def empty(dtype: np.dtype[Any], size: int) -> Array:
    """Return an array of `size` elements, all zero."""
    buffer = Buffer(max(size, 1) * dtype.itemsize + _PADDING)
    view = np.asarray(memoryview(buffer)).view(np.uint8)[: size * dtype.itemsize].view(dtype)
    return Array(buffer, view)


def dtype_of(buffer_type: BufferType, real: np.dtype[Any]) -> np.dtype[Any]:
    """Return the dtype of a buffer's elements."""
    match buffer_type:
        case BufferType.BOOL:
            return np.dtype(np.bool_)
        case BufferType.I32:
            return np.dtype(np.int32)
        case BufferType.I64:
            return np.dtype(np.int64)
        case BufferType.U64:
            return np.dtype(np.uint64)
        case BufferType.SINGLE:
            return np.dtype(np.float32)
        case BufferType.REAL:
            return real


def real_name(real: np.dtype[Any]) -> Literal["float64", "float32"]:
    """Return the name of the network's real dtype, as the IR knows it."""
    return "float64" if real.itemsize == 8 else "float32"


def converted(values: ArrayLike, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return values as `dtype`, by the rules of equations.

    Reals become integers by truncation and saturation, NaN becomes 0; anything but zero is true.
    """
    given = np.asarray(values)
    if given.dtype == dtype:
        return given
    if dtype == np.int32 and given.dtype.kind in "fiu":
        limits = np.iinfo(np.int32)
        whole = np.nan_to_num(np.trunc(given), nan=0.0) if given.dtype.kind == "f" else given
        given = np.clip(whole, limits.min, limits.max)
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
        return np.ascontiguousarray(given, dtype)


def is_one_number(values: ArrayLike) -> bool:
    """Tell whether all elements are equal, the signs of zeros included."""
    flat = np.asarray(values).ravel()
    if flat.size < 2:
        return True
    is_equal = bool((flat == flat[0]).all())
    return is_equal and (bool(flat[0]) or flat.dtype.kind != "f" or len({*np.signbit(flat)}) == 1)
