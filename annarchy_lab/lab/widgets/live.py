"""All views of a network together: the transport bar on top, plots left, what steers right."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import ipywidgets

from annarchy_lab.lab.exporting.arrays import Arrays
from annarchy_lab.lab.exporting.files import Exportable, export
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import still_png
from annarchy_lab.lab.widgets.base import LiveView, Span
from annarchy_lab.lab.widgets.controls import ControlPanel
from annarchy_lab.lab.widgets.picture import Picture, Value, in_words, still_life
from annarchy_lab.lab.widgets.raster import RasterView
from annarchy_lab.lab.widgets.rate import RateView
from annarchy_lab.lab.widgets.stimulus import StimulusTool
from annarchy_lab.lab.widgets.timeline import TimelineView
from annarchy_lab.lab.widgets.trace import TraceView
from annarchy_lab.lab.widgets.transport import TransportBar

__all__ = ["LivePanel"]

CONTROLS_WIDTH = "250px"
GAP = "12px"
FOLDED = "28px"
"""Height of the stimulus tool that is put away; kept free until it is there."""


class LivePanel:
    """A network while it runs; made by `annarchy_lab.lab.live`.

    Parameters
    ----------
    session
        That of the network.
    title
        Name of the network.
    transport, plots, stimulus, controls, timeline
        The parts.

    Attributes
    ----------
    raster, rate, trace
        The plots; None where the network has none.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        transport: TransportBar,
        plots: Sequence[LiveView],
        stimulus: StimulusTool,
        controls: ControlPanel,
        timeline: TimelineView,
    ) -> None:
        self.title = title
        self.transport = transport
        self.plots = tuple(plots)
        self.stimulus = stimulus
        self.controls = controls
        self.timeline = timeline
        self.widget = self._layout()
        self._picture = Picture(session, self.bundle, self._is_watched)

    @property
    def raster(self) -> RasterView | None:
        """The raster."""
        return next((plot for plot in self.plots if isinstance(plot, RasterView)), None)

    @property
    def rate(self) -> RateView | None:
        """The rates."""
        return next((plot for plot in self.plots if isinstance(plot, RateView)), None)

    @property
    def trace(self) -> TraceView | None:
        """The trace."""
        return next((plot for plot in self.plots if isinstance(plot, TraceView)), None)

    def panels(self) -> list[AnyPanel]:
        """Return what a picture of it shows."""
        return self._look(None)

    def words(self) -> list[str]:
        """Return what stands under the picture: the state and the controls."""
        return in_words(self._values())

    def bundle(self, *, is_drawn: bool = True) -> dict[str, Any]:
        """Return the live view, a picture of it, and words."""
        data = self.widget._repr_mimebundle_() or {}
        png = still_png(self.panels(), self.words()) if is_drawn else None
        return still_life(data, f"live view of {self.title}", png, self._values())

    def export(self, path: str | PathLike[str], *, span: Span = None, dark: bool = False) -> Path:
        """Save all plots as one picture, or as the numbers of all of them.

        Parameters
        ----------
        path, span, dark
            As for a single view; the names of the arrays begin with that of the view.

        Returns
        -------
        pathlib.Path
            The file.
        """
        shown = Exportable(lambda: self._look(span), lambda: self.data(span))
        return export(shown, path, is_dark=dark)

    def data(self, span: Span = None) -> Arrays:
        """Return the numbers of all plots: ``raster_time_ms``, ``rate_names`` ..."""
        found = [(plot, plot.data(span)) for plot in self.plots]
        return {
            f"{type(plot).__name__.removesuffix('View').lower()}_{name}": array
            for plot, arrays in found
            for name, array in arrays.items()
        }

    def _values(self) -> list[Value]:
        return [*self.transport.values(), *self.controls.values()]

    def _look(self, span: Span) -> list[AnyPanel]:
        return [panel for plot in self.plots for panel in plot.shown(span).panels()]

    def close(self) -> None:
        """Take all views away."""
        self._picture.close()
        for part in (*self.plots, self.stimulus, self.controls, self.timeline, self.transport):
            part.close()
        self.widget.close()

    def _is_watched(self) -> bool:
        return any(plot.visible for plot in self.plots)

    def _ipython_display_(self) -> None:
        self._picture.show()

    def _layout(self) -> ipywidgets.Widget:
        layout = ipywidgets.Layout
        for plot in self.plots:
            plot.layout = layout(width="100%")
        self.stimulus.layout = layout(min_height=FOLDED, flex="0 0 auto")
        left = ipywidgets.VBox(
            [*self.plots, self.timeline],
            layout=layout(flex="1 1 300px", min_width="0", overflow="hidden"),
        )
        right = ipywidgets.VBox(
            [self.stimulus, self.controls],
            layout=layout(width=CONTROLS_WIDTH, flex="0 0 auto"),
        )
        wrapping = layout(grid_gap=GAP, flex_flow="row wrap")  # where there is little room
        return ipywidgets.VBox([self.transport, ipywidgets.HBox([left, right], layout=wrapping)])
