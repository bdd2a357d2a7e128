"""What was changed and when, as the timeline shows it.

In: the announcements of a network, and where it travels.
Out: `Marks`: a step and some words for each change of the present past.
Not here: the file that keeps all of it (`journals`), drawing.
"""

from typing import TYPE_CHECKING, Any, Final, cast

from annarchy_lab.api.changes import ON_THE_WAY, Kind
from annarchy_lab.api.travel.branches import Travel
from annarchy_lab.api.travel.history import Doing
from annarchy_lab.api.travel.telling import Told, in_words, place_of
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Mark", "Marks"]

MOST: Final = 500
NEW_TIMES: Final = ("reset", "step", "restore")


@dataclass(slots=True, eq=False)
class Mark:
    """One change.

    Attributes
    ----------
    step
        Before which it took effect.
    text
        What was changed, from what to what.
    doing
        To which it belongs; what a slider does in one go is one mark.
    """

    step: int
    text: str
    doing: Doing | None = None


class Marks:
    """The changes of one network, as far as they are of its present past.

    Attributes
    ----------
    version
        Grows with every change of the marks.
    """

    def __init__(self) -> None:
        self.version = 0
        self._marks: list[Mark] = []
        self._of_branches: dict[str, list[Mark]] = {}

    def all(self) -> tuple[Mark, ...]:
        """Return the newest ones, in the order of time."""
        return tuple(self._marks[-MOST:])

    def note(
        self, network: "Network", step: int, change: tuple[str, str, str, Any], origin: str
    ) -> None:
        """Take in what is announced: kind, object, attribute and value."""
        kind, name, attribute, _ = change
        if origin == ON_THE_WAY or kind == "rewind" or network._keyframes.is_quiet:
            return
        self.version += 1
        if kind in NEW_TIMES:
            self._marks.clear()
            self._of_branches.clear()
            return
        told: Told = (cast("Kind", kind), name, attribute, change[3])
        doing = _doing_of(network, told, origin)
        last = self._marks[-1] if self._marks else None
        if last is not None and doing is not None and _is_same(last.doing, doing):
            last.text = doing.told()
            return
        words = in_words(None, told) if doing is None else doing.told()
        text = f"{origin} · {words}" if origin in ("undo", "redo") else words
        self._marks.append(Mark(step, text, doing))
        del self._marks[: -2 * MOST]

    def travel(self, travel: Travel) -> None:
        """Follow the network to another time."""
        self.version += 1
        left = [mark for mark in self._marks if mark.step >= travel.step]
        self._marks = [mark for mark in self._marks if mark.step < travel.step]
        if travel.left:
            self._of_branches[travel.left] = left
        if travel.entered:
            self._marks += self._of_branches.pop(travel.entered, [])


def _is_same(one: Doing | None, other: Doing) -> bool:
    return one is not None and one.go is other.go


def _doing_of(network: "Network", told: Told, origin: str) -> Doing | None:
    """Return the change that can be undone to which this one belongs."""
    newest = network.newest_doing
    if newest is None or origin in ("undo", "redo", "replay"):
        return None
    return newest if place_of(told) in newest.places else None
