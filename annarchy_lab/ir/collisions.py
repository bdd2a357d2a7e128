"""Whether two edges that one event visits may touch the same element.

In: an event, its synapse model, and the end that the edges have in common.
Out: yes or no; lowering asks before it lets a row run at once, the schedule before it lets threads.
Not here: what follows from it.
"""

from annarchy_lab.ir import expression as e
from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.model import (
    ALL_TARGETS,
    Event,
    NeuronModel,
    Store,
    SynapseModel,
    expressions,
)
from annarchy_lab.language.declaration import Locality

__all__ = ["edges_collide"]


def edges_collide(
    event: Event, model: SynapseModel, shared: Owner, *, may_be_one_population: bool = True
) -> bool:
    """Tell whether edges with one `shared` end may touch the same element.

    They do where that end or a global value is written, and may where one end is
    read as an attribute that is written through the other.

    Parameters
    ----------
    may_be_one_population
        Whether both ends can be the same population.
    """
    stores = [x for x in event.statements if isinstance(x, Store)]
    if any(_is_common(x.target, model, shared) for x in stores):
        return True
    if not may_be_one_population:
        return False
    far = {x.target.name for x in stores if x.target.owner not in (shared, Owner.SELF)}
    near = {
        node.name
        for expr in expressions(event.statements)
        for node in e.walk(expr)
        if isinstance(node, e.Ref) and node.owner is shared
    }
    return any(name in far or (ALL_TARGETS in far and name.startswith("g_")) for name in near)


def _is_common(target: e.Ref, model: SynapseModel, shared: Owner) -> bool:
    """Tell whether all edges with one `shared` end write the same element."""
    if target.owner is shared:
        return True
    owners: dict[Owner, SynapseModel | NeuronModel] = {
        Owner.SELF: model,
        Owner.PRE: model.pre,
        Owner.POST: model.post,
    }
    attribute = owners[target.owner].find(target.name)
    if attribute is None:  # g_target: one value per post-synaptic neuron
        return False
    is_per_dendrite = attribute.locality is Locality.SEMIGLOBAL and shared is Owner.POST
    return attribute.locality is Locality.GLOBAL or is_per_dendrite
