"""The timeline: where the network is in its time, what was changed when, and the way back.

In: the session of a network.
Out: one description of its time, at most once a second while it runs; commands of the browser.
Not here: going back (`annarchy_lab.api.travel`), the span that plots show (the shared time axis).
"""

import time
from typing import Any, Final

import traitlets

from annarchy_lab.lab.commands import asked_for
from annarchy_lab.lab.messages import Timeline
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import State
from annarchy_lab.lab.widgets.base import LabWidget, front_end
from annarchy_lab.lab.widgets.picture import drop

__all__ = ["TimelineView", "timeline_of"]

REST_S: Final = 1.0
"""Between two descriptions of a network that runs and in which nothing is changed."""


class TimelineView(LabWidget):
    """The time of a network; made by `annarchy_lab.lab.timeline`.

    Parameters
    ----------
    session
        That of the network.
    window_ms
        Time that its plots show at first.
    """

    _esm = front_end("timeline")
    timeline: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session, window_ms: float) -> None:
        self._window_ms = window_ms
        self._n_answers = 0
        self._told_at = 0.0
        self._version: object = None
        super().__init__(session, timeline=dict(timeline_of(session, window_ms, 0)))
        session.on_state.append(self._refresh)
        session.on_tick.append(self._refresh)
        session.wake()

    def close(self) -> None:
        """Take the timeline away."""
        drop(self._session.on_state, self._refresh)
        drop(self._session.on_tick, self._refresh)
        super().close()

    def _refresh(self, state: State) -> None:
        now, network = time.monotonic(), self._session.network
        names = tuple(branch.name for branch in network.branches)
        version = (self._session.marks.version, names, network.line, self._n_answers, state.state)
        is_due = now >= self._told_at + REST_S and state.t_ms != self.timeline["t_ms"]
        if version != self._version or is_due:
            self._version, self._told_at = version, now
            self.timeline = dict(timeline_of(self._session, self._window_ms, self._n_answers))

    def _answered(self, _problem: str) -> None:
        self._n_answers += 1
        self._refresh(self._session.state)

    def _hear(self, message: dict[str, Any]) -> None:
        asked = asked_for(message)
        if asked is not None:
            self._session.command(*asked, self._answered)


def timeline_of(session: Session, window_ms: float, n_answers: int) -> Timeline:
    """Return what the timeline shows of a network now."""
    network = session.network
    dt_ms = network.dt
    kept = network._keyframes
    return {
        "network": session.key,
        "dt_ms": dt_ms,
        "window_ms": window_ms,
        "t_ms": network.time if network.compiled else 0.0,
        "keyframes": [step * dt_ms for step in kept.steps],
        "checkpoints": list(network.held_checkpoints),
        "marks": [{"t_ms": mark.step * dt_ms, "text": mark.text} for mark in session.marks.all()],
        "line": network.line,
        "branches": [
            {"name": each.name, "from_ms": each.from_ms, "until_ms": each.until_ms}
            for each in network.branches
        ],
        "n_bytes": kept.n_bytes,
        "budget_bytes": kept.budget_bytes,
        "n_answers": n_answers,
        "problem": session.state.message,
    }
