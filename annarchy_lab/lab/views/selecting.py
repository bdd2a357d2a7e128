"""Select something from a cell, as a click does.

In: an object of the API.
Out: the selection of its network, told to all views.
Not here: what a selection is (`annarchy_lab.lab.selection`).
"""

from typing import TypeAlias

from annarchy_lab.api.dendrite import Dendrite, IndividualSynapse
from annarchy_lab.api.network import Network
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.views.views import session_of

__all__ = ["Selectable", "select", "selected"]

Selectable: TypeAlias = (
    Population | PopulationView | IndividualNeuron | Projection | Dendrite | IndividualSynapse
)


def select(what: Selectable | None, network: Network | None = None) -> None:
    """Select something in all views of its network: they mark it and tell about it.

    Parameters
    ----------
    what
        A population, a view, a neuron (``pop[15]``), a projection, a dendrite (``proj[3]``) or a
        synapse; None selects nothing.
    network
        Of which network nothing is selected.  Default: the one of the 4.8 style.

    Raises
    ------
    ANNarchyException
        If it is nothing of that kind.

    Examples
    --------
    ::

        raster(net)
        trace(net, "v")
        select(Exc[15])
    """
    if what is None:
        session_of(network).select(None)
    elif isinstance(what, Selectable):
        session_of(what.network).select(_selection(what))
    else:
        raise ANNarchyException(
            f"{what!r} cannot be selected: name a population, neuron, projection or dendrite."
        )


def selected(network: Network | None = None) -> Selection | None:
    """Return what is selected in a network; None if nothing is.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    """
    return session_of(network).selection


def _selection(what: Selectable) -> Selection:
    if isinstance(what, Population | PopulationView | IndividualNeuron):
        return _of_population(what)
    if isinstance(what, Projection):
        post = what.post.population
        return Selection(post.name, None, what.name, label=_name(what), color_index=post.id)
    post = what.projection.post.population
    pre_rank = what.pre_rank if isinstance(what, IndividualSynapse) else None
    label = f"{_name(post)}[{what.post_rank}]"
    return Selection(
        post.name, what.post_rank, what.projection.name, pre_rank, label, color_index=post.id
    )


def _of_population(what: Population | PopulationView | IndividualNeuron) -> Selection:
    population = what.population
    is_view = isinstance(what, PopulationView)
    if isinstance(what, IndividualNeuron) or (is_view and what.size == 1):
        rank = int(what.ranks[0])
        label = f"{_name(population)}[{rank}]"
        return Selection(population.name, rank, label=label, color_index=population.id)
    ranks = what.ranks if is_view else None
    return Selection(population.name, label=_name(what), color_index=population.id, ranks=ranks)


def _name(thing: Population | PopulationView | Projection) -> str:
    return LABORATORY.name_of(thing) or thing.name
