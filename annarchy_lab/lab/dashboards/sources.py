"""Sources for plots of one's own in Bokeh and Panel, fed from the taps that live views read.

In: a live view that is never displayed: `raster`, `rate`, `trace`, `histogram`, `activity_map` ...
Out: a ColumnDataSource that follows the network while a page is open.
Not here: plots.

Bokeh queues without end what a page cannot take, so the page says what it has taken: until then
nothing more is sent, and what is next is longer, up to a limit.  Numbers are read on the session's
thread and given to the document on its own.
"""

import time
import weakref
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from bokeh.io import curdoc
from bokeh.models import ColumnDataSource, CustomJS

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.feeds.grid import GridFeed
from annarchy_lab.lab.feeds.histogram import HistogramFeed
from annarchy_lab.lab.feeds.raster import RasterFeed
from annarchy_lab.lab.feeds.rate import RateFeed
from annarchy_lab.lab.feeds.trace import TraceFeed
from annarchy_lab.lab.widgets.base import LiveView

if TYPE_CHECKING:
    from bokeh.document import Document
    from numpy.typing import NDArray

    from annarchy_lab.lab.feeds.feed import Feed

__all__ = ["Feeder", "bokeh_source"]

MOST_POINTS: Final = 10_000
MOST_PER_S: Final = 10.0
ASK_AGAIN_S: Final = 1.0
TAKEN: Final = "taken.data = {seq: [cb_obj.data.seq[0]]}"

Columns: TypeAlias = dict[str, Any]


def bokeh_source(
    view: LiveView, *, most_points: int = MOST_POINTS, per_second: float = MOST_PER_S
) -> ColumnDataSource:
    """Return a source of Bokeh with what a live view would show, for plots of one's own.

    Call it in the function that makes a page of a Panel or Bokeh server, so that each visitor has
    a source; it ends with their session.

    Parameters
    ----------
    view
        A live view, which is not displayed; it is closed with the session.
    most_points
        Rows that the source keeps; older ones go.
    per_second
        Updates per second, 10 at most.  A page that takes longer gets fewer.

    Returns
    -------
    ColumnDataSource
        Its columns, times in ms: of a raster ``t neuron group`` (row; place among what is shown);
        of rates and traces ``t`` and one for each line, by its name in the legend; of a histogram
        ``left right count``; of a map or a matrix ``image x y dw dh``, one row for
        ``figure.image``.

    Raises
    ------
    ANNarchyException
        If the view is of another kind, a number is out of bounds, or there is no page.

    Examples
    --------
    In an application for ``panel serve``::

        source = bokeh_source(rate(net, views={"Exc": Exc}))
        figure = bokeh.plotting.figure()
        figure.line("t", "Exc", source=source)
        panel.pane.Bokeh(figure).servable()
    """
    if not 0.0 < per_second <= MOST_PER_S or most_points < 1:
        raise ANNarchyException(
            f"a source has at least one row and at most {MOST_PER_S:.0f} updates per second."
        )
    document = curdoc()
    if document.session_context is None:
        raise ANNarchyException(
            "a source belongs to a page: call bokeh_source in the function that makes one."
        )
    feeder = Feeder(view, document, most_points)
    feeder.callback = document.add_periodic_callback(feeder.tick, round(1000 / per_second))
    document.on_session_destroyed(feeder.end)
    return feeder.source


class Feeder:
    """Keeps one source up to date.

    Parameters
    ----------
    view
        Whose numbers.
    document
        The page.
    most_points
        Rows that are kept.

    Attributes
    ----------
    source
        What plots read.
    dropped
        Rows that came while the page took none, and were too many to be kept.
    """

    def __init__(self, view: LiveView, document: "Document", most_points: int) -> None:
        self.feed: Feed = view.feed
        self.dropped = 0
        self.callback: Any = None
        self._view, self._most = view, most_points
        self._document = weakref.ref(document)
        self._told = 0
        self._is_anew = True  # whether what comes next replaces what is there
        self._is_busy = False  # whether something is on its way to the document
        self._seq = 0
        self._given_at = 0.0
        self._given = ColumnDataSource({"seq": [0]})
        self._taken = ColumnDataSource({"seq": [0]})
        self.source = ColumnDataSource(self._columns(0, 0))
        # the page handles changes in their order: what it has been given it has taken before
        self._given.js_on_change("data", CustomJS(args={"taken": self._taken}, code=TAKEN))
        self.source.tags = [self._given]  # so that it belongs to the page, too

    @property
    def is_taken(self) -> bool:
        """Whether the page has taken what it was given."""
        return bool(self._taken.data["seq"][0] == self._seq)

    def tick(self) -> None:
        """Ask for more if the page is ready; on the document's thread."""
        if self._is_busy:
            return
        if self.is_taken:
            self._is_busy = True
            self._view.session.post(self.look)
        elif time.monotonic() > self._given_at + ASK_AGAIN_S:
            self._ask()  # a page that was loaded meanwhile had it from the start

    def look(self) -> None:
        """Read what is new; on the session's thread."""
        session, document = self._view.session, self._document()
        columns = self._fetched(session.simulator) if session.simulator is not None else None
        if document is None:
            return
        if columns is None:
            self._is_busy = False
        else:
            document.add_next_tick_callback(lambda: self._give(columns))

    def end(self, _context: object) -> None:
        """The page is gone."""
        self._view.close()

    def _give(self, columns: Columns) -> None:
        """Hand numbers to the page; on the document's thread."""
        if self._is_anew:
            self._is_anew = not self.feed.is_timed
            self.source.data = columns
        else:
            self.source.stream(columns, rollover=self._most)
        self._ask()
        self._is_busy = False

    def _ask(self) -> None:
        self._seq += 1
        self._given_at = time.monotonic()
        self._given.data = {"seq": [self._seq]}

    def _fetched(self, simulator: Any) -> Columns | None:  # noqa: ANN401 - a simulator
        feed = self.feed
        feed.open(simulator)
        if feed.fetch() or feed.stop < self._told:  # time has jumped
            self._is_anew, self._told = True, 0
        if isinstance(feed, HistogramFeed | GridFeed):
            is_new, self._told = feed.stop != self._told or self._is_anew, feed.stop
            return None if feed.is_empty or not is_new else self._columns(0, 0)
        window = feed.steps_of(feed.window_ms)
        start, stop = max(self._told, feed.start, feed.stop - window), feed.stop
        if isinstance(feed, RateFeed):
            start, stop = feed.bounds(start, stop)
        if stop <= start:
            return None
        self._told = stop
        return self._newest(self._columns(start, stop))

    def _newest(self, columns: Columns) -> Columns:
        n = len(columns["t"])
        self.dropped += max(n - self._most, 0)
        return {name: column[-self._most :] for name, column in columns.items()}

    def _columns(self, start: int, stop: int) -> Columns:
        """Return the numbers between two steps, or those of the last look."""
        match self.feed:
            case RasterFeed():
                return _spikes(self.feed, start, stop)
            case RateFeed():
                starts = np.arange(start, stop, self.feed.bin_steps) * self.feed.dt_ms
                names = [group.name for group in self.feed.groups]
                return {"t": starts} | dict(zip(names, self.feed.rates(start, stop), strict=True))
            case TraceFeed():
                values = self.feed.values(start, stop)
                names = [line["name"] for line in self.feed.series]
                times = np.arange(start, stop) * self.feed.dt_ms
                return {"t": times} | dict(zip(names, values.T, strict=True))
            case HistogramFeed():
                return _bars(self.feed)
            case GridFeed():
                return _image(self.feed)
            case _:
                raise ANNarchyException(f"there is no source for {self._view.what}.")


def _spikes(feed: RasterFeed, start: int, stop: int) -> Columns:
    steps, rows, _ = feed.spikes(start, stop)
    bounds = np.cumsum([group.size for group in feed.groups])
    return {
        "t": steps * feed.dt_ms,
        "neuron": rows.astype(np.int32),
        "group": np.searchsorted(bounds, rows, side="right").astype(np.int32),
    }


def _bars(feed: HistogramFeed) -> Columns:
    if feed.is_empty:
        return {name: np.empty(0) for name in ("left", "right", "count")}
    counts, limits = feed.counts()
    edges = np.linspace(*limits, len(counts) + 1)
    return {"left": edges[:-1], "right": edges[1:], "count": counts.astype(np.int32)}


def _image(feed: GridFeed) -> Columns:
    """Return one image with its first row on top, as the view has it."""
    if feed.is_empty:
        return {name: [] for name in ("image", "x", "y", "dw", "dh")}
    means: NDArray[np.float32] = feed.means[::-1]
    n_rows, n_columns = means.shape
    return {"image": [means], "x": [0], "y": [0], "dw": [n_columns], "dh": [n_rows]}
