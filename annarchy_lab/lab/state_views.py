"""Live views of the state as it is now, one function each.

In: a network, and which part of it to show.
Out: widgets.
Not here: views along time (`views`) and of synapses (`synapse_views`), how they work (`session`,
the feeds).

As with the views along time: they may be made before the network is compiled and after it was
started, and they never change what it does.
"""

from annarchy_lab.api.network import Network
from annarchy_lab.api.population import Population
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.grid_feed import GridLook, Limits, ascending
from annarchy_lab.lab.map_feed import MapFeed, SpikeMapFeed
from annarchy_lab.lab.shown import Shown
from annarchy_lab.lab.views import groups_of, session_of
from annarchy_lab.lab.widgets.grid import GridView

__all__ = ["activity_map"]

SPIKE = "spike"
TAU_MS = 100.0


def activity_map(
    network: Network | None = None,
    variable: str | None = None,
    of: Population | None = None,
    *,
    limits: Limits | None = None,
    tau: float = TAU_MS,
    height: int = 0,
) -> GridView:
    """Show a variable of all neurons of a population where they stand.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    variable
        Its name, or ``g_target``; ``spike`` stands for the firing rate.  Default: ``spike``, or
        ``r`` where neurons have rates.
    of
        Population of one or two dimensions; one dimension is folded into lines.  Default: the
        first one that has two dimensions, else the first one.
    limits
        Values of the first and the last colour.  Default: they grow with the values.
    tau
        Of a firing rate: time in ms after which a spike weighs 1/e.
    height
        Of the plot in CSS pixels.  Default: 300.

    Returns
    -------
    GridView
        Displays itself.

    Raises
    ------
    ANNarchyException
        If there is no such variable, the population has three dimensions or more, or the limits
        are no two ascending numbers.

    Examples
    --------
    In a notebook::

        run = net.start()
        activity_map(net, "v", of=retina, limits=(-80, 30))
    """
    session = session_of(network)
    group = groups_of(session, of if of is not None else _plane(session.network))[0]
    population = _whole(group)
    name = variable or (SPIKE if population.is_spiking else "r")
    is_rate = name == SPIKE and population.is_spiking
    if not is_rate:
        group.check_variable(name)
    look = GridLook(
        session.key,
        f"{'firing rate' if is_rate else name} of {group.name}",
        "map",
        "column" if population.dimension > 1 else "rank within a line",
        "row" if population.dimension > 1 else "line",
        "rate" if is_rate else name,
        "Hz" if is_rate else group.unit_of(name),
        limits=ascending(limits),
        floor=0.0 if is_rate else None,
    )
    dt_ms = session.network.dt
    if not is_rate:
        return GridView(session, MapFeed(population, name, look, dt_ms), height)
    if not tau > 0.0:
        raise ANNarchyException(f"tau is a time in ms above 0, not {tau}.")
    return GridView(session, SpikeMapFeed(population, look, dt_ms, tau), height)


def _plane(network: Network) -> Population | None:
    """Return the first population that has two dimensions, else the first one."""
    populations = network.get_populations()
    flat = [population for population in populations if population.dimension == 2]
    return next(iter(flat or populations), None)


def _whole(group: Shown) -> Population:
    population = group.group
    if not isinstance(population, Population):
        raise ANNarchyException(
            f"{group.name} is a part of a population: a map shows a whole one, "
            f"{group.group.population.name}."
        )
    if population.dimension > 2:
        raise ANNarchyException(
            f"{group.name} has {population.dimension} dimensions: a map shows one or two."
        )
    return population
