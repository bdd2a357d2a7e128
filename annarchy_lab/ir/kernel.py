"""Level 2: one module as buffers and loops, ready to be printed.

In: made by `lower_neuron` and `lower_synapse`.
Out: frozen values that `codegen` prints and `printer` shows; expressions are those of
`ir.expression` without `Ref`, `Symbol` of spikes, `Draw` and `Elapsed`.
Not here: names of the target language, types of the target machine.

Index variables are plain names: ``i`` (rank), ``e`` (edge), ``pre`` and ``post`` (ranks of the two
ends), ``k`` (position in a row), ``begin`` and ``end`` (a dendrite's edges), ``pair`` (number of a
pair of neurons, by post rank, then pre rank).
"""

from enum import Enum
from typing import Literal

from annarchy_lab.ir.expression import DType, Expr, Since, Source
from annarchy_lab.lightweight import dataclass

__all__ = [
    "AGE_TABLE_SIZE",
    "N_AGES",
    "Assign",
    "BlockLoop",
    "Buffer",
    "BufferType",
    "DendriteLoop",
    "EventLoop",
    "Extent",
    "Fill",
    "FillAges",
    "Function",
    "KernelStatement",
    "LaneReduction",
    "ListedLoop",
    "MarkLoop",
    "Module",
    "Name",
    "NewEdgeLoop",
    "RangeLoop",
    "Ranks",
    "SetFlag",
    "Stamp",
    "buffer_type",
    "written_buffers",
]


N_AGES = 4096
"""Entries of a table of ages, a power of 2: most events come within so many steps of the last."""
AGE_TABLE_SIZE = N_AGES + 16
"""Besides its entries it holds what they were computed from."""


class BufferType(Enum):
    """Type of a buffer's elements; `REAL` is the network's real type, `SINGLE` float32."""

    BOOL = "bool"
    I32 = "i32"
    I64 = "i64"
    U64 = "u64"
    SINGLE = "single"
    REAL = "real"


class Extent(Enum):
    """How many elements a buffer has; the values are those of annl_abi.h."""

    SCALAR = 0
    NEURON = 1
    PRE = 2
    POST = 3
    EDGE = 4
    INDEX = 5
    LATE = 6


@dataclass(frozen=True, slots=True)
class Buffer:
    """One line of a module's table of buffers."""

    name: str
    type: BufferType
    extent: Extent
    is_written: bool = False

    @property
    def may_have_two_names(self) -> bool:
        """Whether it is an array of neurons, which may have another name in a synapse model.

        ``pre.x`` and ``post.x``, and targets, are one where a population is connected to itself.
        """
        is_at_end = self.extent in (Extent.PRE, Extent.POST)
        return is_at_end and ("." in self.name or self.name.startswith("target:"))


@dataclass(frozen=True, slots=True)
class Name:
    """``const dtype name = value``."""

    name: str
    value: Expr
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """``buffer[index] = value``, or the old value where `guard` is false."""

    buffer: str
    index: str | None
    value: Expr
    guard: Expr | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """``buffer[index] =`` the number of executed steps."""

    buffer: str
    index: str


@dataclass(frozen=True, slots=True)
class SetFlag:
    """``flags[i] = value``, as one byte."""

    buffer: str
    index: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Fill:
    """A local array of one block of draws; the arguments are the same for all elements."""

    array: str
    source: Source
    stream: str
    dtype: DType = DType.REAL
    arguments: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranks:
    """The rank of the other end of each edge.

    Attributes
    ----------
    buffer
        Has one for each edge.
    is_gapless
        Whether those of a dendrite follow one another, so that the first of them tells all.
    """

    buffer: str
    is_gapless: bool = False


@dataclass(frozen=True, slots=True)
class RangeLoop:
    """``for index in [start, stop)``; iterations are independent.

    `pre_ranks` is there where the loop runs over edges and needs them.
    """

    index: str
    start: str
    stop: str
    body: tuple["KernelStatement", ...]
    pre_ranks: Ranks | None = None


@dataclass(frozen=True, slots=True)
class BlockLoop:
    """A `RangeLoop` by blocks of 256, with one block of draws for each of `fills`.

    `is_row` says that it stands in a `DendriteLoop`: the block drawn last may serve the next
    dendrite too.
    """

    index: str
    start: str
    stop: str
    fills: tuple[Fill, ...]
    body: tuple["KernelStatement", ...]
    pre_ranks: Ranks | None = None
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class ListedLoop:
    """For each of the ranks that the core has listed, in ascending order.

    `held` are elements, buffer and index, that are loaded before the loop and stored behind it.
    """

    index: str
    body: tuple["KernelStatement", ...]
    held: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class DendriteLoop:
    """``for post in [lo, hi)`` that has edges, which are ``[begin, end)``.

    `index` is the buffer of row pointers.  Where edges come and go a dendrite may be without: with
    `is_flag` it is the buffer that says which neurons have one, and nothing within names edges.
    """

    index: str
    body: tuple["KernelStatement", ...]
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class EventLoop:
    """For each edge of a row: ``e`` and the rank of the other side.

    Attributes
    ----------
    other
        ``post`` (a pre-synaptic spike) or ``pre`` (a post-synaptic spike).
    ranks
        The other side's; None where nothing needs them.
    is_indexed
        Whether the row is a list of edge numbers rather than a range of them.
    is_independent
        Whether no two edges of a row write the same element.
    ages
        Of the values in `body` that are looked up.  Where all ages of a row are in their tables, it
        goes at once and looks them up without asking; else it evaluates them.  Empty: each edge
        asks for itself.
    """

    other: Literal["pre", "post"]
    ranks: Ranks | None
    is_indexed: bool
    is_independent: bool
    body: tuple["KernelStatement", ...]
    ages: tuple[Since, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkLoop:
    """``marks[element] = condition and chance``, for edges or for pairs of one post neuron.

    The loop goes by blocks of 256; chances are drawn in blocks in which the condition holds
    somewhere.

    Attributes
    ----------
    index
        ``e``: the edges of a dendrite; ``pair``: pairs with the pre ranks ``[lo, hi)``.
    pre_ranks
        None where nothing needs them.
    body
        Names that the condition uses.
    fills, chance_fills
        Blocks of draws that the condition and the chance need.
    """

    index: Literal["e", "pair"]
    pre_ranks: Ranks | None
    body: tuple[Name, ...]
    condition: Expr
    fills: tuple[Fill, ...]
    chance: Expr | None
    chance_fills: tuple[Fill, ...]


@dataclass(frozen=True, slots=True)
class NewEdgeLoop:
    """For each of the edges ``edges[lo .. hi]``: ``e`` and its ``pair``."""

    pre_ranks: str
    post_ranks: str
    body: tuple["KernelStatement", ...]


@dataclass(frozen=True, slots=True)
class LaneReduction:
    """Join `value` over the edges ``[begin, end)`` in 16 lanes and add the result to each target.

    Attributes
    ----------
    pre_ranks
        None where `value` needs none.
    fills
        Blocks of draws that `value` needs.
    """

    operation: str
    value: Expr
    pre_ranks: Ranks | None
    targets: tuple[str, ...]
    fills: tuple[Fill, ...] = ()


@dataclass(frozen=True, slots=True)
class FillAges:
    """``table[age] = value`` for the first `N_AGES` ages, unless `inputs` are what they were."""

    table: str
    inputs: tuple[Expr, ...]
    value: Expr


KernelStatement = (
    Name
    | Assign
    | Stamp
    | SetFlag
    | RangeLoop
    | BlockLoop
    | ListedLoop
    | DendriteLoop
    | EventLoop
    | MarkLoop
    | NewEdgeLoop
    | LaneReduction
    | FillAges
)


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the module ABI; its name fixes its signature."""

    name: str
    body: tuple[KernelStatement, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """One neuron or synapse model in one context.

    Attributes
    ----------
    title
        For the banner of the printed text.
    real
        ``float64`` or ``float32``.
    hidden
        Buffers that ``synapse_unseen`` does not store; of neurons, those that ``update`` overwrites
        in each step, before it reads them.
    """

    title: str
    real: Literal["float64", "float32"]
    buffers: tuple[Buffer, ...]
    functions: tuple[Function, ...]
    hidden: tuple[str, ...] = ()

    def buffer(self, name: str) -> Buffer:
        """Return the buffer called `name`."""
        return next(b for b in self.buffers if b.name == name)


def buffer_type(dtype: DType) -> BufferType:
    """Return how values of `dtype` are stored."""
    return {
        DType.BOOL: BufferType.BOOL,
        DType.INT: BufferType.I32,
        DType.SINGLE: BufferType.SINGLE,
        DType.REAL: BufferType.REAL,
    }[dtype]


def written_buffers(body: tuple[KernelStatement, ...]) -> frozenset[str]:
    """Return the names of all buffers that `body` changes."""
    return frozenset().union(*map(_written, body))


def _written(statement: KernelStatement) -> frozenset[str]:
    match statement:
        case Name():
            return frozenset()
        case Assign(buffer) | Stamp(buffer) | SetFlag(buffer) | FillAges(buffer):
            return frozenset({buffer})
        case LaneReduction():
            return frozenset(statement.targets)
        case _:
            return written_buffers(statement.body)
