"""Taps: recorders of the policy *latest* that live views read, beside any monitor of the user.

In: a simulator, an object, what to watch.
Out: the recent past of it, as a `Ring`.
Not here: messages (`feed`), when to look (`annarchy_lab.lab.session`).

A tap costs nothing until it is opened.  What is not fetched in time is overwritten in the core, and
counted.
"""

from dataclasses import field

from annarchy_lab.lab.feeds.ring import Ring
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recorder, Simulator

__all__ = ["Tap"]


@dataclass(slots=True)
class Tap:
    """One recorder of a live view and what was fetched from it.

    Parameters
    ----------
    recorder
        What to record; its policy is ``latest``.
    kept_steps
        Span that the ring keeps for snapshots.
    """

    recorder: Recorder
    kept_steps: int
    ring: Ring = field(init=False)
    _simulator: Simulator | None = field(default=None, init=False)
    _number: int = field(default=-1, init=False)

    def __post_init__(self) -> None:
        self.ring = Ring(self.kept_steps)

    @property
    def is_open(self) -> bool:
        """Whether it records."""
        return self._simulator is not None

    def open(self, simulator: Simulator) -> None:
        """Begin to record; does nothing if it does already."""
        if self._simulator is simulator:
            return
        self.close()
        self._number = simulator.add_recorder(self.recorder)
        self._simulator = simulator

    def fetch(self) -> bool:
        """Move what is new into the ring; return whether time has jumped since the last call."""
        if self._simulator is None:
            return False
        return self.ring.add(self._simulator.collect(self._number))

    def close(self) -> None:
        """Stop recording and forget."""
        if self._simulator is not None:
            self._simulator.remove_recorder(self._number)
        self._simulator = None
        self.ring.clear()
