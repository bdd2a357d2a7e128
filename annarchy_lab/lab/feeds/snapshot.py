"""What views of the present state are told: the newest state only, without a past.

In: a simulator, read at an edge; taps where the state is made of what has happened.
Out: one message per look, if anything is new.
Not here: what the message holds (the feeds made from this one).

Reading at an edge costs the run one copy per look, and nothing while nobody looks; recording every
step of a million weights would cost it that in every step.  What is larger comes less often.
"""

import time
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from annarchy_lab.lab.feeds.feed import Feed, Kind, Packet
from annarchy_lab.lab.feeds.taps import Tap
from annarchy_lab.runtime.backend import Simulator

__all__ = ["SnapshotFeed"]

MOST_PER_S = 30
REST_S = 0.5
"""Between two looks at a network that stands still: somebody may write to it."""


class SnapshotFeed(Feed):
    """What one view of the present is told; the kinds of views differ in `look` and `tell`.

    Parameters
    ----------
    taps
        What it reads besides the state itself.
    dt_ms
        Step of the network.
    """

    is_timed = False

    def __init__(self, taps: Sequence[Tap], dt_ms: float) -> None:
        super().__init__(taps, dt_ms, 0.0)
        self._simulator: Simulator | None = None
        self._due_at = 0.0
        self._version = self._told_version = 0
        self._n_bytes = 0

    @property
    def stop(self) -> int:
        """The step of the last look."""
        return self._told

    @property
    def is_empty(self) -> bool:
        """Whether nothing was seen yet."""
        return not self._version

    def open(self, simulator: Simulator) -> None:
        """Begin to look."""
        super().open(simulator)
        self._simulator = simulator

    def close(self) -> None:
        """Look no more; the view keeps what it has."""
        super().close()
        self._simulator = None

    def hasten(self) -> None:
        """Look at the next occasion, however soon."""
        self._due_at = 0.0

    def fetch(self) -> bool:
        """Look, if it is time to; return whether time has jumped."""
        simulator, now = self._simulator, time.monotonic()
        if simulator is None or now < self._due_at:
            return False
        with simulator.hold():
            step = simulator.step
            taps_jumped = [tap.fetch() for tap in self.taps]
            has_jumped = any(taps_jumped) or step < self._told
            is_new = self.look(simulator)
        if has_jumped:
            self.forget()
        if is_new or has_jumped or self.is_empty:
            self._version += 1
        rest = max(1 / MOST_PER_S, self._n_bytes / self.bytes_per_s)
        self._due_at = now + (rest if step != self._told else max(rest, REST_S))
        self._told = step
        return has_jumped

    def hurry(self) -> None:
        """Look again as soon as possible, and tell what is seen."""
        self._due_at, self._version = 0.0, self._version + 1

    def packet(self, kind: Kind, seq: int, until: int | None = None) -> Packet | None:
        """Return the state at the last look; None if it was told already."""
        if self.is_empty or (kind == "frame" and self._version == self._told_version):
            return None
        fields, arrays = self.tell(kind)
        self._told_version = self._version
        buffers = [memoryview(array.tobytes()) for array in arrays]
        self._n_bytes = sum(buffer.nbytes for buffer in buffers)
        head = {"kind": kind, "seq": seq, "t_ms": self._told * self.dt_ms, "dropped": 0}
        return head | fields, buffers

    def look(self, simulator: Simulator) -> bool:
        """Read what is wanted, at one edge; return whether it differs from before."""
        raise NotImplementedError

    def tell(self, kind: Kind) -> tuple[dict[str, Any], list[NDArray[Any]]]:
        """Return the fields of a message and its buffers."""
        raise NotImplementedError

    def forget(self) -> None:
        """Time has jumped: what has grown with it begins anew."""
