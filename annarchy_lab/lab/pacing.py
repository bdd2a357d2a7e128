"""How fast the views of one network are told: page by page, all views of a page together.

In: the streams that somebody looks at, in rounds.
Out: frames; a question for an answer now and then; for each view a bound on what it sends.
Not here: the clock (`session`), what one view is told (`stream`), what a frame holds (`feeds`).

An answer costs JupyterLab more than a picture, because it shows that the kernel is busy, and then
that it is idle again.  So a page is not asked with every frame but a few times a second, and only
one of its views is; while the answer is on its way frames go on, up to a bound.  A page that takes
its time is asked again at once, so that little lies on a slow line.  Where no answer comes, another
view of the page is asked: it is a message that was lost, or a view that has gone.
"""

import math
import time
from collections.abc import Iterable, Sequence
from typing import Final

from annarchy_lab.lab.feeds.feed import BYTES_PER_S, FRAME_S
from annarchy_lab.lab.stream import MOST_UNDER_WAY, Stream
from annarchy_lab.runtime.backend import Simulator

__all__ = ["Pacer", "share_out"]

ASK_S: Final = 0.5
"""Between two answers of a page that keeps up."""
SLOW_S: Final = 0.15
"""A page that takes longer to answer is asked as often as it can answer."""
PATIENCE_S: Final = 1.0
"""For how long all views of a page wait for the one that was asked."""
SHARE_S: Final = 1.0
"""Between two looks at who needs how much."""
FULL: Final = 0.8
"""Who has used more than this part of its share wants all that it can get."""
ROOM: Final = 1.5
"""Who has used less keeps as much more as that."""
LITTLE: Final = 10_000
"""Bytes per second that every view may need at any time."""


class Pacer:
    """Of the views of one network.

    Parameters
    ----------
    bytes_per_s
        What the views of one page may send together in a second.
    """

    def __init__(self, bytes_per_s: float = BYTES_PER_S) -> None:
        self._bytes_per_s = bytes_per_s
        self._paces: dict[str, _Pace] = {}

    def advance(self, streams: Sequence[Stream], simulator: Simulator, frame_s: float) -> None:
        """Tell the views what is new, if their pages keep up.

        Parameters
        ----------
        streams
            Those that somebody looks at.
        simulator
            What runs the network.
        frame_s
            Time between two calls.
        """
        pages: dict[str, list[Stream]] = {}
        for stream in streams:
            pages.setdefault(stream.outlet.page, []).append(stream)
        self._paces = {page: self._paces.get(page) or _Pace(self._bytes_per_s) for page in pages}
        now = time.monotonic()
        for page, own in pages.items():
            self._paces[page].advance(own, simulator, now, frame_s)


class _Pace:
    """Of the views on one page."""

    def __init__(self, bytes_per_s: float) -> None:
        self._bytes_per_s = bytes_per_s
        self._frame_s = FRAME_S
        self._asked: Stream | None = None
        self._asked_at = -math.inf
        self._n_rounds = 0  # since it was asked
        self._is_slow = False
        self._spent: dict[Stream, int] = {}
        self._shared_at = -math.inf

    def advance(
        self, streams: Sequence[Stream], simulator: Simulator, now: float, frame_s: float
    ) -> None:
        """Tell all views of the page: they share one axis of time."""
        self._share(streams, now, frame_s)
        if not self._is_open(now):
            return
        for stream in streams:
            stream.look(simulator)
        until = min((s.feed.stop for s in streams if s.feed.is_timed), default=0)
        wants_answer = self._asked is None and (self._is_slow or now >= self._asked_at + ASK_S)
        self._n_rounds += 1
        for stream in streams:
            is_asked = wants_answer and stream.has_answered
            if stream.advance(until, asks=is_asked) and is_asked:
                self._asked, self._asked_at, self._n_rounds = stream, now, 0
                wants_answer = False

    def _is_open(self, now: float) -> bool:
        """Whether the page keeps up."""
        asked, waited_s = self._asked, now - self._asked_at
        if asked is not None and (asked.has_answered or waited_s > PATIENCE_S):
            self._asked, self._is_slow = None, waited_s > SLOW_S
        return self._asked is None or self._n_rounds < MOST_UNDER_WAY

    def _share(self, streams: Sequence[Stream], now: float, frame_s: float) -> None:
        """Let those that need more have what others leave."""
        passed_s = now - self._shared_at
        is_same = self._spent.keys() == set(streams) and frame_s == self._frame_s
        if is_same and passed_s < SHARE_S:
            return
        wanted = [
            _wanted((stream.n_bytes - self._spent[stream]) / passed_s, stream.feed.bytes_per_s)
            if is_same
            else math.inf
            for stream in streams
        ]
        for stream, share in zip(streams, share_out(wanted, self._bytes_per_s), strict=True):
            stream.feed.afford(share, frame_s)
        self._spent = {stream: stream.n_bytes for stream in streams}
        self._shared_at, self._frame_s = now, frame_s


def _wanted(used: float, share: float) -> float:
    """Return what a view wants, in bytes per second, from what it has used of its share."""
    return math.inf if used > FULL * share else ROOM * used + LITTLE


def share_out(wanted: Iterable[float], total: float) -> list[float]:
    """Return how much each one gets: all that it wants, or as much as anyone who wants more.

    Parameters
    ----------
    wanted
        By each; infinite where it is not known.
    total
        What there is.

    Examples
    --------
    >>> share_out([1.0, math.inf, 3.0], 10.0)
    [1.0, 6.0, 3.0]
    """
    amounts, left = tuple(wanted), total
    shares = [0.0] * len(amounts)
    ascending = sorted(range(len(amounts)), key=amounts.__getitem__)
    for n_waiting, place in zip(range(len(amounts), 0, -1), ascending, strict=True):
        shares[place] = min(amounts[place], left / n_waiting)
        left -= shares[place]
    return shares
