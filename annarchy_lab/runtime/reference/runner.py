"""A thread that drives a network: start, pause, resume, advance, stop, at a chosen speed.

In: a `Loop`, commands from any thread.
Out: steps, a state, a measured speed.
Not here: what a step does.

Commands take effect within one step and return when they have, except on the runner's own thread
(from a callback), where they only leave word.
"""

import threading
import time

from annarchy_lab.diagnostics import StateError
from annarchy_lab.runtime.backend import RunState
from annarchy_lab.runtime.reference.loop import Loop, Until
from annarchy_lab.runtime.reference.pace import CHUNK_S, Meter, Pacer

__all__ = ["Runner"]

ENDLESS = -1
MANY = 1 << 62


class Runner:
    """Runs a loop in a thread of its own.

    Attributes
    ----------
    state
        What the run does; a run that has failed stands still as if paused.
    failure
        The exception that made it fail.
    meter
        How fast it is.
    has_halted
        Whether it has ended where a condition held.
    """

    def __init__(self, loop: Loop) -> None:
        self.state: RunState = "idle"
        self.failure: BaseException | None = None
        self.meter = Meter()
        self._loop = loop
        self._pacer = Pacer(loop.network.clock.dt_ms)
        self._changed = threading.Condition()  # guards everything here
        self._thread: threading.Thread | None = None
        self._speed = 1.0
        self._n_left = 0
        self._n_extra = 0  # steps to take although paused
        self._is_stopping = False
        self._is_paused = False
        self._is_sitting = False  # the thread waits for the end of a pause
        self._is_speed_new = False
        self._until: Until | None = None
        self.has_halted = False

    # ---- commands

    @property
    def is_started(self) -> bool:
        """Whether there is a run that has not ended."""
        return self.state in ("running", "paused", "failed")

    def start(self, n_steps: int, speed: float, until: Until | None = None) -> None:
        """Begin a run; it finishes after a step in which `until` holds."""
        self._loop.claim()
        with self._changed:
            self._until, self.has_halted = until, False
            self._speed, self._n_left, self._n_extra = speed, n_steps, 0
            self._is_stopping = self._is_paused = self._is_sitting = False
            self.failure = None
            self.state = "running"
            self._thread = threading.Thread(target=self._main, name="annarchy-run", daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Stop at the next edge."""
        with self._changed:
            self._require_started()
            self._is_paused, self._n_extra = True, 0
            if self._is_sitting and self.failure is None:
                self.state = "paused"  # resumed a moment ago, and not awake yet
            self._command()
            if not self._is_own_thread():
                self._changed.wait_for(
                    lambda: self._is_sitting or not self._is_paused or not self.is_started
                )

    def resume(self) -> None:
        """Go on after a pause or a failure."""
        with self._changed:
            self._require_started()
            self._is_paused, self.failure = False, None
            self.state = "running"
            self._changed.notify_all()

    def advance(self, n_steps: int) -> None:
        """Execute `n_steps` of a paused run."""
        with self._changed:
            self._require_started()
            is_standing = self._is_sitting and self._is_paused and not self._n_extra
            if self._is_own_thread() or not is_standing:
                raise StateError("only a paused run can be advanced")
            self._n_extra, self.failure = n_steps, None
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: (
                    (not self._n_extra and self._is_sitting)
                    or not self._is_paused
                    or not self.is_started
                )
            )

    def stop(self) -> None:
        """End the run and wait for its thread; without a run, end a `run` in another thread."""
        with self._changed:
            thread = self._thread
            if not self.is_started and self._loop.is_claimed:
                self._loop.interrupt()
            if self.is_started:
                self._is_stopping = True
                self._command()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def wait(self, timeout: float | None) -> bool:
        """Wait until the run has ended or failed."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self.is_started or self.state == "failed", timeout
            )

    def set_speed(self, speed: float) -> None:
        """Change the speed."""
        with self._changed:
            self._speed, self._is_speed_new = speed, True
            if self.is_started:
                self._command()

    def _command(self) -> None:
        self._loop.interrupt()
        self._changed.notify_all()

    def _require_started(self) -> None:
        if not self.is_started:
            raise StateError("the network is not running; start it first")

    def _is_own_thread(self) -> bool:
        return threading.current_thread() is self._thread

    # ---- the thread

    def _main(self) -> None:
        self._is_speed_new = True
        self.meter.restart(time.perf_counter())
        order = self._next_order()
        while isinstance(order, int):
            self._drive(order)
            order = self._next_order()
        with self._changed:
            self.meter.restart(0.0)
            self._loop.disclaim()  # whoever sees the end may drive the network
            self.state = order
            self._changed.notify_all()

    def _next_order(self) -> int | RunState:
        """Wait until something is to be done; return how many steps, or how the run has ended."""
        with self._changed:
            while True:
                if not self._n_left:
                    return "finished"
                if self._is_stopping:
                    return "stopped"
                if self._is_paused and not self._n_extra:
                    self._sit_out_pause()
                    continue
                now = time.perf_counter()
                n_steps = self._budget(now)
                if n_steps > 0:
                    return n_steps
                self.meter.add(now)
                self._changed.wait(self._pacer.wait_s(now))

    def _sit_out_pause(self) -> None:
        self._is_sitting = True
        self.state = "paused" if self.failure is None else "failed"
        self._changed.notify_all()
        self.meter.restart(time.perf_counter())
        self._changed.wait_for(lambda: self._is_stopping or not self._is_paused or self._n_extra)
        self._is_sitting = False
        self._is_speed_new = True  # the time of the pause is not made up for
        self.meter.restart(time.perf_counter())

    def _budget(self, now_s: float) -> int:
        """Return how many steps are due."""
        if self._is_speed_new:
            self._pacer.restart(now_s, self._speed)
            self._is_speed_new = False
        n_left = MANY if self._n_left == ENDLESS else self._n_left
        if self._n_extra:
            return min(self._n_extra, n_left)
        return n_left if self._speed <= 0 else min(self._pacer.n_due(now_s), n_left)

    def _drive(self, n_steps: int) -> None:
        clock = self._loop.network.clock
        first, before_s = clock.elapsed, time.perf_counter()
        lent_s = 0.0
        failure: BaseException | None = None
        try:
            outcome = self._loop.drive(n_steps, CHUNK_S, self._until)
            self.has_halted = outcome.reason == "halted"
            lent_s = outcome.lent_s - time.perf_counter()
            self._loop.attend(outcome.reason)
            lent_s += time.perf_counter()
        except BaseException as error:  # kept for the user
            failure = error
        after_s, n_done = time.perf_counter(), clock.elapsed - first
        lent_s = max(0.0, lent_s)  # of a callback that failed nothing is known
        with self._changed:
            simulated_s = n_done * clock.dt_ms / 1000.0
            self.meter.add(after_s, simulated_s, after_s - before_s - lent_s, lent_s)
            self._pacer.n_done += n_done
            self._n_left -= 0 if self._n_left == ENDLESS else n_done
            if self.has_halted:
                self._n_left = 0
            self._n_extra = max(0, self._n_extra - n_done)
            if failure is not None:
                self._fail(failure)

    def _fail(self, failure: BaseException) -> None:
        """Stand still as if paused, and say why."""
        self.failure = failure
        self._is_paused, self._n_extra = True, 0
