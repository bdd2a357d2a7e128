"""What users write into attributes, turned into arrays of the attribute's own type.

In: a number, a list, an array, a `RandomDistribution` or the name of a constant; and a `Slot`,
which says what is expected.
Out: an array of shape ``()`` for one value or ``(n,)`` for one per element; a copy, never an alias.
Not here: where the values go.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.constant import Constant
from annarchy_lab.api.messages import did_you_mean
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.language.arguments import shown
from annarchy_lab.language.declaration import ValueType
from annarchy_lab.lightweight import dataclass

__all__ = ["Slot", "as_it_is", "cast", "to_array"]

INT32 = np.iinfo(np.int32)


@dataclass(frozen=True, slots=True)
class Slot:
    """What an attribute, or the part of it that is written, takes.

    Attributes
    ----------
    label
        How to call it in a message, such as ``v of pop0``.
    type
        Its declared type.
    real
        The network's real type.
    length
        Number of elements, None where there is only a single value.
    shape
        How users see it, for messages; ``(length,)`` or a geometry.
    constants
        Values that a name may stand for.
    rng
        Draws the values of a distribution that has no generator of its own.
    why_single
        Returns what to add to the message where several values are given for a single one; asked
        only then, since it looks through the whole model.
    """

    label: str
    type: ValueType
    real: np.dtype[Any]
    length: int | None
    shape: tuple[int, ...]
    constants: Mapping[str, Constant]
    rng: np.random.Generator
    why_single: Callable[[], str]


def to_array(value: object, slot: Slot) -> NDArray[Any]:
    """Return `value` as an array that fits `slot`.

    Raises
    ------
    ANNarchyException
        If it is no number, or there are too many or too few of them.
    """
    if isinstance(value, RandomDistribution):
        value = value.draw(() if slot.length is None else (slot.length,), slot.rng)
    elif isinstance(value, str):
        value = _constant(value, slot)
    elif isinstance(value, Constant):
        value = value.value
    return cast(_checked_size(_numbers(value, slot), slot), slot.type, slot.real)


def as_it_is(
    value: object, kind: ValueType, real: np.dtype[Any], length: int | None
) -> NDArray[Any] | None:
    """Return a copy of an array that needs no look at anything else; None for all other values."""
    is_array = type(value) is np.ndarray and kind is ValueType.FLOAT
    if not is_array or value.dtype != real or value.size != length or not value.ndim:  # type: ignore[attr-defined] # an array
        return None
    return value.flatten()  # type: ignore[attr-defined, no-any-return] # an array


def cast(
    values: NDArray[Any], kind: ValueType, real: np.dtype[Any], *, copy: bool = True
) -> NDArray[Any]:
    """Convert to the type of an attribute; floats become integers by truncation, and saturate.

    Without `copy`, floats that have the type already stay where they are.
    """
    match kind:
        case ValueType.FLOAT:
            with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
                return values.astype(real, copy=copy)
        case ValueType.BOOL:
            return np.array(values != 0)
        case ValueType.INT:
            whole = np.nan_to_num(values, nan=0.0, posinf=INT32.max, neginf=INT32.min)
            return np.array(np.clip(whole, INT32.min, INT32.max), np.int32)


def _constant(name: str, slot: Slot) -> float:
    if name not in slot.constants:
        raise ANNarchyException(
            f"{slot.label}: {name!r} is not the name of a constant."
            + did_you_mean(name, slot.constants)
        )
    return slot.constants[name].value


def _numbers(value: object, slot: Slot) -> NDArray[Any]:
    try:
        values = np.asarray(value)
    except ValueError:  # a ragged list
        values = np.asarray(None)
    if values.dtype.kind not in "biuf":
        raise ANNarchyException(f"{slot.label}: expected numbers, not {shown(value)}.")
    return values


def _checked_size(values: NDArray[Any], slot: Slot) -> NDArray[Any]:
    if values.ndim == 0:
        return values
    if slot.length is None:
        raise ANNarchyException(
            f"{slot.label} is one value for all; it cannot be set to {values.size} values."
            + slot.why_single()
        )
    if values.size != slot.length:
        shape = f" of shape {slot.shape}" if len(slot.shape) > 1 else ""
        raise ANNarchyException(
            f"{slot.label}: expected 1 or {slot.length} values{shape}, got {values.size}"
            + (f" of shape {values.shape}." if values.ndim > 1 else ".")
        )
    return values.reshape(-1)
