"""Typed expressions: the trees that both levels of the IR and both backends share.

Every node knows its dtype; conversions are explicit `Cast` nodes, so that no backend decides about
types. Level 2 (`ir.kernel`) replaces every reference to the network by `Load` and `Local`.

A node is frozen, compares by structure, and carries no source position: the statement around it
does.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from typing import Literal, TypeAlias

from annarchy_lab.lightweight import dataclass

__all__ = [
    "AgeTime",
    "Aged",
    "Binary",
    "BlockDraw",
    "Call",
    "Cast",
    "Coincident",
    "Compare",
    "Const",
    "DType",
    "Draw",
    "Elapsed",
    "Expr",
    "Flag",
    "Load",
    "Local",
    "Logical",
    "Owner",
    "Ref",
    "Select",
    "Since",
    "SingleDraw",
    "Source",
    "Symbol",
    "Unary",
    "parts",
    "rewrite",
    "walk",
    "with_parts",
]


Source: TypeAlias = Literal["uniform", "normal", "gamma", "binomial", "discrete"]
"""What the core draws itself (docs/exactness.md, section 2)."""


class DType(Enum):
    """Type of a value.

    `REAL` is the network's float64 or float32, `TIME` is always double; a `STEP` is a 64-bit count
    of executed steps, which is only compared.  A `SINGLE` is a float32 where `REAL` is float64: it
    is only stored, and widened wherever it is read.
    """

    BOOL = "bool"
    INT = "int"
    SINGLE = "single"
    REAL = "real"
    TIME = "time"
    STEP = "step"


class Owner(Enum):
    """Whose attribute a reference names, seen from the model that holds the equation."""

    SELF = "self"
    PRE = "pre"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Const:
    """A literal; `value` is exact in Python and rounded to `dtype` by the backend."""

    value: float | int | bool
    dtype: DType


@dataclass(frozen=True, slots=True)
class Ref:
    """The current value of an attribute (level 1).

    Weighted sums and global operations are attributes too: ``sum(exc)``, ``mean(v)``.
    """

    name: str
    owner: Owner
    dtype: DType


@dataclass(frozen=True, slots=True)
class Local:
    """A value named by an earlier `Let` of the same element."""

    name: str
    dtype: DType


@dataclass(frozen=True, slots=True)
class Symbol:
    """A time (ms), the step of a last spike, or a flag.

    ``step_ms`` (level 2) is dt but in equations that run every so many steps.

    Of an edge: w may change; both its ends spiked in one step.  Of a neuron: it has spiked in this
    step.
    """

    name: Literal[
        "t",
        "dt",
        "step_ms",
        "t_last",
        "t_pre",
        "t_post",
        "step_pre",
        "step_post",
        "is_plastic",
        "is_coincident",
        "spiked",
    ]
    dtype: DType


@dataclass(frozen=True, slots=True)
class Draw:
    """One fresh random number per element and step.

    Uniform in (0, 1), standard normal, or of a distribution that is no expression over these two:
    Gamma (shape, scale), Binomial (n, p) and DiscreteUniform (least, most).  `place`, `attribute`
    and `ordinal` name the call in the text and so fix its stream (docs/exactness.md, section 2).
    The arguments are the same for all elements.
    """

    source: Source
    place: str
    attribute: str
    ordinal: int
    dtype: DType = DType.REAL
    arguments: tuple["Expr", ...] = ()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Time in ms since an event-driven variable was last brought up to date (level 1).

    `until` is the step to which it is brought: the current one, or the one before.
    """

    name: str
    until: Literal["now", "previous"]
    dtype: DType = DType.REAL


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x`` or ``not x``."""

    op: Literal["-", "not"]
    operand: "Expr"
    dtype: DType


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic on two operands of the node's own dtype."""

    op: Literal["+", "-", "*", "/"]
    left: "Expr"
    right: "Expr"
    dtype: DType


@dataclass(frozen=True, slots=True)
class Compare:
    """Comparison of two operands of one dtype."""

    op: Literal["==", "!=", "<", "<=", ">", ">="]
    left: "Expr"
    right: "Expr"
    dtype: DType = DType.BOOL


@dataclass(frozen=True, slots=True)
class Logical:
    """``and`` / ``or`` of two booleans; both sides are always evaluated."""

    op: Literal["and", "or"]
    left: "Expr"
    right: "Expr"
    dtype: DType = DType.BOOL


@dataclass(frozen=True, slots=True)
class Select:
    """``then`` where the condition holds, else ``otherwise``; all three of one element."""

    condition: "Expr"
    then: "Expr"
    otherwise: "Expr"
    dtype: DType


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function of `codegen`'s and `runtime`'s common table (see `ir.functions`)."""

    function: str
    arguments: tuple["Expr", ...]
    dtype: DType


@dataclass(frozen=True, slots=True)
class Cast:
    """Conversion: float to int truncates and saturates, NaN gives 0; to bool means ``!= 0``."""

    operand: "Expr"
    dtype: DType


@dataclass(frozen=True, slots=True)
class Load:
    """An element of a buffer (level 2); `index` None for a scalar buffer."""

    buffer: str
    index: str | None
    dtype: DType


@dataclass(frozen=True, slots=True)
class LateLoad:
    """An element of what `buffer` points to for the delay of an edge (level 2).

    Attributes
    ----------
    delay
        Buffer of the number of each edge's delay.
    edge
        Index variable of the edge.
    index
        As in `Load`.
    """

    buffer: str
    delay: str
    edge: str
    index: str | None
    dtype: DType


@dataclass(frozen=True, slots=True)
class BlockDraw:
    """One number of the block of draws in the local array `array` (level 2)."""

    array: str
    index: str
    dtype: DType = DType.REAL


@dataclass(frozen=True, slots=True)
class SingleDraw:
    """One number drawn by itself, for the element `index`; None for element 0 (level 2)."""

    source: Source
    stream: str
    index: str | None
    dtype: DType = DType.REAL
    arguments: tuple["Expr", ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """Time in ms from the step in `buffer` to `lag` steps ago; never negative (level 2)."""

    buffer: str
    index: str
    lag: int
    dtype: DType = DType.TIME


@dataclass(frozen=True, slots=True)
class AgeTime:
    """Time in ms of the age that a table is being filled for (level 2)."""

    dtype: DType = DType.TIME


@dataclass(frozen=True, slots=True)
class Aged:
    """`value`, which depends on nothing but the time `since`, from a table of ages (level 2)."""

    table: str
    since: Since
    value: "Expr"
    dtype: DType = DType.REAL


@dataclass(frozen=True, slots=True)
class Coincident:
    """Whether the arriving spike was emitted in the step that `buffer` holds (level 2)."""

    buffer: str
    index: str
    dtype: DType = DType.BOOL


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of the context: the projection is plastic (level 2)."""

    name: Literal["is_plastic"]
    dtype: DType = DType.BOOL


Expr = (
    Const
    | Ref
    | Local
    | Symbol
    | Draw
    | Elapsed
    | Unary
    | Binary
    | Compare
    | Logical
    | Select
    | Call
    | Cast
    | Load
    | LateLoad
    | BlockDraw
    | SingleDraw
    | Since
    | AgeTime
    | Aged
    | Coincident
    | Flag
)


def parts(expr: Expr) -> tuple[Expr, ...]:
    """Return the direct parts of `expr`."""
    match expr:
        case Unary() | Cast():
            return (expr.operand,)
        case Binary() | Compare() | Logical():
            return (expr.left, expr.right)
        case Select():
            return (expr.condition, expr.then, expr.otherwise)
        case Call() | Draw() | SingleDraw():
            return expr.arguments
        case Aged():
            return (expr.value,)
        case _:
            return ()


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield `expr` and all its parts, each before its own parts."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(parts(node)))


def with_parts(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return `expr` with `change` applied to its direct parts."""
    match expr:
        case Unary() | Cast():
            return replace(expr, operand=change(expr.operand))
        case Binary() | Compare() | Logical():
            return replace(expr, left=change(expr.left), right=change(expr.right))
        case Select(condition, then, otherwise, dtype):
            return Select(change(condition), change(then), change(otherwise), dtype)
        case Call() | Draw() | SingleDraw():
            return replace(expr, arguments=tuple(change(a) for a in expr.arguments))
        case Aged():
            return replace(expr, value=change(expr.value))
        case _:
            return expr


def rewrite(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return `expr` with `change` applied to every leaf, and to draws after their arguments."""
    if not parts(expr):
        return change(expr)
    inner = with_parts(expr, lambda part: rewrite(part, change))
    return change(inner) if isinstance(inner, Draw) else inner
