"""What synapses do after the neurons: equations, and events of post-synaptic spikes.

In: a projection.
Out: phases.
Not here: what arriving spikes do (`transmission`).
"""

from collections.abc import Iterator

from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.model import written_pre
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import (
    looking_back,
    must_be_serial,
    reads_through_pre,
    traces,
    writes,
)
from annarchy_lab.runtime.cpu.phases.ranges import pace, range_phase
from annarchy_lab.runtime.cpu.projections import ProjectionStore

__all__ = ["learn", "post_events"]


def learn(state: NetworkState, projection: ProjectionStore) -> Iterator[Phase]:
    """Execute the equations: global, per dendrite, per edge."""
    loaded = state.loaded(projection.spec.name)
    if loaded.has("update_global"):
        entry = {
            "kind": "once",
            "context": projection.context,
            "function": "update_global",
            "every": projection.learning,
        }
        label = f"{projection.spec.name}: global variables{pace(projection.learning)}"
        yield Phase(entry, label, is_serial=True)
    if loaded.has("semiglobal"):
        yield range_phase(state, projection, "semiglobal", projection.learning)
    is_early = Owner.PRE in projection.sharing.early
    for function in ("update_pre", "synapse") if is_early else ("synapse", "update_pre"):
        if loaded.has(function):
            yield range_phase(state, projection, function, projection.learning)


def post_events(state: NetworkState, projection: ProjectionStore) -> Iterator[Phase]:
    """Let the spikes of this step run the events of their dendrites."""
    event, spec = projection.model.on_post, projection.spec
    if event is None:
        return
    _, post = state.ends(spec.name)
    is_serial, live = must_be_serial(projection, event), written_pre(event)
    entry = {
        "kind": "on_post",
        "context": projection.context,
        "post_population": post.index,
        "row_ptr": projection.index("row_ptr").buffer,
        "serial": is_serial,
    } | looking_back(state, projection, "on_post", live)
    yield Phase(
        entry,
        f"{spec.name}: spikes of {spec.post} run post_spike",
        reads_anywhere=reads_through_pre(projection, event.statements, live) | traces(projection),
        writes=writes(event.statements, spec.pre, spec.post),
        is_serial=is_serial,
    )
