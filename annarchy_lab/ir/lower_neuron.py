"""A neuron model as loops over ranks.

In: `NeuronModel` (level 1).
Out: `Module` with ``update_global``, ``update``, for spiking neurons ``detect`` and ``reset``, and
``stop`` where a run may wait for a condition.
Not here: the list of spikes (the core gathers flags), weighted sums (projections add them).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.kernel import (
    Assign,
    BlockLoop,
    Buffer,
    BufferType,
    Extent,
    Function,
    KernelStatement,
    ListedLoop,
    Module,
    RangeLoop,
    SetFlag,
    buffer_type,
)
from annarchy_lab.ir.lowering import AXON_FLAGS, FLAGS, BufferTable, Lowering
from annarchy_lab.ir.model import REFRACTORY_LEFT, Attribute, NeuronModel, Role
from annarchy_lab.ir.passes.drop_unused import drop_unused
from annarchy_lab.ir.passes.hide_unseen import note_unseen
from annarchy_lab.ir.passes.hoist_invariants import hoist_invariants
from annarchy_lab.ir.passes.prepare_constants import prepare_constants
from annarchy_lab.language.declaration import Locality

__all__ = ["STOP_FLAGS", "lower_neuron", "neuron_buffer"]

STOP_FLAGS = "stop flags"
"""Buffer of the neurons in which the stop condition holds."""
_NO_STEPS = e.Const(0, DType.INT)
_LEFT = e.Ref(REFRACTORY_LEFT, Owner.SELF, DType.INT)


def lower_neuron(
    model: NeuronModel,
    real: Literal["float64", "float32"],
    uniform: frozenset[str] = frozenset(),
) -> Module:
    """Return the module of `model`.

    Parameters
    ----------
    uniform
        Local parameters that have one value in all neurons: that of the first one is read.
    """
    module = drop_unused(_NeuronLowering(model, real, uniform).lower())
    module = hoist_invariants(prepare_constants(module, model.numbers))
    variables = (a.name for a in model.attributes if a.role is Role.VARIABLE)
    return note_unseen(module, frozenset(variables))


def neuron_buffer(attribute: Attribute, name: str | None = None) -> Buffer:
    """Return the buffer of a neuron's attribute."""
    is_local = attribute.locality is Locality.LOCAL
    extent = Extent.NEURON if is_local else Extent.SCALAR
    return Buffer(name or attribute.name, buffer_type(attribute.dtype), extent)


class _NeuronLowering:
    def __init__(
        self, model: NeuronModel, real: Literal["float64", "float32"], uniform: frozenset[str]
    ) -> None:
        self.model = model
        self.real = real
        self.uniform = uniform
        self.table = BufferTable()

    def lower(self) -> Module:
        functions = [self._update_global(), self._update()]
        if self.model.spike is not None:
            functions.append(self._detect(self.model.spike))
        functions += [self._reset(), self._axon_reset()]
        if self.model.stop is not None:
            functions.append(self._stop(self.model.stop))
        present = tuple(f for f in functions if f.body)
        return Module(
            f"neuron {self.model.name}", self.real, tuple(self.table.found.values()), present
        )

    def locate(self, ref: e.Ref) -> tuple[Buffer, ...]:
        """Return where the model's own attribute lives."""
        attribute = self.model.find(ref.name)
        assert attribute is not None, ref.name
        buffer = neuron_buffer(attribute)
        return (replace(buffer, extent=Extent.SCALAR) if ref.name in self.uniform else buffer,)

    def _update_global(self) -> Function:
        lowering = Lowering(self.table, self, None, None, draws_by_block=False)
        return Function("update_global", lowering.statements(self.model.global_updates))

    def _update(self) -> Function:
        lowering = Lowering(self.table, self, "i", "i", draws_by_block=True)
        body = lowering.statements(self.model.updates)
        return Function("update", _over_ranks(body, lowering) if body else ())

    def _detect(self, spike: e.Expr) -> Function:
        """Set the flags in a loop without branches."""
        testing = Lowering(self.table, self, "i", "i", draws_by_block=True)
        flags = self._flags(FLAGS)
        left = None if self.model.refractory_steps is None else self._left()
        tests = tuple(self._tests(testing, spike, flags, left))
        return Function("detect", _over_ranks(tests, testing))

    def _reset(self) -> Function:
        """Return what follows spikes."""
        resetting = Lowering(self.table, self, "i", "i", draws_by_block=False)
        reset = list(resetting.statements(self.model.reset))
        if self.model.is_spiking and self.model.refractory_steps is not None:
            left = self._left()
            steps = resetting.expr(self.model.refractory_steps)
            reset.append(Assign(left, "i", steps, note="refractory period"))
        return Function("reset", _over_list(reset))

    def _axon_reset(self) -> Function:
        resetting = Lowering(self.table, self, "i", "i", draws_by_block=False)
        return Function("axon_reset", _over_list(resetting.statements(self.model.axon_reset)))

    def _left(self) -> str:
        return self.table.use(self.locate(_LEFT)[0], is_written=True)

    def _tests(
        self, lowering: Lowering, spike: e.Expr, flags: str, left: str | None
    ) -> Iterator[KernelStatement]:
        """Yield the tests of one neuron, and a step of its refractoriness, kept in `left`."""
        loaded = e.Load(left or "", "i", DType.INT)
        is_ready = e.Compare("<=", loaded, _NO_STEPS)

        def ready_and(condition: e.Expr) -> e.Expr:
            return condition if left is None else e.Logical("and", is_ready, condition)

        yield SetFlag(flags, "i", ready_and(lowering.expr(spike)))
        if self.model.axon_spike is not None:
            is_silent = e.Unary("not", e.Load(flags, "i", DType.BOOL), DType.BOOL)
            axonal = e.Logical("and", is_silent, lowering.expr(self.model.axon_spike))
            yield SetFlag(self._flags(AXON_FLAGS), "i", ready_and(axonal))
        if left is not None:
            fewer = e.Binary("-", loaded, e.Const(1, DType.INT), DType.INT)
            yield Assign(left, "i", e.Select(is_ready, _NO_STEPS, fewer, DType.INT))

    def _stop(self, condition: e.Expr) -> Function:
        lowering = Lowering(self.table, self, "i", "i", draws_by_block=True)
        test = SetFlag(self._flags(STOP_FLAGS), "i", lowering.expr(condition))
        return Function("stop", _over_ranks((test,), lowering))

    def _flags(self, name: str) -> str:
        return self.table.use(Buffer(name, BufferType.BOOL, Extent.NEURON), is_written=True)


def _over_list(body: Sequence[KernelStatement]) -> tuple[KernelStatement, ...]:
    return (ListedLoop("i", tuple(body)),) if body else ()


def _over_ranks(
    body: tuple[KernelStatement, ...], lowering: Lowering
) -> tuple[KernelStatement, ...]:
    if lowering.fills:
        return (BlockLoop("i", "lo", "hi", tuple(lowering.fills.values()), body),)
    return (RangeLoop("i", "lo", "hi", body),)
