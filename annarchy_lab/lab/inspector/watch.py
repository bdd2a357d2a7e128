"""Shows the inspectors of all pages what is so now, while they are looked at.

In: what pages want to see.
Out: trees, at most two a second for each page, when something has changed.
Not here: what stands in them (`contents`, `rows`), comms (`channel`).

One thread serves all pages; it ends when nobody looks.  It is a guest: each value is read at an
edge of its own, so that the run waits for one copy at most, and it rests ten times as long as a
look took.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Final

from annarchy_lab.lab.inspector.contents import contents
from annarchy_lab.lab.inspector.present import Present
from annarchy_lab.lab.inspector.rates import Rates
from annarchy_lab.lab.inspector.rows import Wish, find, rows
from annarchy_lab.lab.inspector.viewing import selection_of
from annarchy_lab.lab.laboratory import Laboratory
from annarchy_lab.lab.messages import BridgeTree
from annarchy_lab.lightweight import dataclass

__all__ = ["Watch"]

LOG: Final = logging.getLogger(__name__)

PERIOD_S: Final = 0.5
REST: Final = 10
"""How many times as long as a look took until the next one."""

Tell = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class _Page:
    tell: Tell
    wish: Wish = field(default_factory=Wish)
    told: BridgeTree | None = None
    selected: str = ""
    is_due: bool = True


class Watch:
    """The inspectors of one kernel.

    Parameters
    ----------
    laboratory
        Whose networks they show.
    """

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory
        self._pages: dict[object, _Page] = {}
        self._rates = Rates()
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def hear(self, key: object, message: Mapping[str, Any], tell: Tell) -> None:
        """Take what a page wants to see; from any thread.

        Parameters
        ----------
        key
            Which page.
        message
            A `BridgeInspect`.
        tell
            Sends to that page.
        """
        if message.get("visible") is not True:
            self.leave(key)
            return
        wish = Wish(
            _names(message.get("opened")),
            _names(message.get("closed")),
            str(message.get("search", "")),
        )
        with self._lock:
            page = self._pages.setdefault(key, _Page(tell))
            page.wish, page.told, page.is_due = wish, None, True
            page.selected = str(message.get("selected", ""))
            self._asked.set()
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._serve, name="annarchy-lab-inspector", daemon=True
                )
                self._thread.start()

    def leave(self, key: object) -> None:
        """A page does not look any more."""
        with self._lock:
            self._pages.pop(key, None)
            self._asked.set()

    def close(self) -> None:
        """Show nothing any more."""
        with self._lock:
            self._pages.clear()
            self._asked.set()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(1.0)

    # The thread

    def _serve(self) -> None:
        due_at = 0.0
        while True:
            self._asked.wait(max(due_at - time.monotonic(), 0.0))
            with self._lock:
                self._asked.clear()
                pages = list(self._pages.values())
                if not pages:
                    self._thread = None
                    break
                is_round = time.monotonic() >= due_at
                due = [page for page in pages if is_round or page.is_due]
            start = time.monotonic()
            self._look(due)
            if is_round:
                now = time.monotonic()
                due_at = now + max(PERIOD_S, REST * (now - start))
        self._rates.close()

    def _look(self, pages: list[_Page]) -> None:
        """Tell pages what has changed."""
        for page in pages:
            page.is_due = False
            try:
                self._select(page)
                tree = self._tree(page.wish)
                if tree != page.told:
                    page.told = tree
                    page.tell(dict(tree))
            except Exception:
                LOG.exception("the inspector failed")
        self._rates.keep_asked()

    def _select(self, page: _Page) -> None:
        """Let all views of a network mark what was clicked here, once."""
        row, page.selected = page.selected, ""
        item = find(contents(self._laboratory), row) if row else None
        selection = None if item is None else selection_of(item)
        if item is not None and selection is not None:
            item.session.select(selection)

    def _tree(self, wish: Wish) -> BridgeTree:
        networks = contents(self._laboratory)
        presents = {each.session: Present(each.session, self._rates) for each in networks}
        told, n_more = rows(networks, wish, lambda item: presents[item.session])
        return {"kind": "tree", "rows": told, "n_more": n_more}


def _names(value: object) -> frozenset[str]:
    names = value if isinstance(value, list) else []
    return frozenset(name for name in names if isinstance(name, str))
