"""A synapse model as loops over dendrites and over the rows of events.

In: `SynapseModel` (level 1) and its `SynapseContext`: storage order and what is stored once.
Out: `Module` with ``update_global``, ``psp``, ``on_pre`` or ``on_pre_to_one``, ``on_post``,
``semiglobal``, ``synapse``, for variables that are stored once per pre-synaptic neuron
``on_pre_once`` and ``update_pre``, and the rules of ``lower_rewiring`` as needed.
Not here: default transmission (the core has it), which spikes arrive.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.collisions import edges_collide
from annarchy_lab.ir.expression import DType, Owner
from annarchy_lab.ir.kernel import (
    BlockLoop,
    Buffer,
    BufferType,
    DendriteLoop,
    EventLoop,
    Extent,
    Function,
    KernelStatement,
    LaneReduction,
    ListedLoop,
    Module,
    RangeLoop,
    Ranks,
    buffer_type,
)
from annarchy_lab.ir.lower_neuron import neuron_buffer
from annarchy_lab.ir.lower_rewiring import lower_rules
from annarchy_lab.ir.lowering import BufferTable, Lowering
from annarchy_lab.ir.model import (
    ALL_TARGETS,
    Event,
    Role,
    Statement,
    SynapseModel,
    expressions,
    written_pre,
)
from annarchy_lab.ir.passes.drop_unused import drop_unused
from annarchy_lab.ir.passes.hide_unseen import hide_unseen
from annarchy_lab.ir.passes.hoist_invariants import hoist_invariants
from annarchy_lab.ir.passes.hold_sums import hold_sums
from annarchy_lab.ir.passes.join_stores import join_stores
from annarchy_lab.ir.passes.prepare_constants import prepare_constants
from annarchy_lab.ir.passes.share_traces import share_traces
from annarchy_lab.ir.passes.tabulate_ages import tabulate_ages
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass

__all__ = ["SynapseContext", "is_post_major", "lower_synapse"]

_EXTENTS = {Owner.PRE: Extent.PRE, Owner.POST: Extent.POST}


@dataclass(frozen=True, slots=True)
class SynapseContext:
    """What the code of a synapse model depends on besides its text.

    Attributes
    ----------
    real
        The network's real type.
    is_post_major
        Whether edge values are stored dendrite by dendrite.
    uniform
        Local attributes that are stored as one number.
    has_delay_per_edge
        Whether edges see the pre-synaptic neurons with delays of their own.
    is_rewirable
        Whether edges come and go, so that a dendrite may be without.
    is_gapless
        Whether the pre ranks of each dendrite follow one another, and always will.
    is_to_one
        Whether there is one post-synaptic neuron, to which each pre-synaptic one has one edge, and
        always will: an edge is numbered like its pre-synaptic neuron.
    ends
        Local variables that are stored once per neuron, and at which end (`share_traces`).
    """

    real: Literal["float64", "float32"]
    is_post_major: bool
    uniform: frozenset[str] = frozenset()
    has_delay_per_edge: bool = False
    is_rewirable: bool = False
    is_gapless: bool = False
    is_to_one: bool = False
    ends: Mapping[str, Owner] = field(default_factory=dict)


def is_post_major(model: SynapseModel) -> bool:
    """Tell whether something walks over dendrites, or draws are keyed by their order."""
    walks = (model.psp, model.on_post, *model.updates, *model.semiglobal_updates)
    arrivals = (event for event in (model.on_pre, model.on_axon) if event is not None)
    return any(w is not None for w in walks) or any(_draws(event) for event in arrivals)


def lower_synapse(model: SynapseModel, context: SynapseContext) -> Module:
    """Return the module of `model`; it has no functions where the core does all the work."""
    module = drop_unused(join_stores(_SynapseLowering(model, context).lower()))
    module = tabulate_ages(module)
    if not context.is_rewirable:
        module = hide_unseen(module)
    return hold_sums(hoist_invariants(prepare_constants(module, model.numbers)))


class _SynapseLowering:
    def __init__(self, model: SynapseModel, context: SynapseContext) -> None:
        self.model = model
        self.context = context
        self.table = BufferTable()
        self.sharing = share_traces(model, context.ends)

    def lower(self) -> Module:
        functions = (
            self._update_global(),
            self._psp(),
            self._on_pre_once(),
            self._on_pre(),
            self._on_axon(),
            self._on_post(),
            self._semiglobal(),
            self._synapse(),
            self._update_pre(),
            *lower_rules(self.model, self.table, self, self._late()),
        )
        present = tuple(f for f in functions if f.body)
        model = self.model
        title = f"synapse {model.name}, {model.pre.name} to {model.post.name}"
        return Module(title, self.context.real, tuple(self.table.found.values()), present)

    def locate(self, ref: e.Ref) -> tuple[Buffer, ...]:
        """Return where an attribute of the synapse or of one of its ends lives."""
        if ref.name == ALL_TARGETS:
            names = [f"target:{i}" for i in range(self.model.n_targets)]
            return tuple(Buffer(name, BufferType.REAL, Extent.POST) for name in names)
        if ref.owner is Owner.SELF:
            return (self._own(ref),)
        end = self.model.pre if ref.owner is Owner.PRE else self.model.post
        name = f"{ref.owner.value}.{ref.name}"
        attribute = end.find(ref.name)
        if attribute is None or attribute.locality is not Locality.LOCAL:
            return (Buffer(name, buffer_type(ref.dtype), Extent.SCALAR),)
        extent = Extent.PRE if ref.owner is Owner.PRE else Extent.POST
        return (Buffer(name, neuron_buffer(attribute).type, extent),)

    def _own(self, ref: e.Ref) -> Buffer:
        attribute = self.model.find(ref.name)
        assert attribute is not None, ref.name
        extent = Extent.EDGE
        if ref.name in self.context.uniform or attribute.locality is Locality.GLOBAL:
            extent = Extent.SCALAR
        elif attribute.locality is Locality.SEMIGLOBAL:
            extent = Extent.POST
        elif ref.name in self.context.ends:
            extent = _EXTENTS[self.context.ends[ref.name]]
        return Buffer(ref.name, buffer_type(attribute.dtype), extent)

    def _update_global(self) -> Function:
        lowering = Lowering(self.table, self, None, None, draws_by_block=False)
        return Function("update_global", lowering.statements(self.model.global_updates))

    def _psp(self) -> Function:
        if self.model.psp is None or self.model.is_default_transmission:
            return Function("psp", ())
        lowering = self._over_edges()
        value = lowering.expr(self.model.psp)
        targets = self.locate(e.Ref(ALL_TARGETS, Owner.POST, DType.REAL))
        reduction = LaneReduction(
            self.model.operation,
            value,
            self._pre_ranks(lowering),
            tuple(self.table.use(t, is_written=True) for t in targets),
            tuple(lowering.fills.values()),
        )
        return Function("psp", (self._over_dendrites((reduction,)),))

    def _on_pre(self) -> Function:
        event = self.sharing.edges.on_pre
        is_plain = event is not None and event.adds_weight_only
        is_core = self.model.is_default_transmission or is_plain
        if event is not None and not is_core and self.context.is_to_one:
            lowering = Lowering(self.table, self, "pre", "pre", draws_by_block=False)
            loop = ListedLoop("pre", lowering.statements(event.statements))
            return Function("on_pre_to_one", (loop,))
        return self._arrival("on_pre", None if is_core else event)

    def _on_pre_once(self) -> Function:
        body = self._once(self.sharing.events[Owner.PRE], "pre")
        return Function("on_pre_once", (ListedLoop("pre", body),) if body else ())

    def _update_pre(self) -> Function:
        body = self._once(self.sharing.updates[Owner.PRE], "pre")
        return Function("update_pre", (RangeLoop("pre", "lo", "hi", body),) if body else ())

    def _once(self, statements: tuple[Statement, ...], index: str) -> tuple[KernelStatement, ...]:
        """Lower what is done once per neuron."""
        return Lowering(self.table, self, index, None, draws_by_block=False).statements(statements)

    def _on_axon(self) -> Function:
        event = self.model.on_axon
        is_plain = event is not None and event.adds_weight_only
        return self._arrival("on_axon", None if is_plain else event)

    def _arrival(self, name: str, event: Event | None) -> Function:
        if event is None:
            return Function(name, ())
        body, lowering = self._event_body(event)
        ranks = None
        if "post" in lowering.used:
            ranks = Ranks(self.table.index("index:post_rank", BufferType.I32))
        is_independent = not edges_collide(event, self.model, Owner.PRE)
        # A change of delays reorders the rows, while spikes are in flight that need the old ones.
        is_indexed = self.context.is_post_major or self.context.has_delay_per_edge
        loop = EventLoop("post", ranks, is_indexed, is_independent, body)
        return Function(name, (loop,))

    def _on_post(self) -> Function:
        event = self.sharing.edges.on_post
        once = self._once(self.sharing.events[Owner.POST], "post")
        if event is None:
            return Function("on_post", once)
        body, lowering = self._event_body(event, self._late() - written_pre(event))
        is_independent = not edges_collide(event, self.model, Owner.POST)
        loop = EventLoop("pre", self._pre_ranks(lowering), False, is_independent, body)
        return Function("on_post", (*once, loop))

    def _semiglobal(self) -> Function:
        lowering = Lowering(self.table, self, "post", "post", draws_by_block=False)
        body = lowering.statements(self.model.semiglobal_updates)
        if not body:
            return Function("semiglobal", ())
        if not self.context.is_rewirable:
            return Function("semiglobal", (self._over_dendrites(body),))
        flags = self.table.index("index:dendrite", BufferType.BOOL, Extent.POST)
        return Function("semiglobal", (DendriteLoop(flags, body, is_flag=True),))

    def _synapse(self) -> Function:
        lowering = self._over_edges()
        body = lowering.statements(self.sharing.edges.updates)
        once = self._once(self.sharing.updates[Owner.POST], "post")
        if not body:
            return Function("synapse", (self._over_dendrites(once),) if once else ())
        ranks = self._pre_ranks(lowering)
        loop: KernelStatement = RangeLoop("e", "begin", "end", body, ranks)
        if lowering.fills:
            fills = tuple(lowering.fills.values())
            loop = BlockLoop("e", "begin", "end", fills, body, ranks, is_row=True)
        is_early = Owner.POST in self.sharing.early
        inside = (*once, loop) if is_early else (loop, *once)
        return Function("synapse", (self._over_dendrites(inside),))

    def _event_body(
        self, event: Event, late: frozenset[str] = frozenset()
    ) -> tuple[tuple[KernelStatement, ...], Lowering]:
        lowering = Lowering(self.table, self, "e", "e", draws_by_block=False, late=late)
        return lowering.statements(event.statements), lowering

    def _over_edges(self) -> Lowering:
        return Lowering(self.table, self, "e", "e", draws_by_block=True, late=self._late())

    def _late(self) -> frozenset[str]:
        """Return what edges see late, each as its delay says.

        The edges that one arriving spike reaches have one delay: there the core turns pointers.
        """
        if not self.context.has_delay_per_edge:
            return frozenset()
        seen = (a for a in self.model.pre.attributes if a.role is not Role.OPERATION)
        return frozenset(a.name for a in seen)

    def _pre_ranks(self, lowering: Lowering) -> Ranks | None:
        if "pre" not in lowering.used:
            return None
        buffer = self.table.index("index:pre_rank", BufferType.I32)
        return Ranks(buffer, self.context.is_gapless)

    def _over_dendrites(self, body: tuple[KernelStatement, ...]) -> DendriteLoop:
        return DendriteLoop(self.table.index("index:row_ptr", BufferType.I64), body)


def _draws(event: Event) -> bool:
    return any(
        isinstance(node, e.Draw) for expr in expressions(event.statements) for node in e.walk(expr)
    )
