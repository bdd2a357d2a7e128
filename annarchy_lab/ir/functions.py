"""The built-in functions that survive into the IR, with the types they take and give.

In: nothing.
Out: `BUILT_IN`, the one table that typing, the reference backend and the printers share.
Not here: functions that level 1 writes as comparisons or products (``pos``, ``clip``, ``power``
...).
"""

from annarchy_lab.ir.expression import DType
from annarchy_lab.lightweight import dataclass

__all__ = ["BUILT_IN", "FLUSH", "LIBM", "BuiltIn"]


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """Types of the arguments and of the result."""

    arguments: tuple[DType, ...]
    result: DType


LIBM = ("tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "acosh", "atanh", "log10")
"""Rarer functions that go through the C library; equal on one machine only."""

FLUSH = "flush"
"""In one run of 64, what is too small for a normal number gives 0; otherwise it stays.

Level 1 applies it to what ODEs advance.
"""

_OURS = (
    *("exp", "expm1", "log", "log1p", "sin", "cos", "tanh", "sqrt"),
    *("floor", "ceil", "round", "abs", FLUSH),
)

BUILT_IN: dict[str, BuiltIn] = {
    **{name: BuiltIn((DType.REAL,), DType.REAL) for name in (*_OURS, *LIBM)},
    "pow": BuiltIn((DType.REAL, DType.REAL), DType.REAL),
    "modulo": BuiltIn((DType.INT, DType.INT), DType.INT),
    "isnan": BuiltIn((DType.REAL,), DType.BOOL),
    "isfinite": BuiltIn((DType.REAL,), DType.BOOL),
}
