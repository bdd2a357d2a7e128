"""Live views of a network, one function each; `live` shows all of them together.

In: a network, and which parts of it to show.
Out: widgets.
Not here: how they work (`session`, `feeds`, `widgets`).

Populations and views may be given as a mapping from names, or plainly; then they are called as the
user's variables are.  Views may be made before the network is compiled and after it was started, as
many as one likes: they never change what the network does.
"""

from collections.abc import Sequence

from annarchy_lab.api.magic import magic_network
from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.control_list import ControlSpec, control_list
from annarchy_lab.lab.feeds.raster import RasterFeed
from annarchy_lab.lab.feeds.rate import RateFeed
from annarchy_lab.lab.feeds.trace import TraceFeed
from annarchy_lab.lab.journals.journaling import Journal
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.shown import Group, Groups, Shown, shown
from annarchy_lab.lab.widgets.controls import ControlPanel
from annarchy_lab.lab.widgets.live import LivePanel
from annarchy_lab.lab.widgets.raster import RasterView
from annarchy_lab.lab.widgets.rate import RateView
from annarchy_lab.lab.widgets.stimulus import StimulusTool
from annarchy_lab.lab.widgets.timeline import TimelineView
from annarchy_lab.lab.widgets.trace import TraceView
from annarchy_lab.lab.widgets.transport import TransportBar

__all__ = ["controls", "journal", "live", "raster", "rate", "stimulus", "trace", "transport"]

WINDOW_MS = 1000.0
HEIGHTS = {"raster": 230, "rate": 100, "trace": 110}
"""Of the plots of `live`, which are seen together, on a small screen too."""


def live(
    network: Network | None = None,
    views: Groups = None,
    *,
    trace: str | None = None,
    neurons: int | Sequence[int] = 0,
    controls: Sequence[str] | None = None,
    window: float = WINDOW_MS,
) -> LivePanel:
    """Show a network while it runs: transport bar, plots, stimulus tool, controls, timeline.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    views
        Populations and views to show, from the bottom up, by name or plainly.  Default: all
        populations.
    trace
        Variable to trace.  Default: ``v``, else ``r``, else the first one.
    neurons
        Which neurons of the first of `views` to trace, by rank there.
    controls
        Attributes and flags to control; ``w`` stands for weights, ``start`` for initial values,
        ``everything`` for all.  Default: all that have a range in their model, the weights, and
        switches of what learns.
    window
        Time that the plots show, in ms.

    Returns
    -------
    LivePanel
        Displays itself; its parts are ``transport raster rate trace stimulus controls timeline``.

    Raises
    ------
    ANNarchyException
        If something is no part of this network.

    Examples
    --------
    In a notebook::

        run = net.start()
        live(net, views={"Exc": Exc, "Inh": Inh}, neurons=15)
    """
    session = session_of(network)
    groups = groups_of(session, views)
    spiking = tuple(group for group in groups if group.group.is_spiking)
    parts = [
        _raster(session, spiking, window, HEIGHTS["raster"], time_axis=False) if spiking else None,
        _rate(session, groups, window, HEIGHTS["rate"], time_axis=False),
        _trace(session, groups[0], trace, neurons, window, HEIGHTS["trace"]),
    ]
    return LivePanel(
        session,
        _title(session),
        TransportBar(session, _title(session)),
        [part for part in parts if part is not None],
        StimulusTool(session, groups, is_foldable=True),
        _controls(session, groups, controls),
        TimelineView(session, window),
    )


def raster(
    network: Network | None = None,
    views: Groups = None,
    *,
    window: float = WINDOW_MS,
    height: int = 0,
) -> RasterView:
    """Show the spikes of populations: one row per neuron, one dot per spike.

    Parameters
    ----------
    network, views, window
        As for `live`.
    height
        Of the plot in CSS pixels.  Default: 300.

    Raises
    ------
    ANNarchyException
        If none of the populations spikes.
    """
    session = session_of(network)
    groups = tuple(group for group in groups_of(session, views) if group.group.is_spiking)
    if not groups:
        raise ANNarchyException("these populations are rate-coded: they have no spikes to show.")
    return _raster(session, groups, window, height)


def rate(
    network: Network | None = None,
    views: Groups = None,
    *,
    window: float = WINDOW_MS,
    bin: float = 5.0,
    height: int = 0,
) -> RateView:
    """Show the mean rates of populations, in Hz where they spike.

    Parameters
    ----------
    network, views, window
        As for `live`.
    bin
        Width of a bin in ms.
    height
        Of the plot in CSS pixels.  Default: 150.
    """
    session = session_of(network)
    return _rate(session, groups_of(session, views), window, height, bin_ms=bin)


def trace(
    network: Network | None = None,
    variable: str | None = None,
    of: Group | Shown | None = None,
    neurons: int | Sequence[int] = 0,
    *,
    window: float = WINDOW_MS,
    height: int = 0,
) -> TraceView:
    """Show a variable of some neurons.

    Parameters
    ----------
    network, window
        As for `live`.
    variable
        Its name, or ``g_target``.  Default: ``v``, else ``r``, else the first one.
    of
        Population or view.  Default: the first population.
    neurons
        Ranks in `of`.
    height
        Of the plot in CSS pixels.  Default: 170.

    Raises
    ------
    ANNarchyException
        If there is no such variable or neuron.
    """
    session = session_of(network)
    return _trace(session, groups_of(session, of)[0], variable, neurons, window, height)


def controls(
    network: Network | None = None,
    views: Groups = None,
    attributes: Sequence[str] | None = None,
) -> ControlPanel:
    """Show sliders for parameters and weights.

    Parameters
    ----------
    network, views
        As for `live`.
    attributes
        As `controls` of `live`.
    """
    session = session_of(network)
    groups = groups_of(session, views)
    return _controls(session, groups, attributes)


def stimulus(network: Network | None = None, views: Groups = None) -> StimulusTool:
    """Show the stimulus tool: pulses, noise and spikes, by a button, a key or a brush.

    While drawing is switched on, a brush on an activity map or a raster stimulates what it goes
    over.  Its Python twin is `stimulate`.

    Parameters
    ----------
    network, views
        As for `live`; what can be aimed at.
    """
    session = session_of(network)
    return StimulusTool(session, groups_of(session, views))


def transport(network: Network | None = None) -> TransportBar:
    """Show the transport bar of a network."""
    session = session_of(network)
    return TransportBar(session, _title(session))


def journal(network: Network | None = None) -> Journal:
    """Return the journal of a network: every change, with its step."""
    return session_of(network).journal


def session_of(network: Network | None) -> Session:
    """Return the session of a network; None stands for the one of the 4.8 style."""
    return LABORATORY.session(magic_network() if network is None else network)


def _title(session: Session) -> str:
    return LABORATORY.title_of(session.network)


def groups_of(session: Session, views: Groups) -> tuple[Shown, ...]:
    """Return what to show, at least one group."""
    groups = shown(session.network, views, LABORATORY.name_of)
    if not groups:
        raise ANNarchyException("there is nothing to show: the network has no populations.")
    return groups


def _controls(
    session: Session, groups: tuple[Shown, ...], attributes: Sequence[str] | None
) -> ControlPanel:
    def listed() -> tuple[ControlSpec, ...]:
        return control_list(session.network, groups, attributes)

    return ControlPanel(session, listed(), listed)


def _raster(
    session: Session,
    groups: tuple[Shown, ...],
    window: float,
    height: int,
    *,
    time_axis: bool = True,
) -> RasterView:
    dt_ms = session.network.dt
    feed = RasterFeed(groups, session.key, "spikes", dt_ms, window, time_axis)
    return RasterView(session, feed, height)


def _rate(
    session: Session,
    groups: tuple[Shown, ...],
    window: float,
    height: int,
    *,
    bin_ms: float = 5.0,
    time_axis: bool = True,
) -> RateView:
    is_spiking = any(group.group.is_spiking for group in groups)
    groups = tuple(group for group in groups if group.group.is_spiking == is_spiking)
    dt_ms = session.network.dt
    feed = RateFeed(groups, session.key, "population rate", dt_ms, window, bin_ms, time_axis)
    return RateView(session, feed, height)


def _trace(
    session: Session,
    group: Shown,
    variable: str | None,
    neurons: int | Sequence[int],
    window: float,
    height: int,
) -> TraceView:
    places = group.places(neurons)
    name = variable or default_variable(group)
    group.check_variable(name)
    feed = TraceFeed(
        group.population,
        name,
        group.ranks[places],
        group.series(places),
        session.key,
        f"{name} of {group.name}",
        session.network.dt,
        group.unit_of(name),
        window,
        neurons=[group.selection(place) for place in places.tolist()],
    )
    return TraceView(session, feed, height)


def default_variable(group: Shown) -> str:
    """Return which variable to show where none is asked for."""
    variables = group.group.variables
    wanted = [name for name in ("v", "r") if name in variables]
    return (wanted or variables or group.group.parameters)[0]
