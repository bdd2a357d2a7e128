"""One live view and its feed: who is told what, and when.

In: a feed; an outlet that says whether anybody looks and what was painted last.
Out: messages through the outlet: hello, snapshot, frames.
Not here: the clock (`session`), which frames ask for an answer (`pacing`), the widget (`widgets`).

Behind a message that asks for an answer at most three frames are under way until the answer comes;
every snapshot asks.  While a view lags behind, or nobody looks, nothing is sent and the next frame
is longer.  Where the line was cut, no answer ever comes: the view is asked from time to time, and
begins anew when it speaks again.
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from annarchy_lab.api.travel.branches import Travel
from annarchy_lab.lab.feeds.feed import Feed, Kind
from annarchy_lab.runtime.backend import Simulator

if TYPE_CHECKING:
    from annarchy_lab.lab.messages import LookingQuestion

__all__ = ["MOST_UNDER_WAY", "Outlet", "Stream"]

MOST_UNDER_WAY = 3
"""Frames behind one that asks for an answer: a tenth of a second of them."""
SILENCE_S = 2.0
"""After which a view that lags behind is asked whether it is still there."""


class Outlet(Protocol):
    """What a stream needs of a widget."""

    @property
    def acked(self) -> int:
        """Number of the newest frame that was painted when the view was asked last."""

    @property
    def page(self) -> str:
        """The page that spoke last for it; empty where pages are not told apart."""

    @property
    def visible(self) -> bool:
        """Whether somebody looks."""

    def tell(self, message: dict[str, Any], buffers: Sequence[memoryview] = ()) -> None:
        """Send a message to all views of the widget."""


class Stream:
    """Feeds one outlet.

    Parameters
    ----------
    feed
        What to tell.
    outlet
        Whom.
    """

    def __init__(self, feed: Feed, outlet: Outlet) -> None:
        self.feed = feed
        self.outlet = outlet
        self._seq = 0
        self._asked = 0  # newest frame that asks for an answer
        self._floor = 0  # frames up to here are not waited for
        self.n_bytes = 0  # of all buffers so far
        self._wants_hello = False
        self._wants_all = True
        self._spoken_at = time.monotonic()

    @property
    def is_watched(self) -> bool:
        """Whether somebody looks."""
        return self.outlet.visible

    def begin(self, simulator: Simulator | None) -> None:
        """A view appeared: it gets a hello and everything that is kept."""
        self._wants_hello = self._wants_all = True
        self._floor = self._seq
        self._greet()
        if simulator is not None:
            self.look(simulator)
            self.advance()

    def look(self, simulator: Simulator) -> None:
        """Fetch what is new."""
        self.feed.open(simulator)
        if self.feed.fetch():
            self._wants_hello = self._wants_all = True

    def advance(self, until: int | None = None, *, asks: bool = False) -> bool:
        """Tell what is new, if somebody looks and the view keeps up; return whether it did.

        Parameters
        ----------
        until
            Step at which to end.  Default: the last one that was fetched.
        asks
            Whether the view is to say when it has painted this.
        """
        if not self.is_watched:
            return False
        if not self.is_ready:
            self._ask()
            return False
        if self._wants_hello:
            self._greet()  # time has jumped: the view starts anew
        kind: Kind = "snapshot" if self._wants_all else "frame"
        packet = self.feed.packet(kind, self._seq + 1, until)
        if packet is None:
            return False
        self._seq += 1
        self._wants_all = False
        self._spoken_at = time.monotonic()
        message, buffers = packet
        if asks or kind == "snapshot":
            self._asked, message["answer"] = self._seq, True
        self.n_bytes += sum(buffer.nbytes for buffer in buffers)
        self.outlet.tell(message, buffers)
        if kind == "snapshot":
            for ghost in self.feed.ghosts():
                self.outlet.tell(*ghost)
        return True

    def travel(self, travel: Travel) -> None:
        """Follow the network to another time."""
        self.feed.travel(travel)
        self._wants_hello = self._wants_all = True

    def close(self) -> None:
        """Let go of the taps."""
        self.feed.close()
        self._wants_all = True

    def _ask(self) -> None:
        now = time.monotonic()
        if now > self._spoken_at + SILENCE_S:
            self._spoken_at = now
            question: LookingQuestion = {"kind": "looking?"}
            self.outlet.tell(dict(question))

    def _greet(self) -> None:
        self._wants_hello = False
        self.outlet.tell(self.feed.hello())

    @property
    def is_ready(self) -> bool:
        """Whether the view keeps up with what it was told."""
        return self.has_answered or self._seq - self._asked < MOST_UNDER_WAY

    @property
    def has_answered(self) -> bool:
        """Whether nothing is waited for."""
        return max(self.outlet.acked, self._floor) >= self._asked
