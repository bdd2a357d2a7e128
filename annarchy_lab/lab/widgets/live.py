"""All views of a network together: the transport bar on top, plots left, controls right."""

from collections.abc import Sequence
from typing import Any

import ipywidgets

from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.still import Panel, still_png
from annarchy_lab.lab.widgets.base import LiveView, Picture, with_picture
from annarchy_lab.lab.widgets.controls import ControlPanel
from annarchy_lab.lab.widgets.raster import RasterView
from annarchy_lab.lab.widgets.rate import RateView
from annarchy_lab.lab.widgets.trace import TraceView
from annarchy_lab.lab.widgets.transport import TransportBar

__all__ = ["LivePanel"]

CONTROLS_WIDTH = "250px"
GAP = "12px"


class LivePanel:
    """A network while it runs; made by `annarchy_lab.lab.live`.

    Parameters
    ----------
    session
        That of the network.
    title
        Name of the network.
    transport, plots, controls
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
        controls: ControlPanel,
    ) -> None:
        self.title = title
        self.transport = transport
        self.plots = tuple(plots)
        self.controls = controls
        self.widget = _layout(transport, self.plots, controls)
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

    def panels(self) -> list[Panel]:
        """Return what a picture of it shows."""
        return [plot.panel() for plot in self.plots]

    def bundle(self) -> dict[str, Any]:
        """Return the live view, a picture of it, and words."""
        data = self.widget._repr_mimebundle_() or {}
        return with_picture(data, still_png(self.panels()), f"live view of {self.title}")

    def close(self) -> None:
        """Take all views away."""
        self._picture.close()
        for part in (*self.plots, self.controls, self.transport):
            part.close()
        self.widget.close()

    def _is_watched(self) -> bool:
        return any(plot.visible for plot in self.plots)

    def _ipython_display_(self) -> None:
        self._picture.show()


def _layout(
    transport: TransportBar, plots: Sequence[LiveView], controls: ControlPanel
) -> ipywidgets.Widget:
    controls.layout = ipywidgets.Layout(width=CONTROLS_WIDTH, flex="0 0 auto")
    for plot in plots:
        plot.layout = ipywidgets.Layout(width="100%")
    left = ipywidgets.VBox(
        plots, layout=ipywidgets.Layout(flex="1 1 0%", min_width="0", overflow="hidden")
    )
    below = ipywidgets.HBox([left, controls], layout=ipywidgets.Layout(grid_gap=GAP))
    return ipywidgets.VBox([transport, below])
