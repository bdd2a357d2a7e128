"""What phases read and write, and where delayed values are found.

In: statements of level 1, a projection.
Out: names of arrays as the hazards know them; rings and lags as the core knows them.
Not here: phases.
"""

from annarchy_lab.ir.collisions import edges_collide
from annarchy_lab.ir.expression import Owner, Ref, Symbol, walk
from annarchy_lab.ir.model import Event, Role, Statement, Store, expressions
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.runtime._bridge import Buffer, EdgeTable
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.projections import ProjectionStore

__all__ = [
    "dtype_code",
    "edge_table",
    "fed",
    "must_be_serial",
    "reads_through_pre",
    "rotations",
    "writes",
    "written_pre",
]

Rotation = tuple[int, Buffer, int, int, int]
"""Position in the module's table, ring, bytes per slot, slots, how many steps ago."""


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


def rotations(
    state: NetworkState, projection: ProjectionStore, lag: int, live: frozenset[str] = frozenset()
) -> list[Rotation]:
    """Say where every ``pre.x`` of a projection points to: into the past, if there is a delay.

    What an event writes (`live`) it also reads as it is now.  With a delay of one step, only
    the weighted sums of a psp (lag 1) are of the past: those of this step are being formed.
    """
    spec = projection.spec
    pre, _ = state.ends(spec.name)
    result: list[Rotation] = []
    for position, buffer in enumerate(state.loaded(spec.name).kernel.buffers):
        owner, _, attribute = buffer.name.partition(".")
        known = pre.attributes.get(attribute)
        if owner != "pre" or known is None or known.role is Role.OPERATION:
            continue
        is_sum = known.role is Role.INPUT
        if attribute in live or (spec.delay_steps == 1 and not (is_sum and lag == 1)):
            array = pre.arrays[attribute]
            result.append((position, array.buffer, array.n_bytes, 1, 0))
        else:
            history = pre.keep_history(attribute)
            ring = (history.ring.buffer, history.stride, history.n_slots, lag)
            result.append((position, *ring))
    return result


def reads_through_pre(
    spec: ProjectionSpec, statements: tuple[Statement, ...], live: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return what is read through the pre-synaptic end: values now, or of the past if delayed.

    Parameters
    ----------
    live
        Attributes that are read as they are now in spite of a delay.
    """
    nodes = [node for expr in expressions(statements) for node in walk(expr)]
    names = {x.name for x in nodes if isinstance(x, Ref) and x.owner is Owner.PRE}
    late = names - live if spec.delay_steps > 1 else frozenset[str]()
    found = {f"{spec.pre}.{name} history" for name in late}
    found |= {f"{spec.pre}.{name}" for name in names - late}
    if any(isinstance(x, Symbol) and x.name == "t_pre" for x in nodes):
        found.add(f"{spec.pre}.last_spike")
    return frozenset(found)


def writes(statements: tuple[Statement, ...], pre: str, post: str) -> frozenset[str]:
    """Return what statements write, where an object's own attributes go by the name `post`."""
    stores = [s for s in statements if isinstance(s, Store)]
    populations = {Owner.PRE: pre, Owner.POST: post, Owner.SELF: post}
    return frozenset(f"{populations[s.target.owner]}.{s.target.name}" for s in stores)


def written_pre(event: Event) -> frozenset[str]:
    """Return the attributes of the pre-synaptic neurons that an event writes."""
    stores = [s for s in event.statements if isinstance(s, Store)]
    return frozenset(s.target.name for s in stores if s.target.owner is Owner.PRE)


def must_be_serial(projection: ProjectionStore, event: Event) -> bool:
    """Tell whether an event must not run on several threads, which own post-synaptic neurons."""
    spec = projection.spec
    return edges_collide(
        event, projection.model, Owner.PRE, may_be_one_population=spec.pre == spec.post
    )
