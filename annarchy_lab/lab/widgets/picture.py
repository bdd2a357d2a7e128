"""What a notebook keeps of something live: a picture, a table, words.

In: the session whose runs are waited for; what makes the bundle of mime types.
Out: a display, brought up to date when a run has ended.
Not here: how a picture is drawn (`exporting`).

Where nobody can look at a live view - nbconvert, nbgrader, papermill - the bundle holds the still
life only: with a live view in it, those would show a widget without a kernel instead.
"""

import base64
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from annarchy_lab.lab.cards.card import card, quiet, table, text
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import ACTIVE, State

__all__ = ["Picture", "Value", "drop", "in_words", "is_headless", "still_life"]

LOG: Final = logging.getLogger(__name__)
WIDGET: Final = "application/vnd.jupyter.widget-view+json"
VIEW: Final = "application/vnd.annarchy-lab.view+json"
"""By it our extension of JupyterLab knows outputs whose picture it shows where no kernel is."""
LINE: Final = 120
"""Characters under a picture."""
AGAIN: Final = "live: run the cell again to get it back"
REST_S: Final = 1.0
"""For how long a network that somebody looks at rests, or runs, before it is drawn."""
FIRST_S: Final = 2.0
"""For how long a page that keeps its views waits for the first picture: what moves comes first."""
NEXT_S: Final = 0.3
"""Between the drawings of two views: the session has others to serve."""
TURNS: Final = 5

Call = TypeVar("Call", bound=Callable[..., None])
Value: TypeAlias = tuple[str, str, str]
"""Of a table: whose, name, value with its unit."""


def is_headless() -> bool:
    """Whether this notebook is executed by a program: nobody could answer a question in it.

    Voila executes so, too, but for people who look.
    """
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None or any(name.startswith("VOILA") for name in os.environ):
        return False
    content = (kernel.get_parent() or {}).get("content", {})
    return content.get("allow_stdin") is False


def still_life(
    bundle: dict[str, Any], what: str, png: bytes | None = None, values: Sequence[Value] = ()
) -> dict[str, Any]:
    """Return what a notebook may show of something live, by mime type.

    Parameters
    ----------
    bundle
        The live view.
    what
        Name of it.
    png
        A picture of its last state.
    values
        Instead of a picture: what stands in it.
    """
    bundle = bundle | {VIEW: {"what": what}, "text/plain": f"{what} ({AGAIN})"}
    if png is not None:
        bundle["image/png"] = base64.b64encode(png).decode("ascii")
    elif values:
        rows = [(text(whose), text(name), text(value)) for whose, name, value in values]
        note = quiet(text(f"{what} ({AGAIN})"))
        bundle["text/html"] = card(f'<div class="annl-card-head">{note}</div>', table(
            ("", "name", "value"), rows, ["value"]
        ))  # fmt: skip
    if is_headless():
        del bundle[VIEW]
        bundle.pop(WIDGET, None)
    return bundle


def in_words(values: Sequence[Value]) -> list[str]:
    """Return values as lines of text, one for each of those that they belong to."""
    lines = []
    for owner in dict.fromkeys(whose for whose, _, _ in values):
        said = ",  ".join(f"{name} {value}" for whose, name, value in values if whose == owner)
        lines += wrap(f"{owner}:  {said}", LINE)
    return lines


def drop(calls: list[Call], call: Call) -> None:
    """Take a call off a list, if it is there."""
    if call in calls:
        calls.remove(call)


class Bundle(Protocol):
    """Makes everything that a notebook may show, by mime type."""

    def __call__(self, *, is_drawn: bool = True) -> dict[str, Any]:
        """Make it, with a picture or, sooner, without one."""


class Picture:
    """Displays something live, and leaves a picture of its last state in the notebook.

    The picture is put under the live view when a run has ended, the first one soon after its start;
    a saved notebook shows it wherever no widget runs.  Pages without our extension make the view
    anew then, so there it waits until nobody looks.  Where no widget can run, it is put there after
    every cell.

    Parameters
    ----------
    session
        Whose runs it waits for.
    bundle
        Makes everything that a notebook may show, by mime type.
    is_watched
        Tells whether somebody looks.
    """

    def __init__(
        self,
        session: Session,
        bundle: Bundle,
        is_watched: Callable[[], bool],
    ) -> None:
        self._session = session
        self._bundle = bundle
        self._is_watched = is_watched
        self._displays: list[Any] = []
        self._shown: dict[str, Any] = {}
        self._is_stale = False
        self._is_drawn = False
        self._drawing: threading.Thread | None = None
        self._is_active = False
        self._since = 0.0  # when it has begun to run, or to rest
        self._not_before = 0.0
        self._rest_s = REST_S + NEXT_S * (len(session.on_tick) % TURNS)
        self._shell: Any = None
        self._step = -1
        session.on_tick.append(self._refresh)

    def show(self) -> None:
        """Display it."""
        from IPython import get_ipython
        from IPython.display import DisplayHandle

        handle: Any = DisplayHandle()  # type: ignore[no-untyped-call]
        follows = LABORATORY.keeps_views and not is_headless()
        bundle = self._shown = self._bundle(is_drawn=not follows)
        if follows:
            self._is_stale, self._not_before = True, time.monotonic() + FIRST_S
        handle.display(bundle, raw=True, metadata=_words(bundle))
        self._displays.append(handle)
        if self._shell is None and is_headless():
            self._shell = get_ipython()
            self._shell.events.register("post_run_cell", self._after_cell)

    def close(self) -> None:
        """Follow the runs no more."""
        drop(self._session.on_tick, self._refresh)
        if self._shell is not None:
            self._shell.events.unregister("post_run_cell", self._after_cell)
            self._shell = None

    def _refresh(self, state: State) -> None:
        is_active, now = state.state in ACTIVE, time.monotonic()
        if is_active != self._is_active:
            self._is_active, self._since = is_active, now
        self._is_stale |= is_active
        is_time = now >= self._not_before and self._is_due(now - self._since)
        if self._is_stale and is_time:
            self._is_stale = False
            self._is_drawn = True
            self._draw()

    def _is_due(self, lasted_s: float) -> bool:
        """Whether it is time to draw, so long after the network has begun to run or to rest."""
        if self._is_active or self._is_watched():
            is_wanted = not (self._is_active and self._is_drawn)  # one picture, whatever may come
            return is_wanted and lasted_s >= self._rest_s and LABORATORY.keeps_views
        return True

    def _after_cell(self, _result: object) -> None:
        step = self._session.network.current_step
        if step != self._step:
            self._step = step
            self._update()

    def _draw(self) -> None:
        """Draw it beside the session's thread: views must not wait for Matplotlib to be loaded."""
        if self._drawing is not None and self._drawing.is_alive():
            self._is_stale = True  # once more, then
            return
        self._drawing = threading.Thread(
            target=self._drawn, name="annarchy-lab-picture", daemon=True
        )
        self._drawing.start()

    def _drawn(self) -> None:
        try:
            self._update()
        except Exception:
            LOG.exception("a picture of a live view failed")

    def _update(self) -> None:
        bundle = self._bundle() if self._displays else self._shown
        if bundle != self._shown:
            self._shown = bundle
            for handle in self._displays:
                handle.update(bundle, raw=True, metadata=_words(bundle))


def _words(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return what a picture shows, in words, for those who do not see it."""
    return {"image/png": {"alt": bundle["text/plain"]}} if "image/png" in bundle else {}
