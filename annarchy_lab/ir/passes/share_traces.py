"""Traces: variables that are the same in all synapses of a pre- or of a post-synaptic neuron.

In: a synapse model, and which of its variables hold one number at each neuron of an end.
Out: `find_shared`: those of them for which this stays so; `share_traces`: the same model in two
parts, what is done once per neuron and what is done synapse by synapse.
Not here: where values lie (`lower_synapse`); when synapses get values of their own.

No result changes.  What depends on the spikes of one neuron and on what all synapses have in common
is the same number in all synapses of that neuron, since all compute it from the same numbers by the
same operations (docs/exactness.md, section 4).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Literal, TypeAlias

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.model import (
    ALL_TARGETS,
    Attribute,
    Event,
    Let,
    Role,
    Statement,
    Store,
    SynapseModel,
    Touch,
)
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass

__all__ = ["Sharing", "find_shared", "share_traces"]

Place: TypeAlias = Literal["on_pre", "on_axon", "on_post", "updates"]
_PLACES: tuple[Place, ...] = ("on_pre", "on_axon", "on_post", "updates")
_EVENT: dict[Owner, Place] = {Owner.PRE: "on_pre", Owner.POST: "on_post"}
_SYMBOLS = {
    Owner.PRE: {"t", "dt", "t_pre", "step_pre"},
    Owner.POST: {"t", "dt", "t_post", "step_post"},
}


@dataclass(frozen=True, slots=True)
class Sharing:
    """A synapse model in two parts.

    Attributes
    ----------
    edges
        The model with what is left to do synapse by synapse.
    events
        What a spike of an end does once, before it goes from synapse to synapse.
    updates
        What each step does once per neuron of an end ...
    early
        ... before the equations of synapses at these ends, after them at the others.
    """

    edges: SynapseModel
    events: Mapping[Owner, tuple[Statement, ...]]
    updates: Mapping[Owner, tuple[Statement, ...]]
    early: frozenset[Owner]


def find_shared(
    model: SynapseModel, uniform: frozenset[str], equal: Mapping[str, frozenset[Owner]]
) -> dict[str, Owner]:
    """Return the variables that can be stored once per neuron, and at which end.

    Parameters
    ----------
    uniform
        Local parameters that have one value in all synapses.
    equal
        Variables by name, with the ends at whose neurons all synapses have one value now.
    """
    found: dict[str, Owner] = {}
    for end in (Owner.POST, Owner.PRE):
        split = _Split(model, end, uniform)
        names = {name for name, ends in equal.items() if end in ends} - found.keys()
        found |= dict.fromkeys(split.largest(names), end)
    return found


def share_traces(model: SynapseModel, ends: Mapping[str, Owner]) -> Sharing:
    """Take apart what `model` does once per neuron, where `find_shared` has found these `ends`."""
    edges, early = model, set[Owner]()
    events: dict[Owner, tuple[Statement, ...]] = {}
    updates: dict[Owner, tuple[Statement, ...]] = {}
    for end in (Owner.POST, Owner.PRE):
        names = frozenset(name for name, owner in ends.items() if owner is end)
        if _Split(model, end).is_in_order(names, is_early=True):
            early.add(end)
        events[end] = _once(_statements(model, _EVENT[end]), names)
        updates[end] = _once(model.updates, names)
        edges = replace(edges, updates=_each(edges.updates, names))
        left = _each(_statements(edges, _EVENT[end]), names)
        edges = _with_event(edges, end, Event(left) if left else None)
    return Sharing(edges, events, updates, frozenset(early))


def _with_event(model: SynapseModel, end: Owner, event: Event | None) -> SynapseModel:
    return replace(model, on_pre=event) if end is Owner.PRE else replace(model, on_post=event)


def _statements(model: SynapseModel, place: Place) -> tuple[Statement, ...]:
    if place == "updates":
        return model.updates
    event: Event | None = getattr(model, place)
    return () if event is None else event.statements


def _once(statements: tuple[Statement, ...], names: frozenset[str]) -> tuple[Statement, ...]:
    """Return what is done for the variables called `names`, with the values it names."""
    return _with_lets(statements, [_written(s) in names for s in statements])


def _each(statements: tuple[Statement, ...], names: frozenset[str]) -> tuple[Statement, ...]:
    """Return everything else."""
    is_own = [_written(s) is not None and _written(s) not in names for s in statements]
    return _with_lets(statements, is_own)


def _with_lets(statements: tuple[Statement, ...], is_chosen: list[bool]) -> tuple[Statement, ...]:
    """Return the chosen statements and the `Let` that they need, all in their order."""
    chosen: list[Statement] = []
    needed = set[str]()
    for statement, is_wanted in zip(reversed(statements), reversed(is_chosen), strict=True):
        if is_wanted or (isinstance(statement, Let) and statement.name in needed):
            chosen.append(statement)
            needed |= {x.name for x in _nodes(statement) if isinstance(x, e.Local)}
    return tuple(reversed(chosen))


def _written(statement: Statement) -> str | None:
    """Return what a statement stores or notes the time of; None for a `Let`."""
    match statement:
        case Store(target):
            own = target.owner is Owner.SELF
            return target.name if own else f"{target.owner.value}.{target.name}"
        case Touch(name):
            return name
        case _:
            return None


def _nodes(statement: Statement) -> Iterator[e.Expr]:
    if isinstance(statement, Let | Store):
        yield from e.walk(statement.value)
    if isinstance(statement, Store) and statement.guard is not None:
        yield from e.walk(statement.guard)


def _reads(statement: Statement, name: str, *, clock: bool) -> bool:
    """Tell whether a statement reads a variable of the synapse itself, or how old it is."""
    if clock:
        return any(isinstance(x, e.Elapsed) and x.name == name for x in _nodes(statement))
    refs = (x for x in _nodes(statement) if isinstance(x, e.Ref) and x.name == name)
    return any(ref.owner is Owner.SELF for ref in refs)


class _Split:
    """What the statements of a model say about one end.

    Parameters
    ----------
    model
        The synapse model.
    end
        Whose neurons may have a value each.
    uniform
        Local parameters that have one value in all synapses.
    """

    def __init__(
        self, model: SynapseModel, end: Owner, uniform: frozenset[str] = frozenset()
    ) -> None:
        self._model, self._end = model, end
        self._places: tuple[Place, ...] = (_EVENT[end], "updates")
        stored = {place: {_written(s) for s in _statements(model, place)} for place in _PLACES}
        self._stored = frozenset(x for names in stored.values() for x in names if x is not None)
        elsewhere = {x for place in _PLACES if place not in self._places for x in stored[place]}
        self._own = self._stored - elsewhere
        self._common = self._common_names(uniform)

    def largest(self, names: Iterable[str]) -> frozenset[str]:
        """Return as many of `names` as can be shared at this end."""
        local = {a.name for a in self._model.attributes if _is_variable_of_edges(a)}
        start = frozenset(names) & local & self._own
        late, early = (self._shared(start, is_early=x) for x in (False, True))
        return early if len(early) > len(late) else late

    def is_in_order(self, names: frozenset[str], *, is_early: bool) -> bool:
        """Tell whether what is done once per neuron may come before (behind) everything else."""
        return not self._out_of_order(names, is_early=is_early)

    def _shared(self, names: frozenset[str], *, is_early: bool) -> frozenset[str]:
        """Take away what cannot be shared, until nothing is left that hinders the others."""
        while hindered := self._impure(names) | self._out_of_order(names, is_early=is_early):
            names -= hindered
        return names

    def _common_names(self, uniform: frozenset[str]) -> frozenset[str]:
        """Return the attributes of synapses that all those of a neuron have in common."""
        wide = {Locality.GLOBAL}
        if self._end is Owner.POST:
            wide.add(Locality.SEMIGLOBAL)
        known = {a.name for a in self._model.attributes if a.locality in wide or a.name in uniform}
        return frozenset(known - self._stored)

    def _impure(self, names: frozenset[str]) -> frozenset[str]:
        """Return the names that get values which may differ between synapses of a neuron."""
        found = set[str]()
        for place in self._places:
            lets = set[str]()
            for statement in _statements(self._model, place):
                is_pure = all(self._is_pure(node, names, lets) for node in _nodes(statement))
                if isinstance(statement, Let) and is_pure:
                    lets.add(statement.name)
                elif (written := _written(statement)) in names and not is_pure:
                    found.add(str(written))
        return frozenset(found)

    def _is_pure(self, node: e.Expr, names: frozenset[str], lets: set[str]) -> bool:
        match node:
            case e.Ref(name, Owner.SELF):
                return name in names or name in self._common
            case e.Ref(name, owner):
                # What neurons before the synapses have, synapses see with their delay.
                is_kept = f"{owner.value}.{name}" not in self._stored and name != ALL_TARGETS
                return owner is Owner.POST is self._end and is_kept
            case e.Elapsed(name):
                return name in names
            case e.Local(name):
                return name in lets
            case e.Symbol(name):
                return name in _SYMBOLS[self._end]
            case e.Draw():
                return False
            case _:
                return True

    def _out_of_order(self, names: frozenset[str], *, is_early: bool) -> frozenset[str]:
        """Return the names that other statements read when they would have another value."""
        found = set[str]()
        for place, name, clock in product(self._places, names, (False, True)):
            statements = _statements(self._model, place)
            others = _each(statements, names)
            kind = Touch if clock else Store
            own = [isinstance(s, kind) and _written(s) == name for s in statements]
            writes = [k for k, is_own in enumerate(own) if is_own]
            read = [s in others and _reads(s, name, clock=clock) for s in statements]
            reads = [k for k, is_read in enumerate(read) if is_read]
            if writes and self._is_misread(place, writes, reads, is_early=is_early):
                found.add(name)
        return frozenset(found)

    def _is_misread(
        self, place: Place, writes: list[int], reads: list[int], *, is_early: bool
    ) -> bool:
        """Tell whether a value would be read too early or too late."""
        match place:
            case "on_pre":
                # All spikes that arrive come before the first synapse, which may get two of them.
                return bool(reads)
            case "on_post":
                return any(read < max(writes) for read in reads)
            case _ if is_early:
                return any(read < max(writes) for read in reads)
            case _:
                return any(read > min(writes) for read in reads)


def _is_variable_of_edges(attribute: Attribute) -> bool:
    is_variable = attribute.role is Role.VARIABLE and attribute.name != "w"
    return is_variable and attribute.locality is Locality.LOCAL
