"""A projection: its values, and what its synapses do in a step.

In: `SynapseModel` (level 1), the specification, the populations at both ends, the clock.
Out: changed values of the synapses and of both ends.
Not here: the order of phases.
"""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.ir.expression import Expr, Owner, Ref
from annarchy_lab.ir.model import Attribute, Role, SynapseModel, expressions, input_name
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import PROJECTION_FLAGS
from annarchy_lab.runtime.initial import (
    NEVER,
    initial_value,
    is_given_to_new_edges,
    is_single,
    new_edge_value,
)
from annarchy_lab.runtime.reference.arithmetic import Arithmetic, Array
from annarchy_lab.runtime.reference.clock import Clock
from annarchy_lab.runtime.reference.decoding import Decoder
from annarchy_lab.runtime.reference.draws import Draws
from annarchy_lab.runtime.reference.evaluate import Evaluator
from annarchy_lab.runtime.reference.events import EventPlan, plan_event, references
from annarchy_lab.runtime.reference.flight import EdgeDelays, InFlight, Spikes
from annarchy_lab.runtime.reference.population import Population
from annarchy_lab.runtime.reference.rewiring import Rewirer
from annarchy_lab.runtime.reference.sums import DendriteSums
from annarchy_lab.runtime.reference.synapses import Sight, Synapses
from annarchy_lab.runtime.reference.values import Values

__all__ = ["Projection"]

Ranks = NDArray[np.int64]


class Projection:
    """One projection of a loaded network.

    Parameters
    ----------
    spec, model
        What it is.
    pre, post
        The populations at its ends.
    constants
        Values of the network's constants.

    Attributes
    ----------
    values
        Its attributes: local ones have one value per edge, in dendrite order; a local parameter
        that was given as one number is one number until an edge gets its own.
    clocks
        Step up to which each event-driven variable is integrated, per edge, int64.
    flags
        ``transmission``, ``update``, ``plasticity`` and ``axon_transmission``.
    learning
        Period and offset of the equations, in steps.
    pre_ranks, post_ranks
        Ends of each edge, int64.
    row_ptr
        Where the edges of each post neuron begin, the end last.
    rewirer
        Changes its edges; None where they stay as they are.
    decoder
        Makes a rate of arriving spikes; None where they run events.
    delays
        By which spikes of now will arrive, and rates are seen.
    targets
        Attributes of the post-synaptic neurons that it feeds.
    """

    def __init__(
        self,
        spec: ProjectionSpec,
        model: SynapseModel,
        pre: Population,
        post: Population,
        constants: Mapping[str, float],
        clock: Clock,
        arithmetic: Arithmetic,
    ) -> None:
        self.name = spec.name
        self.spec, self.model = spec, model
        self.pre, self.post = pre, post
        self.flags = dict.fromkeys(PROJECTION_FLAGS, True)
        self.learning = (1, 0)
        self.rewirer: Rewirer | None = None
        self.n_edges = spec.edges.n_edges
        self.values = Values(
            spec.name,
            model.attributes,
            {Locality.LOCAL: self.n_edges, Locality.SEMIGLOBAL: post.size},
            lambda attribute: self._at_load(attribute, constants),
            arithmetic,
            is_single=lambda a: is_single(self.spec, a),
        )
        self.clocks = {name: np.full(self.n_edges, NEVER) for name in model.event_driven}
        self.clock = clock
        self.draws = Draws(spec.name, clock, arithmetic.real)
        self.real = arithmetic.real
        self._evaluator = Evaluator(arithmetic)
        self._constants, self._arithmetic = constants, arithmetic
        self._in_flight, self._axonal_in_flight = InFlight(), InFlight()
        self._connect()
        if spec.is_rewirable:
            self.rewirer = self._new_rewirer()

    @property
    def is_active(self) -> bool:
        """Whether anything happens at its synapses."""
        return self.flags["transmission"] and self.post.is_enabled

    @property
    def n_bytes(self) -> int:
        """Size of its values, and of who is connected to whom."""
        clocks = sum(clock.nbytes for clock in self.clocks.values())
        ends = self.pre_ranks.nbytes + self.post_ranks.nbytes + self.row_ptr.nbytes
        return self.values.n_bytes + clocks + ends

    # ---- what happens in a step

    def transmit(self) -> None:
        """Let arriving spikes run their events, then add the weighted sum to each target.

        Axonal spikes come after the others.
        """
        arriving = self._in_flight.arriving(self.clock.elapsed)
        axonal = self._axonal_in_flight.arriving(self.clock.elapsed)
        if not self.is_active:
            return
        if self.decoder is not None:
            self._decode(self.decoder, arriving)
            return
        self._arrive(self._on_pre, arriving)
        if self.flags["axon_transmission"]:
            self._arrive(self._on_axon, axonal)
        if self.model.psp is not None:
            self._add_psp(self.model.psp)

    def _arrive(self, plan: EventPlan | None, arriving: list[Spikes]) -> None:
        if plan is None:
            return
        for spikes in arriving:
            for pre_rank in spikes.ranks:
                self._run_event(plan, self._edges_of(pre_rank, spikes), spikes.emitted)

    def _decode(self, decoder: Decoder, arriving: list[Spikes]) -> None:
        reached = [self._edges_of(rank, spikes) for spikes in arriving for rank in spikes.ranks]
        decoder.advance(self.clock.elapsed, reached, self.values["w"])
        (target,) = self.targets
        self.post.values[target][decoder.posts] += decoder.rates(self.clock.dt_ms, self.real)

    def send(self) -> None:
        """Put the spikes of this step on their way: when they arrive is settled now."""
        now = self.clock.elapsed
        self._in_flight.send(now, self.pre.spikes, self.delays)
        self._axonal_in_flight.send(now, self.pre.axonal_spikes, self.delays)

    def learn(self) -> None:
        """Execute the equations: global, per dendrite, per edge."""
        period, offset = self.learning
        is_due = (self.clock.step - offset) % period == 0
        if not (self.is_active and self.flags["update"] and is_due):
            return
        model, dt_ms = self.model, period * self.clock.dt_ms
        dendrites = Synapses.dendrites(self, self._dendrites, dt_ms)
        self._evaluator.run(model.global_updates, Synapses.whole(self, dt_ms))
        self._evaluator.run(model.semiglobal_updates, dendrites)
        self._evaluator.run(model.updates, Synapses.all_edges(self, dt_ms))

    def run_post_events(self) -> None:
        """Let the spikes of this step run the events of their dendrites."""
        if self._on_post is None or not self.is_active:
            return
        for post_rank in self.post.spikes:
            begin, end = self.row_ptr[post_rank : post_rank + 2]
            self._run_event(self._on_post, np.arange(begin, end), None)

    def _add_psp(self, expr: Expr) -> None:
        psp = self._evaluator.value(expr, Synapses.all_edges(self))
        result = self._sums(self.model.operation, np.broadcast_to(psp, (self.n_edges,)))
        for target in self.targets:
            self.post.values[target][self._sums.posts] += result

    @cached_property
    def _sums(self) -> DendriteSums:
        return DendriteSums(self.row_ptr)

    def _run_event(self, plan: EventPlan, edges: Ranks, emitted: int | None) -> None:
        if not edges.size:
            return
        groups = [edges] if plan.is_independent else np.split(edges, len(edges))
        for group in groups:
            place = Synapses.some_edges(self, group, emitted, plan.live)
            self._evaluator.run(plan.statements, place)

    def _edges_of(self, pre_rank: int, spikes: Spikes) -> Ranks:
        """Return the edges that a spike which arrives now reaches, post ranks ascending."""
        begin, end = self._pre_ptr[pre_rank : pre_rank + 2]
        return spikes.reached(self._pre_major[begin:end], self.clock.elapsed)

    # ---- values

    @property
    def edges(self) -> EdgeList:
        """Who is connected to whom now, with the weights now."""
        ends = (self.pre_ranks.astype(np.int32), self.post_ranks.astype(np.int32))
        weights = self.values["w"].astype(np.float64)
        return EdgeList(self.pre.size, self.post.size, *ends, weights, self._delays_ms)

    @property
    def _delays_ms(self) -> "float | NDArray[np.float64] | None":
        if self.rewirer is None or not self.delays.is_per_edge:
            return self.spec.edges.delays_ms
        return np.asarray(self.delays.steps * self.clock.dt_ms, np.float64)

    @property
    def delay_steps(self) -> "int | NDArray[np.int32]":
        """The delay of all edges, or of each."""
        steps = self.delays.steps
        return steps.astype(np.int32) if self.delays.is_per_edge else int(steps)

    def pre_values(self, name: str, seen: Sight) -> Array:
        """Return an attribute of the pre-synaptic neurons as some edges see it.

        A projection with a delay sees everything late.  In the first phases of a step the last
        push was that of the step before; in the last ones it was that of this step, and what is
        seen is one step younger: one rule serves both.  With a delay of one step that is the
        present, but for the weighted sums in a psp, which are just being formed.  An arriving
        spike shows what was when it was emitted.  A pair without an edge has no delay of its own.
        """
        present = self.pre.values[name]
        present = present[seen.pres] if present.ndim else present[()]
        is_pair = self.delays.is_per_edge and seen.edges is None
        if name in seen.live or name not in self._delayed or is_pair:
            return present
        delays = self.delays.steps[seen.edges if self.delays.is_per_edge else ()]
        if seen.emitted is not None:
            delays = np.asarray(self.clock.elapsed - seen.emitted)
        is_sum = self.pre.values.attributes[name].role is Role.INPUT
        history = self.pre.histories[name]
        past = history.ago_each(delays, seen.pres if self.pre.values[name].ndim else None)
        return past if is_sum else np.where(delays == 1, present, past)

    def set_delay(self, steps: "int | NDArray[np.int32]") -> None:
        """Give spikes that are emitted from now on, and rates at once, another delay."""
        if self.rewirer is not None:
            steps, longest = self.rewirer.given_delays(steps)
        else:
            longest = int(np.max(steps, initial=1))
        self.lag(steps, longest)

    def lag(self, steps: "int | NDArray[np.int32]", longest: int) -> None:
        """Let these delays hold from now on, and the past be remembered for `longest`."""
        array = np.array(steps, np.int64)
        self.delays = EdgeDelays(array, longest if array.ndim else int(array))
        self._remember()

    def delays_in_use(self) -> list[EdgeDelays]:
        """Return the delays that hold, and those of spikes under way."""
        flying = [s.delays for flight in (self._in_flight, self._axonal_in_flight) for s in flight]
        return list({id(delays): delays for delays in (self.delays, *flying)}.values())

    def write(self, name: str, values: Array, indices: Ranks | None) -> None:
        """Set an attribute; an event-driven variable is then up to date as of the last step."""
        self.values.write(name, values, indices)
        self._note_write(name, values, indices)
        if self.decoder is not None:
            self.decoder.form_anew()
        if name in self.clocks:
            self.clocks[name][... if indices is None else indices] = self.clock.elapsed - 1

    def _note_write(self, name: str, values: Array, indices: Ranks | None) -> None:
        attribute = self.values.attributes[name]
        is_whole = indices is None and np.size(values) == 1
        if self.rewirer is not None and is_whole and is_given_to_new_edges(attribute):
            self.rewirer.note_write(attribute, values)

    def reset(self) -> None:
        """Set every attribute but the weights back to its value at load."""
        self.values.reset(keep=frozenset({"w"}))
        if self.rewirer is not None:
            self.rewirer.reset()

    def forget(self) -> None:
        """Empty what belongs to the steps before: spikes in flight, clocks."""
        self.drop_spikes()
        for clock in self.clocks.values():
            clock[...] = NEVER

    def drop_spikes(self) -> None:
        """Let no spike arrive that is under way."""
        self._in_flight.clear()
        self._axonal_in_flight.clear()
        if self.decoder is not None:
            self.decoder.forget()

    # ---- preparation

    def index(self, edges: EdgeList) -> None:
        """Note who is connected to whom."""
        self.n_edges = edges.n_edges
        self.pre_ranks = edges.pre_ranks.astype(np.int64)
        self.post_ranks = edges.post_ranks.astype(np.int64)
        self.row_ptr = edges.row_ptr
        self._pre_ptr, self._pre_major = edges.pre_ptr, edges.pre_major
        n_steps = self.spec.window_steps
        self.decoder = Decoder(n_steps, self.row_ptr) if n_steps else None
        self.__dict__.pop("_sums", None)

    def reconnect(self, spec: ProjectionSpec) -> None:
        """Replace all edges, with the values of local attributes; what is under way is lost."""
        earlier = self.rewirer
        self.spec, self.rewirer = spec, None
        self.values.reconnect(spec.edges.n_edges)
        self.drop_spikes()
        self._connect()
        self.clocks = {name: np.full(self.n_edges, NEVER) for name in self.clocks}
        if earlier is not None:
            self.rewirer = self._new_rewirer()
            self.rewirer.every, self.rewirer.fresh = earlier.every, earlier.fresh

    def become(
        self,
        spec: ProjectionSpec,
        model: SynapseModel,
        arrays: Mapping[str, Array],
        constants: Mapping[str, float],
    ) -> None:
        """Have another model from now on, with these values.

        Variables that were not event-driven so far are up to date.
        """
        self.spec, self.model, self._constants = spec, model, constants
        at_load = lambda attribute: self._at_load(attribute, constants)  # noqa: E731
        self.values.become(model.attributes, arrays, at_load)
        now = np.full(self.n_edges, self.clock.elapsed - 1)
        self.clocks = {name: self.clocks.get(name, now.copy()) for name in model.event_driven}
        self._plan(spec)
        self._remember()

    def _connect(self) -> None:
        self.index(self.spec.edges)
        self._dendrites = self.spec.edges.dendrite_ranks.astype(np.int64)
        self._plan(self.spec)
        self._delayed: frozenset[str] = frozenset()
        spec = self.spec
        self.lag(spec.delay_steps, max(_longest(spec), spec.new_delays.longest))

    def _new_rewirer(self) -> Rewirer:
        return Rewirer(self, self.spec, self._constants, self._arithmetic)

    def _at_load(self, attribute: Attribute, constants: Mapping[str, float]) -> object:
        """Return the values at load, or those of new edges where edges have come and gone since."""
        if self.has_other_edges(attribute):
            return new_edge_value(self.spec, attribute, constants)
        return initial_value(self.spec, attribute, constants)

    def has_other_edges(self, attribute: Attribute) -> bool:
        """Whether an attribute is one of edges that have come and gone since load."""
        has_changed = self.rewirer is not None and self.rewirer.n_changes > 0
        return has_changed and attribute.locality is Locality.LOCAL

    def _plan(self, spec: ProjectionSpec) -> None:
        is_spiking = self.post.model.is_spiking
        self.targets = tuple(input_name(t, is_spiking=is_spiking) for t in spec.targets)
        is_recurrent = spec.pre == spec.post
        parts = (self.model, self.targets)
        self._on_pre = plan_event(
            self.model.on_pre, *parts, shared=Owner.PRE, is_recurrent=is_recurrent
        )
        self._on_axon = plan_event(
            self.model.on_axon, *parts, shared=Owner.PRE, is_recurrent=is_recurrent
        )
        self._on_post = plan_event(
            self.model.on_post, *parts, shared=Owner.POST, is_recurrent=is_recurrent
        )

    def _remember(self) -> None:
        """Let the pre-synaptic neurons remember what is read from the past.

        With one delay of one step these are only weighted sums in a psp.  What was read from the
        past once, still is: spikes with an older, longer delay may be under way.
        """
        attributes = self.pre.values.attributes
        longest = self.delays.longest
        names = {ref.name for ref in self._pre_references()}
        if longest == 1 and not self.delays.is_per_edge:
            psp = () if self.model.psp is None else (self.model.psp,)
            of_psp = {ref.name for ref in references(psp) if ref.owner is Owner.PRE}
            names = {name for name in of_psp if attributes[name].role is Role.INPUT}
        names = {name for name in names if attributes[name].role is not Role.OPERATION}
        self.pre.remember(names, longest)
        self._delayed |= names

    def _pre_references(self) -> list[Ref]:
        model = self.model
        parts = (model.creating, model.pruning)
        rules = [part.statements for part in parts if part is not None]
        updates = (model.global_updates, model.semiglobal_updates, model.updates)
        exprs = [expr for part in (*rules, *updates) for expr in expressions(part)]
        exprs += [] if model.psp is None else [model.psp]
        found = [ref for ref in references(exprs) if ref.owner is Owner.PRE]
        for plan in (self._on_pre, self._on_axon, self._on_post):
            if plan is not None:
                read = references(expressions(plan.statements))
                found += [r for r in read if r.owner is Owner.PRE and r.name not in plan.live]
        return found


def _longest(spec: ProjectionSpec) -> int:
    return int(np.max(spec.delay_steps, initial=1))
