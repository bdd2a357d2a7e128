"""The run loop: steps, one after the other, until something wants it to end.

In: a `Network`, its edge, how many steps.
Out: steps, and why they ended.
Not here: the thread of its own (`runner`), and pace.
"""

import threading
import time
from collections.abc import Callable
from typing import Literal

from annarchy_lab.diagnostics import StateError
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.reference.edge import Edge
from annarchy_lab.runtime.reference.interrupts import deferred_interrupt
from annarchy_lab.runtime.reference.network import Network

__all__ = ["Loop", "Outcome", "Until"]

Reason = Literal["done", "time", "callback", "full", "interrupted", "halted"]
Until = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many steps were executed, why not more, and for how long guests held the edge."""

    n_steps: int
    reason: Reason
    lent_s: float = 0.0


class Loop:
    """Drives a network; one driver at a time."""

    def __init__(self, network: Network, edge: Edge) -> None:
        self.network = network
        self.edge = edge
        self._claim = threading.Lock()
        self._is_interrupted = threading.Event()
        self._call: Callable[[int], int] | None = None
        self._callback_step = -1
        self._on_full: Callable[[], None] | None = None
        self._recorder_limit = self._full_bytes = 0

    def claim(self) -> None:
        """Make the caller the one driver.

        Raises
        ------
        StateError
            If there is one.
        """
        if not self._claim.acquire(blocking=False):
            raise StateError("the network is running already")
        self._is_interrupted.clear()

    def disclaim(self) -> None:
        """Let others drive."""
        self._claim.release()

    @property
    def is_claimed(self) -> bool:
        """Whether somebody drives the network."""
        return self._claim.locked()

    def interrupt(self) -> None:
        """End the current or the next drive within one step; from any thread."""
        self._is_interrupted.set()

    def run(self, n_steps: int, until: Until | None = None) -> int:
        """Execute up to `n_steps` in the calling thread and return how many were executed.

        Parameters
        ----------
        until
            Ends the run after a step in which it holds.
        """
        self.claim()
        n_done = 0
        try:
            while True:
                with deferred_interrupt(self.interrupt):
                    outcome = self.drive(n_steps - n_done, until=until)
                n_done += outcome.n_steps
                if not self.attend(outcome.reason):
                    return n_done
        finally:
            self.disclaim()

    def drive(
        self, n_steps: int, seconds: float = float("inf"), until: Until | None = None
    ) -> Outcome:
        """Execute up to `n_steps` in about `seconds`; guests come in between any two steps."""
        end = time.perf_counter() + seconds
        n_done, lent_s = 0, 0.0
        while True:
            reason = self._reason(n_steps - n_done)
            if reason is None and n_done and time.perf_counter() >= end:
                reason = "time"
            if reason is not None:
                return Outcome(n_done, reason, lent_s)
            lent_s -= time.perf_counter()
            with self.edge:
                lent_s += time.perf_counter()
                is_over = self.network.step(until)
            n_done += 1
            if is_over:
                return Outcome(n_done, "halted", lent_s)

    def attend(self, reason: Reason) -> bool:
        """Do what a drive came back for; False if it wanted nothing."""
        if reason == "callback":
            self.call_back()
        elif reason == "full":
            self._make_room()
        else:
            return False
        return True

    def limit_recorders(self, n_bytes: int, on_full: Callable[[], None] | None) -> None:
        """Call `on_full` where recorders keep more than `n_bytes`; None ends the calls."""
        with self.edge:
            self._on_full = on_full
            self._recorder_limit = self._full_bytes = n_bytes

    def _make_room(self) -> None:
        if self._on_full is not None:
            self._on_full()
        with self.edge:  # what was left where it is does not count again
            self._full_bytes = self.network.recorders.n_kept_bytes + self._recorder_limit

    def set_callback(self, step: int, call: Callable[[int], int] | None) -> None:
        """Call `call` before `step`; a negative step or None ends the calls."""
        with self.edge:
            self._call = call
            self._callback_step = -1 if call is None else step

    def call_back(self) -> None:
        """Call back and note when to do so again; a callback set meanwhile goes first.

        Raises
        ------
        ValueError
            If the callback asks to be called before a step that is no later one.
        """
        call, step = self._call, self.network.clock.step
        if call is None:
            return
        answer = call(step)
        with self.edge:
            if self._call is not call:
                return
            if 0 <= answer <= self.network.clock.step:
                raise ValueError(
                    f"a callback before step {step} asked to be called before step {answer}"
                )
            self._callback_step = max(answer, -1)

    def _reason(self, n_left: int) -> Reason | None:
        """Return why not to execute another step."""
        if n_left <= 0:
            return "done"
        if self._is_interrupted.is_set():
            self._is_interrupted.clear()
            return "interrupted"
        if 0 <= self._callback_step <= self.network.clock.step:
            return "callback"
        if self._on_full is not None and self.network.recorders.n_kept_bytes > self._full_bytes:
            return "full"
        return None
