"""Dashboards of networks: made by rules, changed by hand, shown again by the same call.

In: a network; a layout, if somebody has one.
Out: `Dashboard`, which displays itself; `dashboard`, which gives each network one.
Not here: the rules (`rules`), the kinds of views (`kinds`), the page (`widgets.dashboard`).
"""

import json
import threading
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.kinds import catalogue, make, title_of
from annarchy_lab.lab.dashboards.layout import Layout, LayoutSource, Tile
from annarchy_lab.lab.dashboards.rules import usual_layout
from annarchy_lab.lab.dashboards.scene import Scene
from annarchy_lab.lab.exporting.arrays import Arrays
from annarchy_lab.lab.exporting.files import Exportable, export
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.messages import DashboardLayout, DashboardPart
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import ACTIVE
from annarchy_lab.lab.views.shown import Groups
from annarchy_lab.lab.views.still import still_png
from annarchy_lab.lab.views.views import session_of
from annarchy_lab.lab.widgets.base import LabWidget, LiveView, Span
from annarchy_lab.lab.widgets.dashboard import DashboardFrame, reference_to
from annarchy_lab.lab.widgets.picture import Picture, Value, in_words, still_life
from annarchy_lab.lab.widgets.transport import TransportBar

__all__ = ["Dashboard", "dashboard", "open_dashboards"]


class Dashboard:
    """All views of a network on one page; made by `dashboard`.

    Parameters
    ----------
    session
        That of the network.
    views
        Populations and views that it shows where nothing is named.
    layout
        Default: the usual one.
    may_control
        Whether the page may change anything.

    Attributes
    ----------
    widget
        The page.
    parts
        The widgets of the views, by the name of their tile; those that do not fit the network
        have none.
    problems
        Why tiles cannot be shown, by their name.
    """

    def __init__(
        self,
        session: Session,
        views: Groups = None,
        layout: Layout | None = None,
        *,
        may_control: bool = True,
    ) -> None:
        self.session = session
        self.title = LABORATORY.title_of(session.network)
        self.parts: dict[str, LabWidget] = {}
        self.problems: dict[str, str] = {}
        self._views = views
        self._scene = Scene.of(session, views)
        self._made: dict[str, tuple[object, ...]] = {}  # what the widget of each tile shows
        self._layout = layout or usual_layout(self._scene)
        self._is_own = layout is not None
        self._is_closed = False
        self._lock = threading.RLock()  # the page speaks on threads of the kernel
        self._transport = TransportBar(session, self.title)
        self.widget = DashboardFrame(
            session,
            self,
            name=self.title,
            transport=reference_to(self._transport),
            may_control=may_control,
        )
        self._arrange(self._layout, is_own=self._is_own)
        self._picture = Picture(session, self.bundle, self._is_watched)

    # What it is

    @property
    def network(self) -> Network:
        """The network it shows."""
        return self.session.network

    @property
    def layout(self) -> DashboardLayout:
        """The layout as JSON; assign another one, or the path of a file."""
        return self._layout.as_json()

    @layout.setter
    def layout(self, source: LayoutSource) -> None:
        with self._lock:
            self._arrange(Layout.read(source), is_own=True)

    @property
    def is_own(self) -> bool:
        """Whether somebody chose the layout; otherwise it is the usual one."""
        return self._is_own

    @property
    def is_closed(self) -> bool:
        """Whether it was taken away, or its network was cleared."""
        return self._is_closed or self.session.is_closed

    def save(self, path: str | PathLike[str]) -> None:
        """Write the layout into a file.

        Raises
        ------
        ANNarchyException
            If the file cannot be written.
        """
        text = json.dumps(self.layout, indent=2, ensure_ascii=False)
        try:
            Path(path).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise ANNarchyException(f"cannot write {path}: {error.strerror}.") from None

    # What the page asks for; on any thread

    def take(self, layout: Mapping[str, Any], *, is_kept: bool) -> None:
        """Have another layout; one that the notebook has kept only if nobody chose one here."""
        with self._lock:
            if not (is_kept and self._is_own):
                self._arrange(Layout.read(layout), is_own=True)

    def usual(self) -> None:
        """Have the usual layout again."""
        with self._lock:
            self._scene = Scene.of(self.session, self._views)
            self._arrange(usual_layout(self._scene), is_own=False)

    # Showing

    def refresh(self, views: Groups = None, layout: Layout | None = None) -> None:
        """Look at the network anew: it may have got more populations, or other names."""
        with self._lock:
            self._views = self._views if views is None else views
            self._scene = Scene.of(self.session, self._views)
            is_own = layout is not None or self._is_own
            kept = self._layout if self._is_own else usual_layout(self._scene)
            self._arrange(layout or kept, is_own=is_own)

    def close(self) -> None:
        """Take all views away."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._picture.close()
            for widget in (*self.parts.values(), self._transport, self.widget):
                widget.close()
            self.parts.clear()
            OPEN.pop(self.network.id, None)

    def bundle(self, *, is_drawn: bool = True) -> dict[str, Any]:
        """Return the dashboard, a picture of it, and words."""
        data, _ = self.widget._repr_mimebundle_() or ({}, {})
        words = in_words(self._values())
        png = still_png(self.panels(), words) if is_drawn else None
        return still_life(data, f"dashboard of {self.title}", png, self._values())

    def panels(self, span: Span = None) -> list[AnyPanel]:
        """Return what a picture of it shows, in the order in which one reads the layout."""
        tiles = sorted(self._layout.tiles, key=lambda tile: (tile.x, tile.y))
        found = [self.parts[tile.id] for tile in tiles if tile.id in self.parts]
        views = [part for part in found if isinstance(part, LiveView)]
        return [panel for view in views for panel in view.shown(span).panels()]

    def export(self, path: str | PathLike[str], *, span: Span = None, dark: bool = False) -> Path:
        """Save all plots as one picture, or as the numbers of all of them.

        Parameters
        ----------
        path, span, dark
            As for a single view; the names of the arrays begin with that of the tile.

        Returns
        -------
        pathlib.Path
            The file.
        """
        shown = Exportable(lambda: self.panels(span), lambda: self.data(span))
        return export(shown, path, is_dark=dark)

    def data(self, span: Span = None) -> Arrays:
        """Return the numbers of all plots: ``raster_time_ms``, ``rate_names`` ..."""
        return {
            f"{name}_{key}": array
            for name, part in self.parts.items()
            if isinstance(part, LiveView)
            for key, array in part.data(span).items()
        }

    def _values(self) -> list[Value]:
        parts = (self._transport, *self.parts.values())
        return [value for part in parts for value in part.values()]

    def _ipython_display_(self) -> None:
        self._picture.show()

    def _is_watched(self) -> bool:
        return any(part.visible for part in self.parts.values() if isinstance(part, LiveView))

    # How

    def _arrange(self, layout: Layout, *, is_own: bool) -> None:
        """Make the widgets that a layout needs, close the others, tell the page."""
        self.problems = {}
        gone = {*self.parts} - {tile.id for tile in layout.tiles}
        retired = [self._retire(name) for name in gone]
        retired += [self._renew(tile, layout.window_ms) for tile in layout.tiles]
        self._layout, self._is_own = layout, is_own
        parts = [self._part(tile) for tile in layout.tiles]
        self.widget.show(layout.as_json(), parts, catalogue(self._scene), is_own=is_own)
        for widget in retired:  # only now: the page has let go of them
            if widget is not None:
                widget.close()

    def _renew(self, tile: Tile, window_ms: float) -> LabWidget | None:
        """Make the widget of a tile unless there is one; return the one that it replaces."""
        what = (*tile.what, window_ms, _identity(self._scene))
        if self._made.get(tile.id) == what and tile.id in self.parts:
            return None
        retired = self._retire(tile.id)
        try:
            self.parts[tile.id] = make(self._scene, tile, window_ms)
            self._made[tile.id] = what
        except ANNarchyException as error:
            self.problems[tile.id] = error.message.strip()
        return retired

    def _retire(self, name: str) -> LabWidget | None:
        self._made.pop(name, None)
        return self.parts.pop(name, None)

    def _part(self, tile: Tile) -> DashboardPart:
        widget = self.parts.get(tile.id)
        return {
            "id": tile.id,
            "title": title_of(tile),
            "model": "" if widget is None else reference_to(widget),
            "problem": self.problems.get(tile.id, ""),
        }


def dashboard(
    network: Network | None = None,
    views: Groups = None,
    *,
    layout: LayoutSource | None = None,
) -> Dashboard:
    """Show all of a network on one page: transport bar, plots, pictures, controls.

    Without arguments it is made by plain rules, which the documentation of the lab lists.  A
    network has one dashboard: calling again shows the same one again, also in another cell.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    views
        Populations and views to show, by name or plainly.  Default: all populations; one that
        variables of yours divide completely is shown by these parts.
    layout
        A layout as ``dashboard.layout`` gives it, or the path of a file that ``dashboard.save`` has
        written.  What does not fit this network says why, and stays in the layout.  Default: the
        one that the dashboard has, or that the notebook has kept; else the usual one.

    Returns
    -------
    Dashboard
        Displays itself.

    Raises
    ------
    ANNarchyException
        If the network has no populations, one of `views` is none of its own, or the layout is none.

    Examples
    --------
    In a notebook::

        run = net.start()
        dashboard(net)
    """
    session = session_of(network)
    if not session.network.get_populations():
        raise ANNarchyException("there is nothing to show: the network has no populations.")
    chosen = None if layout is None else Layout.read(layout)
    _forget_abandoned(session.network)
    found = OPEN.get(session.network.id)
    if found is not None and found.session is session and not found.is_closed:
        found.refresh(views, chosen)
        return found
    if found is not None:
        found.close()
    made = OPEN[session.network.id] = Dashboard(session, views, chosen)
    return made


def open_dashboards() -> list[Dashboard]:
    """Return the dashboards of this process, the newest last."""
    return [found for found in OPEN.values() if not found.is_closed]


def _forget_abandoned(network: Network) -> None:
    """Close dashboards whose variable holds another network by now, unless theirs still runs."""
    known = {id(value) for value in tuple(LABORATORY.namespace().values())}
    for found in tuple(OPEN.values()):
        is_active = found.session.state.state in ACTIVE
        is_held = id(found.network) in known or found.title.startswith("network")
        if found.network is not network and (found.is_closed or not (is_held or is_active)):
            found.close()


def _identity(scene: Scene) -> tuple[object, ...]:
    """Return what tells one scene from another: names and neurons of all that it has."""
    groups = tuple(
        (name, id(group.group.population), group.color_index, group.ranks.tobytes())
        for name, group in scene.groups.items()
    )
    main = tuple(group.name for group in scene.main)
    return groups, main, tuple((name, id(proj)) for name, proj in scene.projections.items())


OPEN: Final[dict[int, Dashboard]] = {}
"""That of each network, by its number."""
