"""Rules by which edges come and go, as loops over dendrites and over pairs.

In: `SynapseModel` (level 1), the buffers and places of its module.
Out: the functions ``pruning``, ``creating`` and ``created`` of the module.
Not here: changing the edges, which is the core's.
"""

from collections.abc import Iterator
from typing import Literal

from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.kernel import (
    BufferType,
    DendriteLoop,
    Function,
    MarkLoop,
    Name,
    NewEdgeLoop,
)
from annarchy_lab.ir.lowering import BufferTable, Lowering, Place
from annarchy_lab.ir.model import Rewiring, SynapseModel

__all__ = ["lower_rules"]


def lower_rules(model: SynapseModel, table: BufferTable, place: Place) -> Iterator[Function]:
    """Yield the functions of the rules that `model` has."""
    if model.pruning is not None:
        loop = _mark_loop(model.pruning, table, place, "e")
        row_ptr = table.index("index:row_ptr", BufferType.I64)
        yield Function("pruning", (DendriteLoop(row_ptr, (loop,)),))
    if model.creating is not None:
        yield Function("creating", (_mark_loop(model.creating, table, place, "pair"),))
        yield Function("created", (_new_edge_loop(model.creating, table, place),))


def _mark_loop(
    rule: Rewiring, table: BufferTable, place: Place, index: Literal["e", "pair"]
) -> MarkLoop:
    element = "e" if index == "e" else None  # pairs have no values of their own
    condition, chance = (
        Lowering(table, place, element, index, draws_by_block=True) for _ in range(2)
    )
    names = tuple(k for k in condition.statements(rule.lets) if isinstance(k, Name))
    holds = condition.expr(rule.condition)
    accepted = None if rule.chance is None else chance.expr(rule.chance)
    pre_ranks = None
    if index == "e" and "pre" in condition.used:
        pre_ranks = table.index("index:pre_rank", BufferType.I32)
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
    pre = table.index("index:pre_rank", BufferType.I32)
    post = table.index("index:post_rank", BufferType.I32)
    return NewEdgeLoop(pre, post, body)
