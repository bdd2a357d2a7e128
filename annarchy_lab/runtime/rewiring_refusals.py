"""What no backend accepts of those who rewire a projection, said in one way.

In: a rule to start, or pairs of neurons that get or lose a synapse by hand; the edges now.
Out: where pairs stand among the edges, or an exception that names the first that does not fit.
Not here: changing the edges.
"""

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.model import SynapseModel
from annarchy_lab.ir.network import ProjectionSpec
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import NewEdges, Recorder, Rule
from annarchy_lab.runtime.refusals import check_elements, check_period, check_values

__all__ = ["check_new_edges", "check_rule", "find_pairs", "require_rewirable", "watches_edges"]

LONGEST = 2**31 - 1
"""Steps that a delay may last."""


def check_rule(spec: ProjectionSpec, rule: Rule, period_steps: int) -> None:
    """Refuse to start a rule that the synapse model does not have, or a period without steps.

    Raises
    ------
    ANNarchyException
        Naming the rule.
    """
    if rule not in ("creating", "pruning") or getattr(spec.synapse, rule) is None:
        raise ANNarchyException(f"the synapses of '{spec.name}' have no rule '{rule}'")
    if period_steps != 0:
        check_period(spec.name, period_steps)


def watches_edges(spec: ProjectionSpec, model: SynapseModel, recorder: Recorder) -> bool:
    """Tell whether a recorder watches edges that come and go; refuse one that cannot find them.

    Raises
    ------
    ANNarchyException
        If it names edges by position, or dendrites outside of the population.
    """
    attribute = model.find(recorder.attribute)
    if not spec.is_rewirable or attribute is None or attribute.locality is not Locality.LOCAL:
        return False
    if recorder.indices is not None:
        raise ANNarchyException(
            f"the synapses of '{spec.name}' come and go and have no fixed positions: record "
            "dendrites"
        )
    if recorder.dendrites is not None:
        check_elements(f"'{spec.name}'", spec.edges.n_post, recorder.dendrites)
    return True


def find_pairs(
    spec: ProjectionSpec, edges: EdgeList, pre: NDArray[np.int64], post: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return where some pairs stand among the edges; refuse pairs that are no edges.

    Raises
    ------
    ANNarchyException
        Naming the first of them.
    """
    positions, is_there = _found(edges, pre, post)
    if not is_there.all():
        first = int(np.argmin(is_there))
        raise ANNarchyException(
            f"'{spec.name}' has no synapse from {int(pre[first])} to {int(post[first])}"
        )
    return positions


def check_new_edges(
    spec: ProjectionSpec,
    model: SynapseModel,
    edges: EdgeList,
    new: NewEdges,
    delay_steps: int | NDArray[np.int32],
) -> None:
    """Refuse edges that exist, that lead to no dendrite, or whose values or delays do not fit.

    Parameters
    ----------
    delay_steps
        The delay that all edges have, or one each.

    Raises
    ------
    ANNarchyException
        Naming the first of them.
    """
    pre, post = new.pre_ranks, new.post_ranks
    for is_wrong, fault in (
        (~_allowed(spec, pre), "its pre neuron is not one of the projection's"),
        (~np.isin(post, spec.edges.dendrite_ranks), "its post neuron has no dendrite"),
        (_repeated(edges, pre, post), "it is given twice"),
        (_found(edges, pre, post)[1], "it exists"),
    ):
        if is_wrong.any():
            first = int(np.argmax(is_wrong))
            raise ANNarchyException(
                f"no synapse from {int(pre[first])} to {int(post[first])} can be created in "
                f"'{spec.name}': {fault}"
            )
    for name, values in new.values.items():
        attribute = model.find(name)
        if attribute is None or attribute.locality is not Locality.LOCAL:
            raise ANNarchyException(f"'{name}' is no value of a synapse of '{spec.name}'")
        check_values(f"'{name}' of '{spec.name}'", pre.shape, np.asarray(values), None)
    _check_new_delays(spec.name, new, delay_steps)


def _check_new_delays(name: str, new: NewEdges, own: int | NDArray[np.int32]) -> None:
    if new.delay_steps is None:
        return
    steps = np.asarray(new.delay_steps)
    check_values(f"the delay of '{name}'", new.pre_ranks.shape, steps, None)
    if np.any((steps < 0) | (steps > LONGEST)):
        raise ANNarchyException(f"a new delay of '{name}' lasts 1 to {LONGEST} steps, or 0: any")
    if isinstance(own, int) and np.any((steps != 0) & (steps != own)):
        raise ANNarchyException(
            f"all synapses of '{name}' have a delay of {own} steps, and so have new ones"
        )


def require_rewirable(spec: ProjectionSpec) -> None:
    """Refuse a projection whose edges stay as they are.

    Raises
    ------
    ANNarchyException
        Naming it.
    """
    if not spec.is_rewirable:
        raise ANNarchyException(
            f"the synapses of '{spec.name}' stay as they are: it was loaded without structural "
            "plasticity"
        )


def _allowed(spec: ProjectionSpec, pre: NDArray[np.int64]) -> NDArray[np.bool_]:
    if spec.pre_candidates is None:
        return (pre >= 0) & (pre < spec.edges.n_pre)
    return np.isin(pre, spec.pre_candidates)


def _repeated(
    edges: EdgeList, pre: NDArray[np.int64], post: NDArray[np.int64]
) -> NDArray[np.bool_]:
    pairs = post * edges.n_pre + pre
    is_first = np.zeros(pairs.shape, np.bool_)
    is_first[np.unique(pairs, return_index=True)[1]] = True
    return ~is_first


def _found(
    edges: EdgeList, pre: NDArray[np.int64], post: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where pairs stand in dendrite order, or would; and whether they are there."""
    existing = edges.post_ranks.astype(np.int64) * edges.n_pre + edges.pre_ranks
    wanted = post * edges.n_pre + pre
    positions = np.searchsorted(existing, wanted)
    near = np.minimum(positions, max(len(existing) - 1, 0))
    inside = (pre >= 0) & (pre < edges.n_pre) & (positions < len(existing))
    is_there = inside & (existing[near] == wanted) if len(existing) else np.zeros_like(inside)
    return positions, is_there
