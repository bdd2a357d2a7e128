"""A dashboard as a component of Panel: one for each visitor of a page.

In: a session, a layout, what the visitor may do.
Out: a component that can be put into any page of Panel.
Not here: the server (`serving`), the widgets, which are those of the notebook.
"""

from typing import Any, Final

import panel as pn

from annarchy_lab.lab.dashboards.dashboard import Dashboard
from annarchy_lab.lab.dashboards.layout import Layout
from annarchy_lab.lab.dashboards.relay import Relay
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.views.shown import Groups
from annarchy_lab.lab.widgets.base import STATIC

__all__ = ["ServedDashboard"]

FRONT_END: Final = STATIC / "served.js"
MARGIN: Final = (12, 20)


class ServedDashboard(pn.custom.JSComponent):
    """A dashboard in a page of Panel; made by `annarchy_lab.lab.panel_dashboard`.

    Parameters
    ----------
    session
        That of the network.
    views, layout, may_control
        As for `Dashboard`.

    Attributes
    ----------
    dashboard
        The visitor's own.
    """

    _esm = FRONT_END

    def __init__(
        self,
        session: Session,
        views: Groups = None,
        layout: Layout | None = None,
        *,
        may_control: bool = False,
        **params: Any,  # noqa: ANN401 - of Panel
    ) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": MARGIN, **params})  # type: ignore[no-untyped-call]
        self._document = pn.state.curdoc
        self._is_due = False
        self._relay = Relay(may_control=may_control, wake=self._wake)
        with self._relay.serving():
            self.dashboard = Dashboard(session, views, layout, may_control=may_control)
        if self._document is not None:
            self._document.on_session_destroyed(lambda _: self.dashboard.close())

    def _handle_msg(self, data: object) -> None:
        """Take what the page says; on the thread of the server."""
        with self._relay.serving():  # a page that may edit makes new views
            self._relay.hear(data)

    def _wake(self) -> None:
        """Send soon; on any thread."""
        document = self._document
        if document is None or self._is_due:
            return
        self._is_due = True
        document.add_next_tick_callback(self._send)

    def _send(self) -> None:
        self._is_due = False
        messages = self._relay.take()
        if messages:
            self._send_msg({"root": self.dashboard.widget.model_id, "messages": messages})
