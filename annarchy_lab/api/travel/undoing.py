"""Undo and redo of what was changed while a network runs live.

In: changes that are about to be made to attributes and flags.
Out: `Undoing`, the part of a network that takes them back and makes them again.
Not here: the way back in time (`travelling`): undoing changes the present.
"""

import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from annarchy_lab.api.changes import Change
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["Undoing"]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annarchy_lab.api.driving import Driving
else:
    Driving = object

MOST_STEPS: Final = 1000
MOST_BYTES: Final = 64 * 2**20
TOGETHER_S: Final = 1.0
"""Changes of one thing by a control that follow so soon are one: somebody moves a slider."""
OWN: Final = ("undo", "redo", "rewind", "replay")
"""Origins of changes that are no new ones."""

Flag = tuple[str, str, bool]


@dataclass(slots=True, eq=False)
class Doing:
    """Changes that were made at once: how it was before, and how it was then."""

    before: list[Change | Flag]
    after: list[Change | Flag]
    origin: str | None
    at_s: float
    n_rewirings: dict[str, int]

    @property
    def places(self) -> list[object]:
        """What was changed."""
        return [_place(each) for each in self.after]

    @property
    def n_bytes(self) -> int:
        """Memory that it takes."""
        both = (*self.before, *self.after)
        return sum(each.values.nbytes for each in both if isinstance(each, Change))


class Undoing(Driving):
    """Taking back the newest changes, one after the other."""

    _done: "deque[Doing] | None" = None
    _undone: "list[Doing] | None" = None

    def undo(self) -> bool:
        """Take back the newest change of an attribute or a flag that was made live.

        What had been there before is set at a step edge, as a change with the origin ``undo``.
        Changes count from `start` on; what a slider does in one go is one change.  Going back in
        time, `reset` and `clear` forget them all.

        Returns
        -------
        bool
            Whether there was one.

        Raises
        ------
        ANNarchyException
            If the synapses that were changed are others by now.
        """
        return self._move(self._done, "undo")

    def redo(self) -> bool:
        """Make the change once more that was undone last, as one with the origin ``redo``.

        Returns
        -------
        bool
            Whether there was one; a new change forgets those that were undone.

        Raises
        ------
        ANNarchyException
            As for `undo`.
        """
        return self._move(self._undone, "redo")

    # Below: for the other files of this room

    def _about_to_write(self, changes: "Sequence[Change]", origin: str | None) -> None:
        if self._run is None or origin in OWN:
            return
        self._keep([self._as_it_is(each) for each in changes], list(changes), origin)

    def _about_to_switch(self, name: str, flag: str, value: bool, origin: str | None) -> None:
        if self._run is not None and origin not in OWN:
            before = (name, flag, self._flags.get((name, flag), True))
            self._keep([before], [(name, flag, value)], origin)

    def _as_it_is(self, change: Change) -> Change:
        """Return the change that brings back what there is now."""
        name, attribute, indices = change.object_name, change.attribute, change.indices
        values = self._require_simulator().read(name, attribute, indices)
        if indices is None and self._object(name)._is_single(attribute):
            values = values.ravel()[:1].reshape(())  # or it would read as one per element
        return Change(name, attribute, values, indices)

    def _forget_changes(self) -> None:
        self._done = self._undone = None

    def _keep(
        self, before: list[Change | Flag], after: list[Change | Flag], origin: str | None
    ) -> None:
        done = self._done = deque() if self._done is None else self._done
        self._undone = []
        now = time.monotonic()
        made = Doing(before, after, origin, now, self._rewirings(after))
        last = done[-1] if done else None
        if last is not None and _is_one_go(last, made):
            last.after, last.at_s = after, now
            return
        done.append(made)
        while len(done) > MOST_STEPS or (
            len(done) > 1 and sum(each.n_bytes for each in done) > MOST_BYTES
        ):
            done.popleft()

    def _move(self, stack: "deque[Doing] | list[Doing] | None", origin: str) -> bool:
        if not stack or self._simulator is None:
            return False
        with self._steady():
            doing = stack[-1]
            if doing.n_rewirings != self._rewirings(doing.after):
                raise ANNarchyException(f"{origin}: the synapses are others by now.")
            self._set(doing.before if origin == "undo" else doing.after, origin)
            stack.pop()
            done = self._done if self._done is not None else deque()
            undone = self._undone if self._undone is not None else []
            (undone if origin == "undo" else done).append(doing)
            self._done, self._undone = done, undone
        return True

    def _set(self, values: list[Change | Flag], origin: str) -> None:
        changes = [each for each in values if isinstance(each, Change)]
        if changes:
            self.write(changes, origin)
        for each in values:
            if not isinstance(each, Change):
                self.set_flag(*each, origin)

    def _rewirings(self, changes: list[Change | Flag]) -> dict[str, int]:
        """Return how often the synapses have changed whose attributes these are."""
        names = {each.object_name for each in changes if isinstance(each, Change)}
        found: dict[str, Any] = {
            name: self._projections[name] for name in names if name in self._projections
        }
        return {name: projection._n_rewirings for name, projection in found.items()}


def _place(change: Change | Flag) -> object:
    if isinstance(change, Change):
        places = None if change.indices is None else change.indices.tobytes()
        return change.object_name, change.attribute, places
    return change[:2]


def _is_one_go(last: Doing, made: Doing) -> bool:
    is_soon = made.at_s - last.at_s < TOGETHER_S
    is_by_control = last.origin == made.origin == "control"
    return is_soon and is_by_control and last.places == made.places
