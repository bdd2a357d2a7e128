"""The transport bar: what the run does, and the buttons that change it."""

from typing import Any

import traitlets

from annarchy_lab.lab.commands import asked_for
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import State
from annarchy_lab.lab.widgets.base import LabWidget, front_end
from annarchy_lab.lab.widgets.picture import Value, drop

__all__ = ["TransportBar"]


class TransportBar(LabWidget):
    """Play, pause, step, stop, reset, undo, redo, speed; made by `annarchy_lab.lab.transport`."""

    _esm = front_end("transport")
    what = "transport bar"
    state = traitlets.Unicode("idle").tag(sync=True)
    t_ms = traitlets.Float(0.0).tag(sync=True)
    real_time_factor = traitlets.Float(0.0).tag(sync=True)
    load = traitlets.Float(0.0).tag(sync=True)
    serving = traitlets.Float(0.0).tag(sync=True)
    plotting = traitlets.Float(0.0).tag(sync=True)
    speed = traitlets.Float(1.0).tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)
    name = traitlets.Unicode("").tag(sync=True)
    remedy_ms = traitlets.Float(-1.0).tag(sync=True)
    undo = traitlets.Unicode("").tag(sync=True)
    redo = traitlets.Unicode("").tag(sync=True)

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name=name)
        self._show(session.state)
        session.on_state.append(self._show)
        session.wake()

    def values(self) -> list[Value]:
        """Return what the run does."""
        state = self._session.state
        speed = f"{state.speed:g}× real time" if state.speed else "no limit"
        rows = [("state", state.state), ("time", f"{state.t_ms:,.10g} ms"), ("speed", speed)]
        rows += [("problem", state.message)] if state.message else []
        return [(self.name, name, value.replace(",", "\N{NO-BREAK SPACE}")) for name, value in rows]

    def close(self) -> None:
        """Take the bar away."""
        drop(self._session.on_state, self._show)
        super().close()

    def _show(self, state: State) -> None:
        with self.hold_sync():
            self.state = state.state
            self.t_ms = state.t_ms
            self.real_time_factor = state.real_time_factor
            self.load = state.load
            self.serving = state.serving
            self.plotting = state.plotting
            self.speed = state.speed
            self.message = state.message
            self.remedy_ms = state.remedy_ms
            self.undo = state.undo
            self.redo = state.redo

    def _hear(self, message: dict[str, Any]) -> None:
        asked = asked_for(message)
        if asked is not None:
            self._session.command(*asked)
