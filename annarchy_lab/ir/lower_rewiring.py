"""Rules by which edges come and go, as loops over dendrites and over pairs.

In: `SynapseModel` (level 1), the buffers and places of its module.
Out: the functions ``pruning``, ``creating`` and ``created`` of the module.
Not here: changing the edges, which is the core's.
"""

from collections.abc import Iterator
from typing import Literal

from annarchy_lab.ir.expression import DType, Expr, Local
from annarchy_lab.ir.kernel import (
    Assign,
    Buffer,
    BufferType,
    DendriteLoop,
    Extent,
    Function,
    KernelStatement,
    MarkLoop,
    Name,
    NewEdgeLoop,
    Ranks,
)
from annarchy_lab.ir.lowering import BufferTable, Lowering, Place
from annarchy_lab.ir.model import Let, Rewiring, SynapseModel

__all__ = ["lower_rules"]


def lower_rules(
    model: SynapseModel, table: BufferTable, place: Place, late: frozenset[str]
) -> Iterator[Function]:
    """Yield the functions of the rules that `model` has.

    Parameters
    ----------
    late
        Attributes of the pre-synaptic neurons that each edge sees with its own delay; a pair
        without an edge has none.
    """
    if model.pruning is not None:
        loop = _mark_loop(model.pruning, table, place, "e", late)
        row_ptr = table.index("index:row_ptr", BufferType.I64)
        yield Function("pruning", (DendriteLoop(row_ptr, (loop,)),))
    if model.creating is not None:
        yield Function("creating", (_mark_loop(model.creating, table, place, "pair"),))
        yield Function("created", (_new_edge_loop(model.creating, table, place),))


def _mark_loop(
    rule: Rewiring,
    table: BufferTable,
    place: Place,
    index: Literal["e", "pair"],
    late: frozenset[str] = frozenset(),
) -> MarkLoop:
    element = "e" if index == "e" else None  # pairs have no values of their own
    condition, chance = (
        Lowering(table, place, element, index, draws_by_block=True, late=late) for _ in range(2)
    )
    names = tuple(k for k in condition.statements(rule.lets) if isinstance(k, Name))
    holds = condition.expr(rule.condition)
    accepted = None if rule.chance is None else chance.expr(rule.chance)
    pre_ranks = None
    if index == "e" and "pre" in condition.used:
        pre_ranks = Ranks(table.index("index:pre_rank", BufferType.I32))
    assert holds.dtype is DType.BOOL
    return MarkLoop(
        index,
        pre_ranks,
        names,
        holds,
        tuple(condition.fills.values()),
        accepted,
        tuple(chance.fills.values()),
    )


def _new_edge_loop(rule: Rewiring, table: BufferTable, place: Place) -> NewEdgeLoop:
    lowering = Lowering(table, place, "e", "pair", draws_by_block=False)
    body = lowering.statements(rule.values)
    if rule.delay is not None:
        body += _set_delay(rule.delay, lowering)
    pre = table.index("index:pre_rank", BufferType.I32)
    post = table.index("index:post_rank", BufferType.I32)
    return NewEdgeLoop(pre, post, body)


def _set_delay(extra_steps: Expr, lowering: Lowering) -> tuple[KernelStatement, ...]:
    """Number the drawn delay; the core keeps it inside the table."""
    named = Let("delay", extra_steps)
    delay = Buffer("index:delay", BufferType.I32, Extent.INDEX)
    name = lowering.table.use(delay, is_written=True)
    number = Assign(name, "e", Local(named.name, extra_steps.dtype))
    return (*lowering.statements((named,)), number)
