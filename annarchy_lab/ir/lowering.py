"""What lowering neurons and synapses has in common: references become loads, draws become numbers.

In: level-1 statements and expressions, and a `Place` that says where each owner's attributes live.
Out: level-2 statements, and the buffers that they touch.
Not here: loops; `lower_neuron` and `lower_synapse` choose them.
"""

from collections.abc import Iterable
from dataclasses import field
from typing import Protocol

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.kernel import (
    Assign,
    Buffer,
    BufferType,
    Extent,
    Fill,
    KernelStatement,
    Name,
    Stamp,
)
from annarchy_lab.ir.model import Let, Statement, Store, Touch
from annarchy_lab.lightweight import dataclass

__all__ = ["AXON_FLAGS", "FLAGS", "BufferTable", "Lowering", "Place", "stream_name"]

FLAGS = "spike flags"
"""Buffer of who spiked in the last step."""
AXON_FLAGS = "axonal flags"
"""Buffer of who emitted an axonal spike in the last step."""


_LAST_SPIKE = {
    "t_last": ("last_spike", Extent.NEURON),
    "t_pre": ("pre.last_spike", Extent.PRE),
    "t_post": ("post.last_spike", Extent.POST),
}


class Place(Protocol):
    """Where the attributes of a model live."""

    def locate(self, ref: e.Ref) -> tuple[Buffer, ...]:
        """Return the buffer of `ref`; several where a projection feeds several targets."""


@dataclass(slots=True)
class BufferTable:
    """The buffers that a module touches, in the order of first use."""

    found: dict[str, Buffer] = field(default_factory=dict)

    def use(self, buffer: Buffer, *, is_written: bool = False) -> str:
        """Note a use of `buffer` and return its name."""
        known = self.found.get(buffer.name)
        is_written = is_written or (known is not None and known.is_written)
        self.found[buffer.name] = Buffer(buffer.name, buffer.type, buffer.extent, is_written)
        return buffer.name

    def index(self, name: str, buffer_type: BufferType, extent: Extent = Extent.INDEX) -> str:
        """Note a use of a structural buffer and return its name."""
        return self.use(Buffer(name, buffer_type, extent))


def stream_name(draw: e.Draw) -> str:
    """Return the name of the buffer that holds the stream of a call."""
    return f"stream:{draw.place}.{draw.attribute}.{draw.ordinal}"


@dataclass(slots=True)
class Lowering:
    """Lowers the statements of one function.

    Attributes
    ----------
    element
        Index variable of the model's own elements: ``i``, ``e``, ``post``; None in global updates.
    draw_element
        Index variable that random numbers are keyed by; None for element 0.
    draws_by_block
        Whether draws come from blocks (loops over all elements) or one by one (events).
    late
        Attributes of the pre-synaptic neurons that each edge sees with its own delay.
    fills, singles
        What is drawn so far, by stream; a single draw has a name, however often it is used.
    used
        Index variables of the two ends that the statements use.
    """

    table: BufferTable
    place: Place
    element: str | None
    draw_element: str | None
    draws_by_block: bool
    late: frozenset[str] = frozenset()
    fills: dict[str, Fill] = field(default_factory=dict)
    singles: dict[str, Name] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def statements(self, statements: Iterable[Statement]) -> tuple[KernelStatement, ...]:
        """Lower `statements`, in their order."""
        result: list[KernelStatement] = []
        for statement in statements:
            n_known = len(self.singles)
            lowered = tuple(self._statement(statement))
            result += [*tuple(self.singles.values())[n_known:], *lowered]
        return tuple(result)

    def expr(self, expr: e.Expr) -> e.Expr:
        """Lower one expression."""
        return e.rewrite(expr, self._leaf)

    def _statement(self, statement: Statement) -> Iterable[KernelStatement]:
        match statement:
            case Let(name, value, note):
                yield Name(name, self.expr(value), note)
            case Touch(name):
                clock = self._clock(name)
                index = self._index(clock.extent)
                assert index is not None
                yield Stamp(self.table.use(clock, is_written=True), index)
            case Store():
                yield from self._store(statement)

    def _store(self, statement: Store) -> Iterable[KernelStatement]:
        guard = None if statement.guard is None else self.expr(statement.guard)
        for buffer in self.place.locate(statement.target):
            # With several targets, each adds the increment to its own value.
            value = e.rewrite(
                statement.value,
                lambda leaf, own=buffer: (  # type: ignore[misc]
                    self._load(own, leaf) if leaf == statement.target else self._leaf(leaf)
                ),
            )
            name = self.table.use(buffer, is_written=True)
            index = self._index(buffer.extent)
            yield Assign(name, index, value, guard, statement.note)

    def _leaf(self, leaf: e.Expr) -> e.Expr:
        match leaf:
            case e.Ref(name, Owner.PRE) if name in self.late:
                return self._load_late(self.place.locate(leaf)[0], leaf)
            case e.Ref():
                return self._load(self.place.locate(leaf)[0], leaf)
            case e.Draw():
                return self._draw(leaf)
            case e.Elapsed(name, until):
                clock = self._clock(name)
                index = self._index(clock.extent)
                assert index is not None
                since = e.Since(self.table.use(clock), index, int(until == "previous"))
                return e.Cast(since, DType.REAL)
            case e.Symbol():
                return self._symbol(leaf)
            case _:
                return leaf

    def _load(self, buffer: Buffer, leaf: e.Expr) -> e.Load:
        return e.Load(self.table.use(buffer), self._index(buffer.extent), leaf.dtype)

    def _clock(self, name: str) -> Buffer:
        """Return the clock of an event-driven variable, which lies as its values do."""
        values = self.place.locate(e.Ref(name, Owner.SELF, DType.REAL))[0]
        return Buffer(f"clock:{name}", BufferType.I64, values.extent)

    def _load_late(self, buffer: Buffer, leaf: e.Expr) -> e.LateLoad:
        name = self.table.use(Buffer(f"late:{buffer.name}", buffer.type, Extent.LATE))
        delay = self.table.index("index:delay", BufferType.I32)
        assert self.element is not None
        return e.LateLoad(name, delay, self.element, self._index(buffer.extent), leaf.dtype)

    def _index(self, extent: Extent) -> str | None:
        match extent:
            case Extent.SCALAR:
                return None
            case Extent.PRE:
                return self._end("pre")
            case Extent.POST:
                return self._end("post")
            case _:
                return self.element

    def _end(self, index: str) -> str:
        self.used.add(index)
        return index

    def _draw(self, draw: e.Draw) -> e.Expr:
        stream = self.table.index(stream_name(draw), BufferType.U64, Extent.SCALAR)
        if not self.draws_by_block:
            single = e.SingleDraw(
                draw.source, stream, self.draw_element, draw.dtype, draw.arguments
            )
            named = self.singles.setdefault(stream, Name(f"draw {len(self.singles)}", single))
            return e.Local(named.name, draw.dtype)
        name = f"draw {len(self.fills)}"
        fill = Fill(name, draw.source, stream, draw.dtype, draw.arguments)
        fill = self.fills.setdefault(stream, fill)
        assert self.draw_element is not None
        return e.BlockDraw(fill.array, self.draw_element, draw.dtype)

    def _symbol(self, symbol: e.Symbol) -> e.Expr:
        match symbol.name:
            case "is_plastic":
                return e.Flag("is_plastic")
            case "is_coincident":
                last = self.table.index("post.last_spike", BufferType.I64, Extent.POST)
                return e.Coincident(last, self._end("post"))
            case "t_last" | "t_pre" | "t_post":
                return self._spike_time(symbol.name)
            case "step_pre" | "step_post":
                buffer, extent = _LAST_SPIKE[f"t_{symbol.name.removeprefix('step_')}"]
                last = self.table.index(buffer, BufferType.I64, extent)
                return e.Load(last, self._index(extent), DType.STEP)
            case "spiked":
                flags = Buffer(FLAGS, BufferType.BOOL, Extent.NEURON)
                return e.Load(self.table.use(flags), self.element, DType.BOOL)
            case _:
                return symbol

    def _spike_time(self, name: str) -> e.Expr:
        buffer, extent = _LAST_SPIKE[name]
        index = self._index(extent)
        assert index is not None
        since = e.Since(self.table.index(buffer, BufferType.I64, extent), index, 0)
        return e.Binary("-", e.Symbol("t", DType.TIME), since, DType.TIME)
