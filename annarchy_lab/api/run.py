"""A live run: a network that simulates by itself while the user does something else.

In: a network and for how long, how fast.  Out: `Run`, to watch and to steer it.
Not here: the loop itself, which is native; the journal and displays, which are the lab's.
"""

import math
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.travel.watching import Watch
    from annarchy_lab.runtime.backend import Simulator

__all__ = ["Run", "State", "TimeShares"]

State = Literal["compiling", "running", "paused", "finished", "stopped", "failed"]

ENDED: Final = ("finished", "stopped", "failed")
STANDING: Final = ("paused", "finished", "stopped")
GLANCE_S: Final = 0.05
"""How long a wait lasts before it looks for an interrupt."""
AGAIN_S: Final = 2.0
"""A second interrupt within this time is meant for the program, whatever it does meanwhile."""
_interrupted_at = -AGAIN_S  # the user has one keyboard


@dataclass(frozen=True, slots=True)
class TimeShares:
    """Where the time of a live run goes: shares of wall time over the last half second, 1 in all.

    Attributes
    ----------
    computing
        Steps.
    serving
        Standing between two steps for others: live views that read, changes, callbacks, recordings
        that are moved.
    idle
        Waiting for the clock, because real time is slower than the network.
    """

    computing: float
    serving: float
    idle: float


class Run:
    """A run that goes on by itself; made by `Network.start`.

    Parameters
    ----------
    network
        The network; it is compiled first, if needed.
    n_steps
        Length, -1 for no end.
    speed
        Times real time, 0 for no limit.
    awaited, needs_all
        Populations whose stop conditions end it: those of all, or of any.
    """

    def __init__(
        self,
        network: "Network",
        n_steps: int,
        speed: float,
        awaited: "Sequence[str]" = (),
        *,
        needs_all: bool = True,
    ) -> None:
        self._network = network
        self._n_steps = n_steps
        self._speed = speed
        self._awaited, self._needs_all = tuple(awaited), needs_all
        self._has_met = False
        self._simulator: Simulator | None = None
        self._compiler: Thread | None = None
        self._watch: Watch | None = None
        self._failure: BaseException | None = None
        self._final: State | None = None
        self._is_searching = False  # for why it has to end
        if network.compiled:
            self._begin()
        else:
            self._compiler = Thread(target=self._compile, name="annarchy-compile", daemon=True)
            self._compiler.start()

    # What it is doing

    @property
    def state(self) -> State:
        """``compiling``, ``running``, ``paused``, ``finished``, ``stopped`` or ``failed``.

        Where variables are looked at, it is still ``running`` until that was done where it stands.
        """
        now = self._as_it_stands()
        return self._final or now  # asked for last: it may have ended meanwhile

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self.state not in ENDED

    @property
    def has_met(self) -> bool:
        """Whether it has finished because the stop conditions that it waited for held."""
        if self._final is not None or self._simulator is None:
            return self._has_met
        return self.state == "finished" and self._simulator.has_halted

    @property
    def is_endless(self) -> bool:
        """Whether it was started without a duration."""
        return self._n_steps < 0

    @property
    def time(self) -> float:
        """Simulated time in ms."""
        return self._network.time

    @property
    def real_time_factor(self) -> float:
        """Simulated over wall time, over the last half second; 0 while nothing runs."""
        return 0.0 if self._simulator is None else self._simulator.real_time_factor

    @property
    def load(self) -> float:
        """Fraction of one core that it uses."""
        return 0.0 if self._simulator is None else self._simulator.load

    @property
    def shares(self) -> TimeShares:
        """Where its time goes, as measured; all idle while nothing runs."""
        serving = 0.0 if self._simulator is None else self._simulator.serving
        return TimeShares(self.load, serving, max(0.0, 1.0 - self.load - serving))

    @property
    def failure(self) -> BaseException | None:
        """What made it fail, or pause in a callback."""
        if self._failure is not None or self._simulator is None or self._final is not None:
            return self._failure
        return self._simulator.failure

    @property
    def speed(self) -> float | None:
        """Times real time, None for no limit; may be set at any time."""
        return self._speed or None

    @speed.setter
    def speed(self, value: float | None) -> None:
        self._speed = checked_speed(value)
        if self._simulator is not None and self.is_active:
            self._simulator.set_speed(self._speed)

    # What to do

    def pause(self) -> None:
        """Stop at the next step edge; the network stays whole and can be read and written.

        Raises
        ------
        NonFiniteError
            If a variable was not finite there, where that is looked at; so does `step`.
        """
        with self._seen():
            self._active().pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        with self._seen():
            self._active().resume()

    def step(self, n: int = 1) -> None:
        """Execute `n` steps and pause.

        Parameters
        ----------
        n
            At least 1.
        """
        if n < 1:
            raise ANNarchyException(f"step takes a number of steps of at least 1, not {n!r}.")
        with self._seen():
            simulator = self._active()
            if simulator.state != "paused":
                simulator.pause()
            simulator.advance(n)

    def stop(self) -> None:
        """End the run within one step; stopping a run that has ended does nothing.

        From a callback it returns at once: the run ends behind it.
        """
        if self._compiler is not None:
            self._compiler.join()
        if self._simulator is not None and self._network._is_in_callback:
            self._simulator.stop()
            return
        if self._simulator is not None and self.is_active:
            if not self._is_searching:
                self._simulator.stop()
                self._simulator.wait()
            self._be_seen()
        self._settle()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the run has ended.

        An interrupt (Ctrl-C, *interrupt the kernel*) stops the run at a step edge, and what follows
        goes on with what there is; a second one within two seconds is raised.

        Parameters
        ----------
        timeout
            In seconds.  Default: no limit.

        Returns
        -------
        bool
            Whether it has ended.

        Raises
        ------
        Exception
            What made the run fail.
        KeyboardInterrupt
            If the user has interrupted twice.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            while not self._has_ended(GLANCE_S):
                if deadline is not None and time.monotonic() >= deadline:
                    return False
        except KeyboardInterrupt:
            self.stop()
            if _is_again():
                raise
        self._raise_failure()
        return True

    def __await__(self) -> Generator[Any, None, Self]:
        return self._finished().__await__()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        why = " because stop conditions hold" if self.has_met else ""
        return f"<Run of network {self._network.id}: {self.state}{why}, t = {self.time} ms>"

    # Below: our own

    def _begin(self) -> None:
        simulator = self._network._require_simulator()
        self._network._schedule_callbacks(self._n_steps)
        self._watch = self._network._watch(self)
        simulator.start(self._n_steps, self._speed, self._awaited, needs_all=self._needs_all)
        self._simulator = simulator

    def _as_it_stands(self) -> State:
        if self._simulator is None:
            return "compiling"
        state = self._simulator.state
        if self._is_unseen(state):
            return "running"
        return "finished" if state == "idle" else state  # idle: the loop has ended since

    def _is_unseen(self, state: str) -> bool:
        """Tell whether it stands where nobody has looked yet for what must end it."""
        if self._watch is None or self._is_searching:
            return self._is_searching
        return state in STANDING and self._watch.is_behind(self._network.current_step)

    def _give_up(self) -> None:
        """End it for somebody who goes to another time: what it has come to does not matter."""
        if self._watch is not None:
            self._watch.note(math.inf)
        self.stop()

    @contextmanager
    def _seen(self) -> Iterator[None]:
        """Have somebody look at what a command has come to, or why it came too late."""
        try:
            yield
        finally:
            if self._simulator is not None:
                self._be_seen()
            self._raise_failure()

    def _be_seen(self, patience_s: float = math.inf) -> None:
        """Wait until somebody has looked; in a callback somebody will, afterwards."""
        assert self._simulator is not None
        assert self._watch is not None
        deadline = time.monotonic() + patience_s
        while not self._network._is_in_callback:
            self._watch.news.clear()
            left_s = deadline - time.monotonic()
            if left_s <= 0 or self._final or not self._is_unseen(self._simulator.state):
                return
            self._watch.news.wait(min(left_s, GLANCE_S))

    def _end_with(self, find: Callable[[], BaseException]) -> None:
        """End it because of what `find` finds, while the network stands still and is nobody's."""
        assert self._simulator is not None
        self._is_searching = True
        try:
            self._simulator.stop()
            self._simulator.wait()
            self._simulator.set_callback(-1, None)
            self._failure = find()
        except Exception as error:
            self._failure = error
        self._final = "failed"
        self._is_searching = False

    def _compile(self) -> None:
        try:
            self._network.compile(silent=True)
            self._begin()
        except Exception as error:
            self._failure, self._final = error, "failed"

    def _active(self) -> "Simulator":
        if self._compiler is not None:
            self._compiler.join()
        self._raise_failure()
        if self._simulator is None or not self.is_active:
            raise StateError(f"the run is {self.state}: start another one.")
        return self._simulator

    def _has_ended(self, patience_s: float) -> bool:
        if self._simulator is None and self._compiler is not None:
            self._compiler.join(patience_s)
        elif self._simulator is not None and self._final is None:
            self._simulator.wait(patience_s)
            self._be_seen(patience_s)
        return not self.is_active

    async def _finished(self) -> Self:
        import asyncio  # heavy, and seldom needed

        while not self._has_ended(0.0):
            await asyncio.sleep(GLANCE_S / 2)
        self._raise_failure()
        return self

    def _settle(self) -> None:
        """Keep the outcome: the simulator may soon serve another run."""
        if self._simulator is not None and self._final is None and not self._is_searching:
            state, self._failure = self.state, self._simulator.failure
            self._has_met = self.has_met
            self._final = state
            if state == "failed":
                self._simulator.stop()  # it stands still until somebody lets it go
            self._simulator.set_callback(-1, None)

    def _raise_failure(self) -> None:
        if self.state == "failed" and self.failure is not None:
            raise self.failure


def _is_again() -> bool:
    """Note an interrupt; return whether there was one a moment ago."""
    global _interrupted_at
    before, _interrupted_at = _interrupted_at, time.monotonic()
    return _interrupted_at - before < AGAIN_S


def checked_speed(speed: float | None) -> float:
    """Return a speed as the runtime takes it: 0 for no limit.

    Raises
    ------
    ANNarchyException
        If it is not a positive number.
    """
    if speed is None:
        return 0.0
    if not speed > 0:
        raise ANNarchyException(
            f"speed must be positive (times real time) or None for no limit, not {speed!r}."
        )
    return 0.0 if speed == float("inf") else float(speed)
