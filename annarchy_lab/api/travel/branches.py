"""Futures that were left when somebody went back, to compare with and to return to.

In: the present of a network, from which it goes back.
Out: `Branching`, the part of a network that keeps them and changes between them.
Not here: going back (`travelling`), a second network in the same state (`Travelling.branch`).

All branches of a network are of one past: each has left another one at a step.  They share their
keyframes of that past, and a bounded number of those after it.
"""

from typing import TYPE_CHECKING, Any, Final

from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.api.travel.history import History
from annarchy_lab.api.travel.keyframes import Kept, Keyframes
from annarchy_lab.api.travel.undoing import Undoing
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import contextmanager

__all__ = ["Branch", "Branching", "Travel"]

MOST_BRANCHES: Final = 8
FRAMES_OF_BRANCH: Final = 8
"""Keyframes that a branch keeps of the time after it was left."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A future that was left, or the present that was left for another one.

    Attributes
    ----------
    name
        What it is called.
    from_ms
        Time at which it and the present part.
    until_ms
        How far it came.
    """

    name: str
    from_ms: float
    until_ms: float
    fork_step: int
    end: Checkpoint
    kept: Kept
    history: History

    def __repr__(self) -> str:
        return f"<Branch {self.name!r} from {self.from_ms} ms to {self.until_ms} ms>"


@dataclass(frozen=True, slots=True)
class Travel:
    """What those are told who watch a network go to another time.

    Attributes
    ----------
    step
        Where it goes on; of a switch, where the branches part.
    left
        Name of the branch that is kept; empty if the future is forgotten.
    entered
        Name of the branch that it returns to; empty unless it is a switch.
    """

    step: int
    left: str = ""
    entered: str = ""


class Branching(Undoing):
    """Keeping futures, and returning to them."""

    _line = "main"
    _n_lines = 0
    _kept_branches: "dict[str, Branch] | None" = None
    _on_travel: "list[Callable[[Travel], None]] | None" = None

    if TYPE_CHECKING:

        @property
        def _keyframes(self) -> Keyframes: ...
        def _end_run(self) -> None: ...
        @contextmanager
        def _steady_models(self) -> Iterator[None]: ...
        def _return_to(self, checkpoint: Checkpoint, *, all_models: bool = True) -> None: ...

    @property
    def line(self) -> str:
        """Name of the branch that the network is on; ``main`` at first."""
        return self._line

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The futures that were left with ``rewind(..., keep=True)``, to `switch` to."""
        return tuple((self._kept_branches or {}).values())

    def switch(self, name: str) -> None:
        """Go to the end of a branch; the present is kept under its own name, to return to.

        A live run is stopped first.  The branch goes on from there with the same bits, and time
        can be rewound in it.  For monitors see `restore`.

        Parameters
        ----------
        name
            Of one of `branches`.

        Raises
        ------
        ANNarchyException
            If there is no such branch, or the network is another one since.
        StateError
            If the network is not compiled.
        """
        self._require_simulator()
        branches = self._kept_branches or {}
        if name not in branches:
            known = ", ".join(repr(each) for each in branches) or "none: rewind(..., keep=True)"
            raise ANNarchyException(f"there is no branch {name!r}; there are {known}.")
        branch = branches[name]
        self._end_run()
        with self._steady_models():
            before, left = self.current_step, self._as_branch(branch.fork_step)
            self._return_to(branch.end)
            del branches[name]
            self._keyframes.exchange(branch.kept)
            self._keep_branch(left, name)
            self._history = branch.history
            with self._keyframes.quiet():
                self._announce(before, "", "", "restore", branch.end, None)
        self._tell_travel(Travel(branch.fork_step, left.name, name))

    # Below: for the other files of this room

    def _as_branch(self, fork_step: int) -> Branch:
        """Return the present as a branch that parts from another one at a step."""
        net: Any = self
        dt_ms, end = self._config.dt, Checkpoint.of(net)
        kept = self._keyframes.kept_since(fork_step, FRAMES_OF_BRANCH)
        history = self._history
        return Branch(self._line, fork_step * dt_ms, end.time, fork_step, end, kept, history)

    def _keep_branch(self, left: Branch, entered: str) -> None:
        branches = self._kept_branches = self._kept_branches or {}
        branches[left.name] = left
        while len(branches) > MOST_BRANCHES:
            del branches[next(iter(branches))]  # the one that was left first
        self._line = entered

    def _new_line(self, name: str | bool) -> str:
        """Return the name of the branch that begins now."""
        taken = {self._line, *(self._kept_branches or {})}
        if isinstance(name, str):
            if name in taken or not name:
                raise ANNarchyException(f"there is a branch called {name!r} already.")
            return name
        while True:
            self._n_lines += 1
            if (made := f"branch {self._n_lines}") not in taken:
                return made

    def _forget_branches(self) -> None:
        self._kept_branches, self._line = None, "main"

    def _tell_travel(self, travel: Travel) -> None:
        for call in self._on_travel or ():
            call(travel)
