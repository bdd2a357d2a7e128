"""The journal as a table that grows while the network runs.

In: the journal of a session.
Out: its newest lines in words, at most once a second; the script that does the same, when asked.
Not here: the file (`journals`), the words (`cards.journal`).
"""

import time
from typing import Any, Final

import anywidget
import traitlets

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.cards.journal import journal_html, rows_of
from annarchy_lab.lab.journals.replaying import to_script
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import State
from annarchy_lab.lab.widgets.base import LabWidget, front_end
from annarchy_lab.lab.widgets.picture import drop

__all__ = ["JournalTable"]

REST_S: Final = 1.0
MOST_ROWS: Final = 300


class JournalTable(LabWidget):
    """What was changed in a network; made by `annarchy_lab.lab.journal_table`.

    Parameters
    ----------
    session
        That of the network.
    """

    _esm = front_end("journal")
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    n_rows = traitlets.Int(0).tag(sync=True)
    path = traitlets.Unicode("").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    network = traitlets.Unicode("").tag(sync=True)

    def __init__(self, session: Session) -> None:
        self._told_at = 0.0
        self._size = -1
        super().__init__(session, network=session.key)
        self._refresh(session.state)
        session.on_state.append(self._refresh)
        session.on_tick.append(self._refresh)
        session.wake()

    def close(self) -> None:
        """Take the table away."""
        drop(self._session.on_state, self._refresh)
        drop(self._session.on_tick, self._refresh)
        super().close()

    def _refresh(self, _state: State) -> None:
        journal, now = self._session.journal, time.monotonic()
        size = journal.n_changes
        if size == self._size or now < self._told_at + REST_S:
            return
        self._size, self._told_at = size, now
        rows = rows_of(journal.records(), self._session.network.dt)
        with self.hold_sync():
            self.rows, self.n_rows = rows[-MOST_ROWS:], len(rows)
            self.path = "" if journal.path is None else str(journal.path)
            self.note = journal.cannot_replay

    def _hear(self, message: dict[str, Any]) -> None:
        if message.get("kind") != "script?":
            return
        path, text, problem = self._session.journal.path, "", ""
        try:
            if path is None:
                raise ANNarchyException("the journal begins with the first live run.")
            text = to_script(path)
        except ANNarchyException as error:
            problem = str(error)
        self.send({"kind": "script", "text": text, "problem": problem})

    def _repr_html_(self) -> str:
        return journal_html(self._session.journal, self._session.network.dt)

    def _repr_mimebundle_(self, **_options: Any) -> Any:  # noqa: ANN401 - as IPython wants it
        (data, _) = anywidget.AnyWidget._repr_mimebundle_(self) or ({}, {})
        return data | {"text/html": self._repr_html_(), "text/plain": repr(self._session.journal)}
