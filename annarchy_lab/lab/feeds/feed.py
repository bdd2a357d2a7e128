"""What each kind of live view is told: a hello, then frames of what is new.

In: taps.
Out: messages after `schema/messages.json`, with their binary buffers.
Not here: sending them (`stream`), painting them (the labextension).

A feed remembers up to which step it has told, so that frames which come late are simply longer.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeAlias

from numpy.typing import NDArray

from annarchy_lab.api.travel.branches import Travel
from annarchy_lab.lab.feeds.ring import Ring
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.lab.selection import Selection
from annarchy_lab.runtime.backend import Simulator

__all__ = ["BYTES_PER_S", "FRAME_S", "KEPT_WINDOWS", "Feed", "Kind", "Packet"]

Kind: TypeAlias = Literal["frame", "snapshot"]
Packet: TypeAlias = tuple[dict[str, Any], list[memoryview]]

FRAME_S = 1 / 30
"""Between two frames, if they come as fast as they can."""
BYTES_PER_S = 900_000
"""Of the buffers of all views of a page; with what stands around them they stay below 1 MB/s."""
BURST_S = 2.0
"""A frame that comes late may be as large as those together that it stands for, of so much time."""
KEPT_WINDOWS = 10
"""How many windows of the past views keep, as in ``axis.ts``."""


class Feed:
    """What one view is told; the kinds of views differ in `hello` and `_frame`.

    Parameters
    ----------
    taps
        What it reads.
    dt_ms
        Step of the network.
    window_ms
        Time that the view shows.
    """

    is_timed = True
    """Whether it shares the axis of time with other views."""
    has_ghosts = False
    """Whether other branches can be drawn beneath."""

    def __init__(self, taps: Sequence[Tap], dt_ms: float, window_ms: float) -> None:
        self.taps = tuple(taps)
        self.dt_ms = dt_ms
        self.window_ms = window_ms
        self._frame_s = FRAME_S
        self._packed_at: float | None = None
        self.afford(BYTES_PER_S, FRAME_S)
        self._told = 0  # up to this step
        self._is_renewed = False
        self._branches: dict[str, list[Ring]] = {}  # what was recorded of futures that were left

    # The life of the taps

    def open(self, simulator: Simulator) -> None:
        """Begin to record."""
        for tap in self.taps:
            tap.open(simulator)

    def afford(self, bytes_per_s: float, frame_s: float) -> None:
        """Keep to a bound on what the view sends in a second, with this time between frames."""
        self.bytes_per_s, self._frame_s = bytes_per_s, frame_s
        self.frame_bytes = max(1, int(bytes_per_s * frame_s))

    def _save_up(self) -> None:
        """Find out how large the next frame may be: what was not sent is not lost."""
        now = time.monotonic()
        waited_s = 0.0 if self._packed_at is None else min(now - self._packed_at, BURST_S)
        self._packed_at = now
        self.frame_bytes = max(1, int(self.bytes_per_s * max(waited_s, self._frame_s)))

    def hasten(self) -> None:
        """Whatever rest there is between two looks, the next one is now."""

    def close(self) -> None:
        """Stop recording; the view keeps what it has."""
        for tap in self.taps:
            tap.close()

    def fetch(self) -> bool:
        """Get what is new; return whether time has jumped, so that the view must start anew."""
        taps_jumped = [tap.fetch() for tap in self.taps]
        has_jumped = any(taps_jumped) or self._is_renewed
        self._is_renewed = False
        if has_jumped:
            self._told = min(self._told, self.start)
        return has_jumped

    def renew(self, taps: Sequence[Tap]) -> None:
        """Read other taps from the next look on: the view starts anew."""
        self.close()
        self.taps = tuple(taps)
        self._told, self._is_renewed = 0, True
        self._branches.clear()  # they were of the other taps

    # What is selected

    def picked(self, item: int) -> Selection | None:
        """Return what a user means who clicks an item of the view; None if it is nothing."""
        del item
        return None

    def marks(self, selection: Selection) -> list[list[int]]:
        """Return which items of the view belong to what is selected, as in `SelectedInfo`."""
        del selection
        return []

    @property
    def start(self) -> int:
        """First step that all taps have."""
        return max((tap.ring.start for tap in self.taps), default=0)

    @property
    def stop(self) -> int:
        """The step behind the last one that all taps have."""
        return min((tap.ring.stop for tap in self.taps), default=0)

    # Other times

    def travel(self, travel: Travel) -> None:
        """Follow the network to another time: the past stays, and what was left is kept."""
        self.fetch()
        left = [tap.ring.left_since(travel.step) for tap in self.taps]
        entered = self._branches.pop(travel.entered, None)
        for number, tap in enumerate(self.taps):
            if travel.entered:
                tap.ring.enter(travel.step, entered[number] if entered else Ring(0))
            else:
                tap.ring.rejoin()
        if travel.left:
            self._branches[travel.left] = left
        self._told = min(self._told, self.start)

    def forget_branches(self) -> None:
        """Forget the futures that were left: time is another one."""
        self._branches.clear()

    def ghosts(self) -> Iterator[Packet]:
        """Yield what was recorded of other branches, where that can be drawn beneath."""
        own = [tap.ring for tap in self.taps]
        for name, rings in tuple(self._branches.items()) if self.has_ghosts else ():
            self._show(rings)
            try:
                kept = max(self.start, self.stop - self.steps_of(self.window_ms * KEPT_WINDOWS))
                made = self._frame(kept, self.stop, "snapshot")
            finally:
                self._show(own)
            if made is not None:
                fields, buffers, until = made
                head = {"kind": "ghost", "seq": 1, "t_ms": until * self.dt_ms, "branch": name}
                yield head | fields, [memoryview(b.tobytes()) for b in buffers]

    def _show(self, rings: Sequence[Ring]) -> None:
        for tap, ring in zip(self.taps, rings, strict=True):
            tap.ring = ring

    # Messages

    def hello(self) -> dict[str, Any]:
        """Return what the view needs to know before its first frame."""
        raise NotImplementedError

    def packet(self, kind: Kind, seq: int, until: int | None = None) -> Packet | None:
        """Return what is new since the last call, or for a snapshot all that is kept.

        Parameters
        ----------
        kind
            Whether it is appended, or replaces what is shown.
        seq
            Number of the message.
        until
            Step at which to end, so that several views end together.

        Returns
        -------
        tuple or None
            Message and buffers; None if there is nothing to tell.
        """
        self._save_up()
        stop = self.stop if until is None else min(until, self.stop)
        kept = stop - self.steps_of(self.window_ms * KEPT_WINDOWS)
        start = max(self.start if kind == "snapshot" else self._told, kept)
        made = self._frame(start, stop, kind)
        if made is None:
            return None
        fields, buffers, told = made
        self._told = told
        head = {"kind": kind, "seq": seq, "t_ms": told * self.dt_ms}
        return head | fields, [memoryview(b.tobytes()) for b in buffers]

    def steps_of(self, span_ms: float) -> int:
        """Return a span as a number of steps, at least one."""
        return max(1, round(span_ms / self.dt_ms))

    def _frame(
        self, start: int, stop: int, kind: Kind
    ) -> tuple[dict[str, Any], list[NDArray[Any]], int] | None:
        """Return the fields of the message, its buffers and up to which step they tell."""
        raise NotImplementedError
