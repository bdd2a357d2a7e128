"""Rules by which edges come and go.

In: a projection.
Out: phases; for each rule one that decides, and one that changes the edges.
Not here: changes by hand (`cpu.rewiring`).
"""

from collections.abc import Iterator

from annarchy_lab.ir.model import Rewiring
from annarchy_lab.runtime.backend import Rule
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import looking_back, reads_through_pre
from annarchy_lab.runtime.cpu.phases.ranges import pace
from annarchy_lab.runtime.cpu.projections import ProjectionStore
from annarchy_lab.runtime.cpu.rewiring import Rewirer

__all__ = ["rewire"]

_DONE = {"creating": "created", "pruning": "pruned"}


def rewire(state: NetworkState, projection: ProjectionStore) -> Iterator[Phase]:
    """Create, then prune, as far as the rules are on."""
    if projection.rewirer is None:
        return
    name, table = projection.spec.name, projection.rewirer.table
    models = {"creating": projection.model.creating, "pruning": projection.model.pruning}
    for rule, every in projection.rewirer.every.items():
        model = models[rule]
        if model is None:
            continue
        # Made also where the rule is off: this says what must be remembered for delays.
        decide = _decide(state, projection, projection.rewirer, rule, model)
        if every[0] > 0:
            yield decide
            done = {"kind": _DONE[rule], "context": projection.context, "edges": table}
            yield Phase(done, f"{name}: edges are {_DONE[rule]}", is_serial=True)
    is_on = any(every[0] > 0 for every in projection.rewirer.every.values())
    if is_on and projection.rewirer.is_walked_by_pre:
        entry = {"kind": "rewired", "edges": table}
        yield Phase(entry, f"{name}: edges are found by pre rank", is_serial=True)


def _decide(
    state: NetworkState,
    projection: ProjectionStore,
    rewirer: Rewirer,
    rule: Rule,
    model: Rewiring,
) -> Phase:
    spec, every = projection.spec, rewirer.every[rule]
    _, post = state.ends(spec.name)
    entry = {
        "kind": rule,
        "context": projection.context,
        "edges": rewirer.table,
        "when": every,
        "post_population": post.index,
        "pre_candidates": rewirer.indices["pre_candidate"].buffer,
        "post_candidates": rewirer.indices["dendrite"].buffer,
    } | looking_back(state, projection, rule)
    label = f"{spec.name}: {rule}{pace(every)}"
    return Phase(entry, label, reads_through_pre(projection, model.statements))
