"""What all widgets of the lab share: their front end, a display that leaves a picture behind.

In: the built file of a front end.
Out: `LabWidget`, and `LiveView` for what is fed with frames.
Not here: what is fed; what a notebook keeps (`picture`).
"""

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import anywidget
import traitlets

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.comms import LINE, pin
from annarchy_lab.lab.exporting.answer import answer
from annarchy_lab.lab.exporting.arrays import Arrays
from annarchy_lab.lab.exporting.files import Exportable, export
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.feeds.feed import Feed
from annarchy_lab.lab.messages import LookingQuestion, SelectedInfo
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.stream import Stream
from annarchy_lab.lab.views.still import still_png
from annarchy_lab.lab.widgets.picture import Picture, Value, drop, still_life

__all__ = ["LabWidget", "LiveView", "Span", "front_end", "page_of"]

STATIC: Final = Path(__file__).parent.parent / "static"
MISSING: Final = """
export default {{ render({{ el }}) {{ el.textContent =
  'The front end of this view ({name}) was not built: run make install.' }} }}
"""
Span: TypeAlias = "tuple[float, float] | None"
T = TypeVar("T")


def front_end(name: str) -> str:
    """Return the built front end of a widget, or one that says that it is missing."""
    path = STATIC / f"{name}.js"
    return path.read_text(encoding="utf-8") if path.exists() else MISSING.format(name=name)


class LabWidget(anywidget.AnyWidget):
    """A widget whose messages are heard while a cell is busy."""

    what = "a part of the lab"

    def __init__(self, session: Session, **traits: Any) -> None:  # noqa: ANN401
        self._session = session
        self._picture = Picture(session, self.bundle, self.is_watched)
        super().__init__(**traits)
        pin(self.comm)
        self.on_msg(self._on_message)

    def open(self) -> None:
        """Open the line to the browser: to the notebook, or to a page that is served."""
        line = LINE.get()
        if line is not None and self.comm is None:
            self.set_trait("comm", line(self))
        super().open()

    def close(self) -> None:
        """Take it away, and the styles that the library has made for it."""
        self._picture.close()
        layout = self.layout
        super().close()
        layout.close()

    def bundle(self, *, is_drawn: bool = True) -> dict[str, Any]:
        """Return everything that a notebook may show of it, by mime type.

        Parameters
        ----------
        is_drawn
            Whether a picture is among it; the first one takes as long as Matplotlib to be loaded.
        """
        (data, _) = anywidget.AnyWidget._repr_mimebundle_(self) or ({}, {})
        png = self.still() if is_drawn else None
        return still_life(data, self.what, png, self.values())

    def still(self) -> bytes | None:
        """Return a picture of its last state as PNG; None if there is nothing to show."""
        return None

    def values(self) -> list[Value]:
        """Return what stands in it, for where there is no picture."""
        return []

    def is_watched(self) -> bool:
        """Whether somebody may be looking, so that it must not be made anew."""
        return True

    def _ipython_display_(self) -> None:
        self._picture.show()

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
    brush = traitlets.Int(0).tag(sync=True)

    what = "a live view"

    def __init__(self, session: Session, feed: Feed, height: int = 0) -> None:
        self.feed = feed
        self.page = ""
        self._stream = Stream(feed, self)
        super().__init__(session, height=height, selected=self._marked(session.selection))
        session.on_select.append(self._follow)
        self._follow(session.selection)
        session.brush.on_change.append(self._follow_brush)
        self._follow_brush()
        session.add(self._stream)

    @property
    def session(self) -> Session:
        """Who feeds it."""
        return self._session

    def tell(self, message: dict[str, Any], buffers: Sequence[memoryview] = ()) -> None:
        """Send a message to the browser."""
        self.send(message, list(buffers))

    def close(self) -> None:
        """Take the view away and let go of what it reads."""
        drop(self._session.on_select, self._follow)
        drop(self._session.brush.on_change, self._follow_brush)
        self._session.remove(self._stream)
        super().close()

    def is_watched(self) -> bool:
        """Whether somebody looks."""
        return bool(self.visible)

    def still(self) -> bytes | None:
        """Return a picture of its last state as PNG; None if there is nothing to show."""
        return still_png(self.shown().panels())

    def panel(self, span: Span = None) -> AnyPanel:
        """Return what a picture of it shows.

        Parameters
        ----------
        span
            Of a view along time: from when to when, in ms.  Default: the newest window.
        """
        raise NotImplementedError

    def arrays(self, span: Span = None) -> Arrays:
        """Return the numbers behind it, as they were last looked at."""
        raise NotImplementedError

    def data(self, span: Span = None) -> Arrays:
        """Return the numbers that it shows.

        Parameters
        ----------
        span
            Of a view along time: from when to when, in ms; ten windows are kept.  Default: the
            newest window.

        Returns
        -------
        dict
            Arrays by name, with units in the names of times; ``about`` holds the rest as JSON.

        Examples
        --------
        In a notebook::

            spikes = raster(net)
            spikes.data()["time_ms"]
        """
        return self._session.ask(lambda: self._now(lambda: self.arrays(span)))

    def export(self, path: str | PathLike[str], *, span: Span = None, dark: bool = False) -> Path:
        """Save what it shows: a picture for a paper, or the numbers.

        Parameters
        ----------
        path
            File; its ending says which: ``.png``, ``.svg``, ``.pdf`` (needs Matplotlib), ``.npz``.
        span
            As for `data`.
        dark
            Whether the picture has a dark ground.  Default: white, as paper.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        ANNarchyException
            If there is nothing to show yet, the ending is unknown, or the file cannot be written;
            what was there before is kept.

        Examples
        --------
        In a notebook::

            rates = rate(net)
            rates.export("rates.svg", span=(500, 1500))
        """
        return export(self.shown(span), path, is_dark=dark)

    def shown(self, span: Span = None) -> Exportable:
        """Return what can be exported of it."""

        def panels() -> list[AnyPanel]:
            return [self._session.ask(lambda: self._now(lambda: self.panel(span)))]

        return Exportable(panels, lambda: self.data(span))

    def _now(self, read: Callable[[], T]) -> T:
        """Read after another look, so that a view which nobody sees is not of yesterday."""
        simulator = self._session.simulator
        if simulator is not None:
            self.feed.hasten()
            self._stream.look(simulator)
        return read()

    def _hear(self, message: dict[str, Any]) -> None:
        self.page = page_of(message) or self.page
        match message:
            case {"kind": "hello?"}:
                self._session.greet(self._stream)
            case {"kind": "export"}:
                answer(message, self.shown(_span_of(message)), self.what, self.tell)
            case {"kind": "looking"}:
                self.visible = True
                if not self._stream.is_ready:  # what it was told has not arrived
                    self._session.greet(self._stream)
            case {"kind": "paint", "items": list(items)}:
                self._session.post(lambda: self._session.brush.stroke(self.feed, items))
            case {"kind": "select", "item": -1}:
                self._session.select(None)
            case {"kind": "select", "item": int(item)} if item >= 0:
                self._session.post(lambda: self._pick(item))

    @traitlets.observe("visible")
    def _ask_who_looks(self, change: Any) -> None:  # noqa: ANN401 - of traitlets
        """One browser looks away: another one may still look."""
        if change["old"] and not change["new"]:
            question: LookingQuestion = {"kind": "looking?"}
            self.tell(dict(question))

    def _pick(self, item: int) -> None:
        """Select what stands there; on the session's thread."""
        selection = self.feed.picked(item)
        if selection is not None:
            self._session.select(selection)

    def _follow(self, selection: Selection | None) -> None:
        """Mark what is selected; on the session's thread."""
        self.selected = dict(self._marked(selection))

    def _follow_brush(self) -> None:
        """Let the browser know whether drawing stimulates."""
        self.brush = self._session.brush.radius

    def _marked(self, selection: Selection | None) -> SelectedInfo:
        if selection is None:
            return {"label": "", "marks": []}
        return {"label": selection.label, "marks": self.feed.marks(selection)}

    def _steps(self, span: Span) -> tuple[int, int]:
        """Return the steps of a span that are kept."""
        start, stop = self.feed.start, self.feed.stop
        if span is None:
            return max(start, stop - self.feed.steps_of(self.feed.window_ms)), stop
        wanted = [round(t_ms / self.feed.dt_ms) for t_ms in span]
        if not wanted[0] < wanted[1]:
            raise ANNarchyException(f"a span is two ascending times in ms, not {span}.")
        first = min(max(start, wanted[0]), stop)
        return first, max(first, min(stop, wanted[1]))


def page_of(message: dict[str, Any]) -> str:
    """Return the page that a message comes from, as far as it says so."""
    page = message.get("page")
    return page if isinstance(page, str) else ""


def _span_of(message: dict[str, Any]) -> Span:
    """Return what a view along time shows, as its message says."""
    start, stop = message.get("start_ms"), message.get("end_ms")
    if isinstance(start, int | float) and isinstance(stop, int | float):
        return max(float(start), 0.0), float(stop)
    return None
