"""What one spike does: the statements of an event, and whether its edges may be taken together.

In: an `Event` of level 1, the names of the projection's targets.
Out: `EventPlan`.
Not here: which spikes arrive when.

The edges of one spike share the neuron that emitted it and reach different neurons.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import Expr, Owner
from annarchy_lab.ir.model import (
    ALL_TARGETS,
    Event,
    Let,
    Statement,
    Store,
    SynapseModel,
    expressions,
)
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass

__all__ = ["EventPlan", "plan_event", "references"]


@dataclass(frozen=True, slots=True)
class EventPlan:
    """An event ready to be executed.

    Attributes
    ----------
    statements
        With ``g_target`` replaced by the attributes that the projection feeds.
    live
        Attributes of the pre-synaptic neurons that the event writes: it reads them as they are
        now, even where the projection has a delay.
    is_independent
        Whether the edges of one spike neither read nor write what another of them writes;
        otherwise they are executed one after the other.
    """

    statements: tuple[Statement, ...]
    live: frozenset[str]
    is_independent: bool


def plan_event(
    event: Event | None,
    model: SynapseModel,
    targets: tuple[str, ...],
    shared: Owner,
    *,
    is_recurrent: bool,
) -> EventPlan | None:
    """Return the plan of `event`, None for none.

    Parameters
    ----------
    targets
        Attributes of the post-synaptic neurons that ``g_target`` stands for.
    shared
        The end that all edges of one spike have in common.
    is_recurrent
        Whether both ends are the same population.
    """
    if event is None:
        return None
    statements = tuple(_with_targets(event.statements, targets))
    written = [s.target for s in statements if isinstance(s, Store)]
    read = [ref for ref in references(expressions(statements)) if ref.owner is shared]
    is_shared = any(_is_shared(ref, model, shared) for ref in written)
    far = {ref.name for ref in written if ref.owner not in (shared, Owner.SELF)}
    meets_itself = is_recurrent and any(ref.name in far for ref in read)
    live = frozenset(ref.name for ref in written if ref.owner is Owner.PRE)
    return EventPlan(statements, live, not is_shared and not meets_itself)


def references(exprs: Iterable[Expr]) -> Iterator[e.Ref]:
    """Yield all references in `exprs`."""
    for expr in exprs:
        for node in e.walk(expr):
            if isinstance(node, e.Ref):
                yield node


def _with_targets(
    statements: tuple[Statement, ...], targets: tuple[str, ...]
) -> Iterator[Statement]:
    """Write a store to all targets as one store to each; elsewhere ``g_target`` means the first."""
    for statement in statements:
        match statement:
            case Store(target) if target.name == ALL_TARGETS:
                for name in targets:
                    yield _of_target(statement, name)
            case Let() | Store():
                yield _of_target(statement, targets[0])
            case _:
                yield statement


def _of_target(statement: "Let | Store", name: str) -> "Let | Store":
    def named(leaf: Expr) -> Expr:
        if isinstance(leaf, e.Ref) and leaf.name == ALL_TARGETS:
            return replace(leaf, name=name)
        return leaf

    value = e.rewrite(statement.value, named)
    if isinstance(statement, Let):
        return replace(statement, value=value)
    target = named(statement.target)
    assert isinstance(target, e.Ref)
    guard = None if statement.guard is None else e.rewrite(statement.guard, named)
    return replace(statement, target=target, value=value, guard=guard)


def _is_shared(target: e.Ref, model: SynapseModel, shared: Owner) -> bool:
    """Tell whether all edges of one spike write the same element."""
    if target.owner is shared:
        return True
    if target.owner is not Owner.SELF:
        end = model.pre if target.owner is Owner.PRE else model.post
        attribute = end.find(target.name)
        return attribute is not None and attribute.locality is Locality.GLOBAL
    own = model.find(target.name)
    assert own is not None, target.name
    is_of_post = own.locality is Locality.SEMIGLOBAL
    return own.locality is Locality.GLOBAL or (is_of_post and shared is Owner.POST)
