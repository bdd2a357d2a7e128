"""What phases read and write, and where delayed values are found.

In: statements of level 1, a projection.
Out: names of arrays as the hazards know them; rings and lags as the core knows them.
Not here: phases.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from annarchy_lab.ir.collisions import edges_collide
from annarchy_lab.ir.expression import Owner, Ref, Symbol, walk
from annarchy_lab.ir.kernel import Extent
from annarchy_lab.ir.model import Event, Role, Statement, Store, expressions
from annarchy_lab.runtime._bridge import Buffer, EdgeTable
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.populations import PopulationStore
from annarchy_lab.runtime.cpu.projections import ProjectionStore

__all__ = [
    "dtype_code",
    "edge_table",
    "fed",
    "late_rates",
    "looking_back",
    "must_be_serial",
    "read_by_projections",
    "reads_through_pre",
    "recalling",
    "seen_of_pre",
    "traces",
    "writes",
]


def dtype_code(state: NetworkState) -> str:
    """Return the name under which the core knows the network's real type."""
    return "f64" if state.real.itemsize == 8 else "f32"


def edge_table(projection: ProjectionStore) -> EdgeTable | None:
    """Return what tells phases that a projection's rows have changed, None where they never do."""
    return None if projection.rewirer is None else projection.rewirer.table


def fed(state: NetworkState, projection: ProjectionStore) -> frozenset[str]:
    """Return the arrays that a projection adds to."""
    spec = projection.spec
    return frozenset(f"{spec.post}.{name}" for name in state.inputs_fed(spec.name))


def looking_back(
    state: NetworkState,
    projection: ProjectionStore,
    function: str,
    live: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Say where every ``pre.x`` of a projection points to: into the past, if there is a delay.

    What an event writes (`live`) it also reads as it is now.  With a delay of one step, only
    the weighted sums of a psp are of the past: those of this step are being formed.  After the
    neurons, in equations and events of emitted spikes, everything is seen one step younger.

    Parameters
    ----------
    function
        Of the module: ``psp``, ``synapse``, ``on_post`` ...; not ``on_pre``.
    """
    found: dict[str, Any] = {"rotations": [], "lates": []}
    age = 0 if function == "psp" else 1
    for position, attribute, is_late in _pre_buffers(state, projection):
        past = _Past(state, projection, attribute)
        if is_late:
            found["lates"].append((position, *past.ring(), past.now, past.lags(age)))
            continue
        is_present = projection.delays.is_per_edge or attribute in live
        lag = -1 if is_present else past.lags(age)[0]
        where = past.ring() if lag >= 0 else past.present
        found["rotations"].append((position, *where, max(lag, 0)))
    return found


def recalling(
    state: NetworkState, projection: ProjectionStore, live: frozenset[str]
) -> dict[str, Any]:
    """Say where every ``pre.x`` points to when spikes arrive: as it was at their emission."""
    found: dict[str, Any] = {"rotations": [], "recalls": []}
    for position, attribute, is_late in _pre_buffers(state, projection):
        past = _Past(state, projection, attribute)
        if is_late:
            continue
        has_past = past.is_sum or projection.delays.is_per_edge or projection.delays.longest > 1
        if attribute in live or not has_past:
            found["rotations"].append((position, *past.present, 0))
        else:
            now = None if past.is_sum else past.now
            found["recalls"].append((position, *past.ring(), now))
    return found


def late_rates(state: NetworkState, projection: ProjectionStore) -> dict[str, Any]:
    """Say where default transmission finds the rates that are transmitted in this step."""
    past = _Past(state, projection, "r")
    if projection.delays.is_per_edge:
        late = (*past.ring(), past.now, past.lags(0))
        return {"late": late, "delay_of_edge": projection.index("delay").buffer}
    (lag,) = past.lags(0)
    return {"pre": past.now} if lag < 0 else {"rotation": (*past.ring(), lag)}


class _Past:
    """An attribute of the neurons before a projection, now and earlier."""

    def __init__(self, state: NetworkState, projection: ProjectionStore, attribute: str) -> None:
        self._projection, self._attribute = projection, attribute
        self._pre, _ = state.ends(projection.spec.name)
        self.is_sum = self._pre.attributes[attribute].role is Role.INPUT

    @property
    def now(self) -> Buffer:
        """Its values now."""
        return self._pre.arrays[self._attribute].buffer

    @property
    def present(self) -> tuple[Buffer, int, int]:
        """Its values now, as a ring of one step."""
        return self.now, self._pre.arrays[self._attribute].n_bytes, 1

    def ring(self) -> tuple[Buffer, int, int]:
        """Return the ring of its past: memory, bytes per slot, slots."""
        history = self._pre.keep_history(self._attribute)
        return history.ring.buffer, history.stride, history.n_slots

    def lags(self, age: int) -> list[int]:
        """Return how many steps ago the seen values were, for each delay; -1 for those of now."""
        delays: list[int] = self._projection.delays.current.distinct.tolist()
        is_formed = not self.is_sum or age > 0
        return [-1 if delay == 1 and is_formed else delay - age for delay in delays]


def _pre_buffers(
    state: NetworkState, projection: ProjectionStore
) -> Iterator[tuple[int, str, bool]]:
    """Yield the buffers of attributes of the pre-synaptic neurons: position, name, is it late."""
    pre, _ = state.ends(projection.spec.name)
    for position, attribute, is_late in _end_buffers(state, projection, "pre"):
        known = pre.attributes.get(attribute)
        if known is not None and known.role is not Role.OPERATION:
            yield position, attribute, is_late


def _end_buffers(
    state: NetworkState, projection: ProjectionStore, end: str
) -> Iterator[tuple[int, str, bool]]:
    """Yield what a projection's module names of the neurons at an end."""
    for position, buffer in enumerate(state.loaded(projection.spec.name).kernel.buffers):
        owner, _, attribute = buffer.name.removeprefix("late:").partition(".")
        if owner == end:
            yield position, attribute, buffer.extent is Extent.LATE


def reads_through_pre(
    projection: ProjectionStore,
    statements: tuple[Statement, ...],
    live: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Return what is read through the pre-synaptic end: values now, or of the past if delayed.

    Parameters
    ----------
    live
        Attributes that are read as they are now in spite of a delay.
    """
    pre = projection.spec.pre
    nodes = [node for expr in expressions(statements) for node in walk(expr)]
    names = {x.name for x in nodes if isinstance(x, Ref) and x.owner is Owner.PRE}
    found = seen_of_pre(projection, names - live) | {f"{pre}.{name}" for name in names & live}
    if any(isinstance(x, Symbol) and x.name in ("t_pre", "step_pre") for x in nodes):
        found |= {f"{pre}.last_spike"}
    return found


def read_by_projections(state: NetworkState, population: PopulationStore) -> set[str]:
    """Return the attributes of neurons that projections read or write, at either end."""
    found = {"r"}  # what rates are transmitted from, without a module
    for projection in state.projections.values():
        for name, end in ((projection.spec.pre, "pre"), (projection.spec.post, "post")):
            if name == population.spec.name:
                found |= {attribute for _, attribute, _ in _end_buffers(state, projection, end)}
    return found


def seen_of_pre(projection: ProjectionStore, names: Iterable[str]) -> frozenset[str]:
    """Return what is read of attributes that are seen with the projection's delays."""
    pre = projection.spec.pre
    delays = {int(d) for epoch in projection.delays.epochs for d in epoch.distinct}
    now = {f"{pre}.{name}" for name in names} if 1 in delays else set[str]()
    past = {f"{pre}.{name} history" for name in names} if max(delays) > 1 else set[str]()
    return frozenset(now | past)


def writes(statements: tuple[Statement, ...], pre: str, post: str) -> frozenset[str]:
    """Return what statements write, where an object's own attributes go by the name `post`."""
    stores = [s for s in statements if isinstance(s, Store)]
    populations = {Owner.PRE: pre, Owner.POST: post, Owner.SELF: post}
    return frozenset(f"{populations[s.target.owner]}.{s.target.name}" for s in stores)


def traces(
    projection: ProjectionStore, statements: tuple[Statement, ...] | None = None
) -> frozenset[str]:
    """Return the arrays of a projection with a value per pre neuron: all, or what is written."""
    ends = projection.ends
    names = {name for name in ends if ends[name] is Owner.PRE}
    if statements is not None:
        names &= {s.target.name for s in statements if isinstance(s, Store)}
    return frozenset(f"{projection.spec.name}.{name}" for name in names)


def must_be_serial(projection: ProjectionStore, event: Event) -> bool:
    """Tell whether an event must not run on several threads, which own post-synaptic neurons."""
    spec = projection.spec
    return edges_collide(
        event, projection.model, Owner.PRE, may_be_one_population=spec.pre == spec.post
    )
