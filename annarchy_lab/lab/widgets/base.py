"""What all widgets of the lab share: their front end, a display that leaves a picture behind.

In: the built file of a front end.
Out: `LabWidget`, and `LiveView` for what is fed with frames.
Not here: what is fed.
"""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import anywidget
import traitlets

from annarchy_lab.lab.comms import pin
from annarchy_lab.lab.feeds.feed import Feed
from annarchy_lab.lab.messages import SelectedInfo
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import ACTIVE, State
from annarchy_lab.lab.stream import Stream
from annarchy_lab.lab.views.still import Panel, still_png

__all__ = ["LabWidget", "LiveView", "Picture", "drop", "front_end", "with_picture"]

Call = TypeVar("Call", bound=Callable[..., None])
STATIC: Final = Path(__file__).parent.parent / "static"
MISSING: Final = """
export default {{ render({{ el }}) {{ el.textContent =
  'The front end of this view ({name}) was not built: run make install.' }} }}
"""


def front_end(name: str) -> str:
    """Return the built front end of a widget, or one that says that it is missing."""
    path = STATIC / f"{name}.js"
    return path.read_text(encoding="utf-8") if path.exists() else MISSING.format(name=name)


class Picture:
    """Displays something live, and leaves a picture of its last state in the notebook.

    The picture is put under the live view when a run has ended and nobody looks, because the view
    is made anew then; a saved notebook shows it wherever no widget runs.

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
        bundle: Callable[[], dict[str, Any]],
        is_watched: Callable[[], bool],
    ) -> None:
        self._session = session
        self._bundle = bundle
        self._is_watched = is_watched
        self._displays: list[Any] = []
        self._is_stale = False
        session.on_tick.append(self._refresh)

    def show(self) -> None:
        """Display it."""
        from IPython.display import DisplayHandle

        handle: Any = DisplayHandle()  # type: ignore[no-untyped-call]
        handle.display(self._bundle(), raw=True)
        self._displays.append(handle)

    def close(self) -> None:
        """Follow the runs no more."""
        drop(self._session.on_tick, self._refresh)

    def _refresh(self, state: State) -> None:
        if state.state in ACTIVE:
            self._is_stale = True
        elif self._is_stale and not self._is_watched():
            self._is_stale = False
            for handle in self._displays:
                handle.update(self._bundle(), raw=True)


def drop(calls: list[Call], call: Call) -> None:
    """Take a call off a list, if it is there."""
    if call in calls:
        calls.remove(call)


def with_picture(bundle: dict[str, Any], png: bytes | None, what: str) -> dict[str, Any]:
    """Add a picture, and words for where there is neither widget nor picture."""
    bundle = bundle | {"text/plain": f"{what} (live: run the cell again to get it back)"}
    if png is not None:
        bundle["image/png"] = base64.b64encode(png).decode("ascii")
    return bundle


class LabWidget(anywidget.AnyWidget):
    """A widget whose messages are heard while a cell is busy."""

    def __init__(self, session: Session, **traits: Any) -> None:  # noqa: ANN401
        self._session = session
        super().__init__(**traits)
        pin(self.comm)
        self.on_msg(self._on_message)

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        if isinstance(content, dict):
            self._hear(content)

    def _hear(self, message: dict[str, Any]) -> None:
        """Take a message of the browser; runs on a thread of the kernel."""
        raise NotImplementedError


class LiveView(LabWidget):
    """A view that is fed with frames while somebody looks.

    Parameters
    ----------
    session
        Who feeds it.
    feed
        With what.
    height
        Of the plot in CSS pixels, 0 for the view's own.
    """

    acked = traitlets.Int(0).tag(sync=True, echo_update=False)
    visible = traitlets.Bool(False).tag(sync=True, echo_update=False)
    height = traitlets.Int(0).tag(sync=True)
    selected = traitlets.Dict().tag(sync=True)

    what = "a live view"

    def __init__(self, session: Session, feed: Feed, height: int = 0) -> None:
        self.feed = feed
        self._stream = Stream(feed, self)
        self._picture = Picture(session, self.bundle, lambda: bool(self.visible))
        super().__init__(session, height=height, selected=self._marked(session.selection))
        session.on_select.append(self._follow)
        self._follow(session.selection)
        session.add(self._stream)

    def tell(self, message: dict[str, Any], buffers: Sequence[memoryview] = ()) -> None:
        """Send a message to the browser."""
        self.send(message, list(buffers))

    def close(self) -> None:
        """Take the view away and let go of what it reads."""
        self._picture.close()
        drop(self._session.on_select, self._follow)
        self._session.remove(self._stream)
        super().close()

    def bundle(self) -> dict[str, Any]:
        """Return the live view, a picture of it, and words."""
        (data, _) = anywidget.AnyWidget._repr_mimebundle_(self) or ({}, {})
        return with_picture(data, self.still(), self.what)

    def still(self) -> bytes | None:
        """Return a picture of its last state as PNG; None if there is nothing to show."""
        return still_png([self.panel()])

    def panel(self) -> Panel:
        """Return what a picture of it shows."""
        raise NotImplementedError

    def _hear(self, message: dict[str, Any]) -> None:
        match message:
            case {"kind": "hello?"}:
                self._session.greet(self._stream)
            case {"kind": "select", "item": -1}:
                self._session.select(None)
            case {"kind": "select", "item": int(item)} if item >= 0:
                self._session.post(lambda: self._pick(item))

    def _pick(self, item: int) -> None:
        """Select what stands there; on the session's thread."""
        selection = self.feed.picked(item)
        if selection is not None:
            self._session.select(selection)

    def _follow(self, selection: Selection | None) -> None:
        """Mark what is selected; on the session's thread."""
        self.selected = dict(self._marked(selection))

    def _marked(self, selection: Selection | None) -> SelectedInfo:
        if selection is None:
            return {"label": "", "marks": []}
        return {"label": selection.label, "marks": self.feed.marks(selection)}

    def _ipython_display_(self) -> None:
        self._picture.show()

    @property
    def _span(self) -> tuple[int, int]:
        """The steps that the newest window covers."""
        stop = self.feed.stop
        return max(self.feed.start, stop - self.feed.steps_of(self.feed.window_ms)), stop
