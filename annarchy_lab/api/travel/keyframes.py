"""Keyframes: checkpoints that a network keeps of itself, to go back to any time.

In: steps as they pass, changes as they are announced.
Out: `Keyframes`: checkpoints within a memory budget, oldest ones sparser; what was changed since.
Not here: going back (`travelling`), when a live run takes them (`watching`).
"""

import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import ON_THE_WAY, Kind
from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.api.travel.history import History
from annarchy_lab.api.travel.undoing import FOR_GOOD, OWN
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Kept", "Keyframe", "Keyframes", "Note"]

BUDGET_BYTES: Final = 256 * 2**20
MOST_FRAMES: Final = 128
MOST_NOTES: Final = 100_000
NOTHING: Final = History()
NEW_TIMES: Final = ("reset", "step", "restore")
"""Changes after which time is another one: nobody goes back behind them."""


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """A change, as it was announced, and what could be undone after it."""

    step: int
    object_name: str
    attribute: str
    kind: Kind
    value: Any
    history: History = NOTHING

    @property
    def n_bytes(self) -> int:
        """Memory that its arrays take."""
        return sum(each.nbytes for each in _arrays(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class Keyframe:
    """A checkpoint, how many changes had been announced by then, and what could be undone."""

    checkpoint: Checkpoint
    n_notes: int
    history: History

    @property
    def step(self) -> int:
        """Number of the step that comes next."""
        return self.checkpoint.step

    def history_after(self, notes: "list[Note]") -> History:
        """Return what could be undone after some changes since."""
        return notes[-1].history if notes else self.history


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Keyframes and changes of a future that was left."""

    frames: tuple[Keyframe, ...]
    notes: tuple[Note, ...]
    n_gone: int


class Keyframes:
    """The keyframes of one network.

    Parameters
    ----------
    network
        The network.

    Attributes
    ----------
    budget_bytes
        Memory that all of them together may take.  0: there are none.
    period_steps
        Steps between two of them in a live run; 0: as often as costs little.
    is_always
        Whether one is taken before each simulation, too.
    is_quiet
        Whether what is announced now is of its own doing.
    n_settled
        Changes that a journal cannot leave out: it tells of what came then by a checkpoint.
    """

    def __init__(self, network: "Network") -> None:
        self.budget_bytes = BUDGET_BYTES
        self.period_steps = 0
        self.is_always = False
        self._network = weakref.ref(network)
        self._frames: list[Keyframe] = []
        self._notes: list[Note] = []
        self._note_bytes = 0
        self._n_gone = 0  # notes of the time before the first keyframe
        self.is_quiet = False
        self.n_settled = 0
        self._simulator: Any = None
        self._lock = threading.RLock()
        network._on_write.append(self._note)

    @property
    def steps(self) -> tuple[int, ...]:
        """Where one can go back to at once."""
        return tuple(frame.step for frame in self._frames)

    @property
    def n_bytes(self) -> int:
        """Memory that they take; what several have in common counts once."""
        arrays = (each for frame in self._frames for each in frame.checkpoint.arrays())
        return sum({id(each): each.nbytes for each in arrays}.values())

    def take(self) -> None:
        """Take a keyframe, unless there is one of this step, or it would fill the budget."""
        network = self._network()
        if network is None or not network.compiled or not self.budget_bytes:
            return
        if 2 * sum(network.simulator.memory().values()) > self.budget_bytes:
            return
        with network._steady(), self._lock:
            self._renew(network)
            if self._frames and self._frames[-1].step >= network.current_step:
                return
            made = Checkpoint.of(network)
            if self._frames:
                made = made.sharing(self._frames[-1].checkpoint)
            self._frames.append(Keyframe(made, self.n_noted, network._history))
            self._thin()

    @property
    def frames(self) -> "tuple[Keyframe, ...]":
        """All of them, in the order of time."""
        with self._lock:
            return tuple(self._frames)

    def since(self, frame: "Keyframe") -> "list[Note]":
        """Return the changes since a keyframe."""
        with self._lock:
            return self._notes[frame.n_notes - self._n_gone :]

    def before(self, step: int) -> tuple[Keyframe, list[Note]] | None:
        """Return the keyframe from which a step is reached, and the changes on the way to it.

        What was changed at the edge before `step` itself is not on the way.
        """
        with self._lock:
            n_notes = self.n_noted
            while n_notes > self._n_gone and self._notes[n_notes - self._n_gone - 1].step >= step:
                n_notes -= 1
            fitting = [
                frame
                for frame in self._frames
                if frame.step <= step and (frame.n_notes <= n_notes or frame is self._frames[0])
            ]
            if not fitting:
                return None
            frame = fitting[-1]
            return frame, self._notes[frame.n_notes - self._n_gone : n_notes - self._n_gone]

    def cut(self, frame: Keyframe, notes: list[Note]) -> int:
        """Forget the future behind a keyframe and the changes after it; say how many changes."""
        with self._lock:
            n_left = frame.n_notes + len(notes)
            n_undone = self.n_noted - n_left
            self._drop(slice(n_left - self._n_gone, None))
            del self._frames[self._frames.index(frame) + 1 :]
            return n_undone

    def kept_since(self, step: int, most: int) -> Kept:
        """Return a copy of all, with at most so many keyframes of a step and later."""
        with self._lock:
            early = [frame for frame in self._frames if frame.step < step]
            late = [frame for frame in self._frames if frame.step >= step]
            every = -(-len(late) // most) if late else 1
            return Kept((*early, *late[::-every][::-1]), tuple(self._notes), self._n_gone)

    def exchange(self, kept: Kept) -> None:
        """Have other ones: the network has gone to another future."""
        with self._lock:
            self._frames = list(kept.frames)
            self._notes = list(kept.notes)
            self._n_gone = kept.n_gone
            self._note_bytes = sum(note.n_bytes for note in self._notes)
            self.n_settled = self.n_noted

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Stay as they are, whatever is announced: they know already."""
        self.is_quiet = True
        try:
            yield
        finally:
            self.is_quiet = False

    def forget(self) -> None:
        """Have no keyframes; the time that they were of is gone."""
        with self._lock:
            self._frames.clear()
            self._n_gone = self.n_noted
            self._drop(slice(None))

    @property
    def n_noted(self) -> int:
        """How many changes were announced so far, without those that are undone."""
        return self._n_gone + len(self._notes)

    def _drop(self, part: slice) -> None:
        self._note_bytes -= sum(note.n_bytes for note in self._notes[part])
        del self._notes[part]

    def _renew(self, network: "Network") -> None:
        """Forget what belongs to a simulator that is not there any more."""
        if self._simulator is None or self._simulator() is not network._simulator:
            self.forget()
            self._simulator = weakref.ref(network.simulator)

    def _note(
        self, step: int, object_name: str, attribute: str, kind: Kind, value: object, origin: str
    ) -> None:
        network = self._network()
        if network is not None and kind in (*NEW_TIMES, "connect") and not self.is_quiet:
            network._forget_changes()
        elif network is not None and kind in FOR_GOOD and origin not in OWN:
            network._pass((kind, object_name, attribute, value))
        if self.is_quiet:
            return
        if kind in NEW_TIMES:
            self.forget()
            if network is not None:
                network._forget_branches()
        elif kind != "rewind" and origin != ON_THE_WAY:
            with self._lock:
                if self._frames:
                    history = NOTHING if network is None else network._history
                    self._notes.append(Note(step, object_name, attribute, kind, value, history))
                    self._note_bytes += self._notes[-1].n_bytes
                    self._let_go()

    @property
    def _is_full(self) -> bool:
        return len(self._frames) > MOST_FRAMES or self.n_bytes > self.budget_bytes

    def _let_go(self) -> None:
        """Forget the time long ago, until there are not too many changes since."""
        while self._note_bytes > self.budget_bytes // 4 or len(self._notes) > MOST_NOTES:
            if len(self._frames) < 2:
                self.forget()
                return
            del self._frames[0]
            first = self._frames[0].n_notes
            self._drop(slice(first - self._n_gone))
            self._n_gone = first

    def _thin(self) -> None:
        """Leave out keyframes until the others fit: where there are many for their age."""
        while self._is_full and len(self._frames) > 2:
            now = self._frames[-1].step
            steps = self.steps
            gaps = [
                (steps[k + 1] - steps[k - 1]) / (now - steps[k] + 1)
                for k in range(1, len(steps) - 1)
            ]
            del self._frames[1 + gaps.index(min(gaps))]


def _arrays(value: Any) -> Iterator[NDArray[Any]]:  # noqa: ANN401 - as announced
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _arrays(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _arrays(each)
