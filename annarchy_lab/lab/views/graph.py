"""The network as a graph, and the card of what is selected in it.

In: a network; which groups of neurons to show.
Out: widgets.
Not here: where nodes stand (`graph_layout`), how the widgets work.
"""

from annarchy_lab.api.network import Network
from annarchy_lab.lab.feeds.card import InputsFeed
from annarchy_lab.lab.feeds.graph import GraphFeed
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.views.graph_parts import links_between, usual_groups
from annarchy_lab.lab.views.shown import Groups, shown
from annarchy_lab.lab.views.views import session_of
from annarchy_lab.lab.widgets.graph import GraphView
from annarchy_lab.lab.widgets.inputs import InputsView

__all__ = ["graph", "inputs"]


def graph(
    network: Network | None = None,
    views: Groups = None,
    *,
    title: str = "",
    height: int = 0,
) -> GraphView:
    """Show a network as a graph: who is there, who is connected to whom, how active they are.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    views
        Populations and views to show, by name or plainly.  Default: all populations; one that is
        connected in parts, such as ``Exc = pop[:800]``, as these parts.
    title
        How to call the network.  Default: the name of your variable.
    height
        Of the graph in CSS pixels.  Default: 400.

    Returns
    -------
    GraphView
        Displays itself.  Nodes show the mean rate of the last 500 ms; edges end in an arrow
        (excitatory), a dot (inhibitory) or a diamond (any other target), which the name of the
        target decides, and are dashed where weights change.  A click on a node or an edge selects
        it in all views and shows its card.

    Raises
    ------
    ANNarchyException
        If something is no population or view of this network.

    Examples
    --------
    In a notebook::

        run = net.start()
        graph(net, {"Exc": Exc, "Inh": Inh})
    """
    session = session_of(network)
    found = session.network
    groups = shown(found, usual_groups(found) if views is None else views, LABORATORY.name_of)
    links = links_between(found, groups)
    title = title or LABORATORY.title_of(found)
    return GraphView(session, GraphFeed(found, groups, links, session.key, title), height)


def inputs(network: Network | None = None, *, height: int = 0) -> InputsView:
    """Show what the selected neuron hears: its variables, its synapses by projection.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    height
        In CSS pixels.  Default: 300; what does not fit is scrolled.

    Returns
    -------
    InputsView
        Displays itself.  Of a population, a projection or a synapse that is selected it tells
        likewise.
    """
    session = session_of(network)
    title = LABORATORY.title_of(session.network)
    return InputsView(session, InputsFeed(session.network, session.key, title), height)
