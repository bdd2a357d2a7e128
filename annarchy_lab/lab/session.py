"""The lab's side of one network: a thread that serves live views while the network runs.

In: the network; views, controls and commands that join.
Out: frames at up to 30 per second, states at up to 10; changes and commands carried out; a journal.
Not here: the run loop, which is native; which pages keep up (`pacing`); what a frame holds
(`feeds`); the widgets.

Handlers of the browser's messages run on threads of the kernel.  They only put things down here;
the session's one thread does them, at edges, in the order in which they came.  It ends when there
is nothing to serve and begins again by itself.
"""

import contextlib
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from annarchy_lab.api.network import Network
from annarchy_lab.api.run import Run
from annarchy_lab.api.travel.branches import Travel
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.changes import ChangeQueue, Request
from annarchy_lab.lab.commands import perform
from annarchy_lab.lab.effort import Effort
from annarchy_lab.lab.feeds.feed import FRAME_S
from annarchy_lab.lab.journals.journaling import Journal
from annarchy_lab.lab.marks import Marks
from annarchy_lab.lab.messages import CommandName
from annarchy_lab.lab.pacing import Pacer
from annarchy_lab.lab.scales import ScaleBook
from annarchy_lab.lab.selection import Selection
from annarchy_lab.lab.state import ACTIVE, State, state_of
from annarchy_lab.lab.stimuli.brush import Brush
from annarchy_lab.lab.stream import Stream
from annarchy_lab.runtime.backend import Simulator

__all__ = ["Session"]

LOG: Final = logging.getLogger(__name__)

FRAMES_PER_S: Final = 150
"""Of all views of a session together: a kernel sends at most 200 messages per second."""
STATE_S: Final = 0.1
REST_S: Final = 0.25
"""Between two looks at a network that stands still."""
SOON_S: Final = 0.005
"""Between a change and the picture of its effect."""
JOURNAL_S: Final = 1.0
ASK_S: Final = 30.0
"""For how long somebody waits for an answer of the session's thread."""

Task = Callable[[], None]
T = TypeVar("T")
Place = tuple[str, str]


class Session:
    """Serves one network.

    Parameters
    ----------
    network
        The network.
    publish
        Called with the session and its state, at most ten times a second while it runs.
    """

    def __init__(self, network: Network, publish: "Callable[[Session, State], None]") -> None:
        self.network = network
        self.journal = Journal(network, is_complete=not network.compiled)
        self.scales = ScaleBook()
        self.run: Run | None = network.live_run
        self.speed = 1.0
        self.on_state: list[Callable[[State], None]] = []
        self.on_change: list[Callable[[Mapping[Place, int]], None]] = []
        self.on_tick: list[Callable[[State], None]] = []
        self.brush = Brush(network)
        self.selection: Selection | None = None
        self.on_select: list[Callable[[Selection | None], None]] = []
        self._publish = publish
        self._changes = ChangeQueue()
        self._streams: list[Stream] = []
        self._inbox: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._changed: dict[Place, int] = {}
        self._state = State()
        self._problem = ""  # why the last command was refused
        self._step = 0
        self._effort = Effort()
        self._pacer = Pacer()
        self._frame_at = 0.0
        self._changed_step: int | None = None  # until its effect is shown
        self._changed_at = 0.0
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.marks = Marks()
        network._is_finite_live = True
        network._on_write.append(self._note)
        network._on_travel = [*(network._on_travel or ()), self._note_travel]
        network._on_start.append(self._note_start)

    # What others ask; from any thread

    @property
    def key(self) -> str:
        """What the views of this network share."""
        return f"network-{self.network.id}"

    @property
    def is_closed(self) -> bool:
        """Whether it serves no more."""
        return self._is_closed

    @property
    def state(self) -> State:
        """What the network is doing, as last looked at."""
        return self._state

    @property
    def simulator(self) -> Simulator | None:
        """What runs the network; None before it is compiled."""
        return self.network.simulator if self.network.compiled else None

    def add(self, stream: Stream) -> None:
        """Serve a view from now on; what happens from here on is kept for it.

        Its taps are opened before the thread knows of it: a run may be over before the thread
        wakes.
        """
        if self.simulator is not None:
            stream.feed.open(self.simulator)
        self._streams.append(stream)
        self._ask(self._open)

    def remove(self, stream: Stream) -> None:
        """Serve a view no more."""
        self._ask(lambda: self._drop(stream))

    def greet(self, stream: Stream) -> None:
        """Tell a view that appeared everything that is kept."""
        self._ask(lambda: stream.begin(self.simulator))

    def ask(self, task: Callable[[], T]) -> T:
        """Return what a task finds out between two frames, when nothing that views read moves.

        Raises whatever the task raises.
        """
        if self._is_closed or threading.current_thread() is self._thread:
            return task()
        answer: Future[T] = Future()
        self._ask(lambda: _answer(answer, task))
        return answer.result(ASK_S)

    def change(self, request: Request) -> None:
        """Make a change at the next edge."""
        self._changes.put(request)
        self._ask(None)

    def command(
        self,
        name: CommandName,
        value: float | None = None,
        answer: Callable[[str], None] | None = None,
    ) -> None:
        """Do what a button says.

        Parameters
        ----------
        name, value
            As in `CommandMessage`.
        answer
            Called when it is done, with what went wrong, or nothing; on the session's thread.
        """
        self._ask(lambda: self._attempt(name, value, answer))

    def select(self, selection: Selection | None) -> None:
        """Select something, or nothing, in all views; they are told on the session's thread."""
        if selection != self.selection:
            self.selection = selection
            self._ask(self._tell_selection)

    def post(self, task: Task) -> None:
        """Do something on the session's thread, in its turn."""
        self._ask(task)

    def wake(self) -> None:
        """Look at the network now."""
        self._ask(None)

    def close(self) -> None:
        """Stop serving; the network itself goes on."""
        self._is_closed = True
        for calls, own in (
            (self.network._on_write, self._note),
            (self.network._on_start, self._note_start),
            (self.network._on_travel or [], self._note_travel),
        ):
            with contextlib.suppress(ValueError):
                calls.remove(own)  # type: ignore[arg-type] # a list of its kind
        thread = self._thread
        self._inbox.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join(1.0)
        for stream in self._streams:
            with contextlib.suppress(Exception):  # the simulator may be gone
                stream.close()
        self.journal.end(self.network.current_step)

    # What the network announces; on whatever thread changes it

    def _note(
        self, step: int, object_name: str, attribute: str, kind: str, value: object, origin: str
    ) -> None:
        self.journal.note(step, object_name, attribute, kind, value, origin)
        if kind in ("rewind", "restore"):
            self.scales.become(self.network._history.factors)
        self.scales.note(object_name, attribute, kind, value)
        self.marks.note(self.network, step, (kind, object_name, attribute, value), origin)
        has_ended = self.run is not None and self.run.state not in ACTIVE
        if kind == "reset" or (kind in ("rewind", "restore") and has_ended):
            self.run = None
        if kind in ("reset", "step", "restore") and not self.network._keyframes.is_quiet:
            self._inbox.put(self._forget_branches)
        if self.on_change:
            with self._lock:
                self._changed[object_name, attribute] = step
            if origin != "callback":
                self._ask(None)

    def _note_travel(self, travel: Travel) -> None:
        self.marks.travel(travel)
        self._ask(lambda: self._travel(travel))

    def _note_start(self, run: Run) -> None:
        self.run = run
        self.speed = run.speed or 0.0
        self._inbox.put(self._open)
        if self.network.compiled:
            self.journal.begin()
        self._ask(None)

    # The thread

    def _ask(self, task: Task | None) -> None:
        self._inbox.put(task)
        with self._lock:
            is_alive = self._thread is not None and self._thread.is_alive()
            if not is_alive and not self._is_closed and not sys.is_finalizing():
                self._thread = threading.Thread(
                    target=self._serve, name=f"annarchy-lab-{self.network.id}", daemon=True
                )
                self._thread.start()

    def _serve(self) -> None:
        self._frame_at = state_at = journal_at = time.monotonic()
        while not self._is_closed:
            self._work(min(self._frame_at, state_at) - time.monotonic())
            now = time.monotonic()
            if now >= self._frame_at and self._waits_for_effect(now):
                self._frame_at = now + SOON_S
            elif now >= self._frame_at:
                self._frame_at = max(self._frame_at + self._frame_s, now)
                self._guarded(self._advance)
            if now >= state_at or self._looks_different():
                self._guarded(self._tell)
                state_at = now + (STATE_S if self._state.state in ACTIVE else REST_S)
            if now >= journal_at:
                self._guarded(self._keep_journal)
                journal_at = now + JOURNAL_S
            if self._is_done():
                return

    def _work(self, patience_s: float) -> None:
        """Do what was asked for; wait for something to do if there is nothing."""
        with contextlib.suppress(queue.Empty):
            task = self._inbox.get(timeout=max(patience_s, 0.0) or None, block=patience_s > 0.0)
            while True:
                if task is not None:
                    self._guarded(task)
                task = self._inbox.get_nowait()
        self._guarded(self._make_changes)

    def _guarded(self, task: Task) -> None:
        """A view that fails must not take the others with it."""
        try:
            task()
        except Exception:
            LOG.exception("a live view of network %s failed", self.network.id)

    def _is_done(self) -> bool:
        """Whether the thread can end: nobody listens and nothing runs."""
        with self._lock:
            is_needed = self._streams or self.on_state or self._state.state in ACTIVE
            if is_needed or not self._inbox.empty():
                return False
            self._thread = None
            return True

    # Its work

    @property
    def _frame_s(self) -> float:
        """Time between two frames."""
        n_watched = sum(stream.is_watched for stream in self._streams)
        if not n_watched or self._state.state not in ACTIVE:
            return REST_S if not n_watched else STATE_S
        return max(FRAME_S, n_watched / FRAMES_PER_S)

    def _make_changes(self) -> None:
        if self._changes.apply(self.network, self.scales):
            now = time.monotonic()
            self._changed_step, self._changed_at = self.network.current_step, now
            self._frame_at = min(self._frame_at, now + SOON_S)  # show the effect

    def _waits_for_effect(self, now: float) -> bool:
        """Whether a change was made and no step has been simulated since, for a frame's time."""
        step = self._changed_step
        if step is None:
            return False
        waits = self.network.current_step <= step and now < self._changed_at + FRAME_S
        if not waits:
            self._changed_step = None
        return waits

    def _advance(self) -> None:
        """Tell the views what is new."""
        simulator = self.simulator
        if simulator is not None:
            watched = [stream for stream in self._streams if stream.is_watched]
            self._pacer.advance(watched, simulator, self._frame_s)

    def _look(self) -> None:
        """Fetch the last of a run that has ended, for a still picture of it."""
        simulator = self.simulator
        if simulator is not None:
            for stream in self._streams:
                stream.look(simulator)

    def _open(self) -> None:
        """Open the taps of all views, so that there is a past to show."""
        if self.simulator is not None:
            for stream in self._streams:
                stream.feed.open(self.simulator)

    def _travel(self, travel: Travel) -> None:
        for stream in self._streams:
            stream.travel(travel)

    def _forget_branches(self) -> None:
        for stream in self._streams:
            stream.feed.forget_branches()

    def _drop(self, stream: Stream) -> None:
        if stream in self._streams:
            self._streams.remove(stream)
            stream.close()

    def _looks_different(self) -> bool:
        run = self.run
        return run is not None and run.state != self._state.state and run.state in ACTIVE

    def _tell(self) -> None:
        with self._lock:
            changed, self._changed = self._changed, {}
        if changed:
            for call in self.on_change:
                call(changed)
        step = self.network.current_step
        has_moved, self._step = step != self._step, step
        before = self._state
        state = state_of(
            self.network,
            self.run,
            has_moved=has_moved,
            speed=self.speed,
            plotting=self._effort.share(),
        )
        if state.state != before.state:
            self._problem = ""  # it was about another state
        self._state = replace(state, message=self._problem) if self._problem else state
        if self._state != before:
            if before.state in ACTIVE and self._state.state not in ACTIVE:
                self._look()
            for tell in self.on_state:
                tell(self._state)
            self._publish(self, self._state)
        for tick in self.on_tick:
            tick(self._state)

    def _tell_selection(self) -> None:
        selection = self.selection
        for tell in tuple(self.on_select):
            self._guarded(partial(tell, selection))

    def _keep_journal(self) -> None:
        if self.run is not None and self.network.compiled:
            self.journal.begin(waits=False)
        self.journal.tick(self.network.current_step)

    def _attempt(
        self, name: CommandName, value: float | None, answer: Callable[[str], None] | None
    ) -> None:
        self._problem = problem = ""
        try:
            perform(self, name, value)
        except (ANNarchyException, RuntimeError) as error:
            problem = str(error).strip()
        self._tell()
        if problem:  # it is about the state that is told now
            self._problem = problem
            self._tell()
        if answer is not None:
            answer(problem)


def _answer(answer: "Future[T]", task: Callable[[], T]) -> None:
    try:
        answer.set_result(task())
    except BaseException as error:
        answer.set_exception(error)
