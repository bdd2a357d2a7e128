"""Live views of the state as it is now, one function each.

In: a network, and which part of it to show.
Out: widgets.
Not here: views along time (`views`) and of synapses (`synapses`), how they work (`session`,
the feeds).

As with the views along time: they may be made before the network is compiled and after it was
started, and they never change what it does.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.network import Network
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.feeds.grid import GridLook, Limits, ascending
from annarchy_lab.lab.feeds.histogram import HistogramFeed, HistogramLook, Read
from annarchy_lab.lab.feeds.map import MapFeed, SpikeMapFeed
from annarchy_lab.lab.feeds.phase import PhaseFeed, PhaseLook
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.views.shown import Group, Shown
from annarchy_lab.lab.views.synapses import check_attribute, projection_of
from annarchy_lab.lab.views.views import default_variable, groups_of, session_of
from annarchy_lab.lab.widgets.grid import GridView
from annarchy_lab.lab.widgets.histogram import HistogramView
from annarchy_lab.lab.widgets.phase import PhaseView
from annarchy_lab.runtime.backend import Simulator

__all__ = ["activity_map", "histogram", "phase_plane"]

SPIKE = "spike"
TAU_MS = 100.0
MOST_BINS = 1000
TRAIL_MS = 200.0


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
        owner=group.name,
        color_index=population.id,
    )
    dt_ms = session.network.dt
    if not is_rate:
        return GridView(session, MapFeed(population, name, look, dt_ms), height)
    if not tau > 0.0:
        raise ANNarchyException(f"tau is a time in ms above 0, not {tau}.")
    return GridView(session, SpikeMapFeed(population, look, dt_ms, tau), height)


def histogram(
    network: Network | None = None,
    variable: str | None = None,
    of: Group | Shown | Projection | None = None,
    *,
    bins: int = 50,
    limits: Limits | None = None,
    log: bool = False,
    height: int = 0,
) -> HistogramView:
    """Show how often each value of a variable occurs now.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    variable
        Its name, or ``g_target``.  Default: ``v``, else ``r``, else the first one; of synapses
        ``w``.
    of
        Population, view or projection.  Default: the first population.
    bins
        Number of bins, 1 to 1000.
    limits
        Ends of the first and the last bin.  Default: they grow with the values.
    log
        Whether counts have a logarithmic axis; the key L changes it.
    height
        Of the plot in CSS pixels.  Default: 200.

    Returns
    -------
    HistogramView
        Displays itself.

    Raises
    ------
    ANNarchyException
        If there is no such variable, or bins or limits are none.
    """
    session = session_of(network)
    if not 1 <= bins <= MOST_BINS:
        raise ANNarchyException(f"a histogram has 1 to {MOST_BINS} bins, not {bins}.")
    if isinstance(of, Projection):
        projection = projection_of(session.network, of)
        name, item, color = variable or "w", "synapses", 0
        owner = LABORATORY.name_of(of) or of.name
        unit, read = check_attribute(projection, name), _reader(projection, name, None)
    else:
        group = groups_of(session, of)[0]
        name, item, color = variable or default_variable(group), "neurons", group.color_index
        group.check_variable(name)
        owner, unit = group.name, group.unit_of(name)
        read = _reader(group.group.population, name, group.ranks)
    look = HistogramLook(
        session.key, f"{name} of {owner}", name, unit, item, color, bins, log, ascending(limits)
    )
    return HistogramView(session, HistogramFeed(read, look, session.network.dt), height)


def phase_plane(
    network: Network | None = None,
    x: str | None = None,
    y: str | None = None,
    of: Group | Shown | None = None,
    neurons: int | Sequence[int] = 0,
    *,
    trail: float = TRAIL_MS,
    height: int = 0,
) -> PhaseView:
    """Show one variable over another: where some neurons are now, and how they came there.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    x, y
        Names of two variables, or ``g_target``.  Default: ``v``, or else what `trace` shows, and
        the variable that follows it in the model.
    of
        Population or view.  Default: the first population.
    neurons
        Ranks in `of`.
    trail
        How much of the past is shown, in ms.
    height
        Of the plot in CSS pixels.  Default: 320.

    Returns
    -------
    PhaseView
        Displays itself.

    Raises
    ------
    ANNarchyException
        If there are no such variables or neurons, or no trail.
    """
    session = session_of(network)
    group = groups_of(session, of)[0]
    names = _two_variables(group, x, y)
    places = group.places(neurons)
    if not 0.0 < trail < math.inf:
        raise ANNarchyException(f"the trail is a time in ms above 0, not {trail}.")
    x_unit, y_unit = (group.unit_of(name) for name in names)
    look = PhaseLook(
        session.key,
        f"{names[1]} over {names[0]}, {group.name}",
        names[0],
        x_unit,
        names[1],
        y_unit,
        trail,
        group.series(places),
    )
    picked = [group.selection(place) for place in places.tolist()]
    feed = PhaseFeed(group.population, group.ranks[places], look, session.network.dt, picked)
    return PhaseView(session, feed, height)


def _two_variables(group: Shown, x: str | None, y: str | None) -> tuple[str, str]:
    """Return both variables; what is not named follows the other one in the model."""
    usual = default_variable(group)
    x = x or (usual if usual != y else None)
    names = group.group.variables
    place = names.index(x) + 1 if x in names else 0
    others = [name for name in (*names[place:], *names[:place]) if name not in (x, y)]
    first, second = x or next(iter(others), None), y or next(iter(others), None)
    if first is None or second is None:
        raise ANNarchyException(f"{group.name} has fewer than two variables for a plane.")
    for name in (first, second):
        group.check_variable(name)
    return first, second


def _reader(
    owner: Population | Projection, attribute: str, ranks: NDArray[np.int64] | None
) -> Read:
    """Return what reads one value per neuron or synapse, where they share one too."""

    def read(simulator: Simulator) -> NDArray[Any]:
        values = simulator.read(owner.name, attribute)
        n = owner.nb_synapses if isinstance(owner, Projection) else owner.size
        each = np.broadcast_to(values, n)
        return each if ranks is None else each[ranks]

    return read


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
