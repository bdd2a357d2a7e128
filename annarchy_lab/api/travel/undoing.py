"""Undo and redo of what was changed while a network runs live.

In: changes that are about to be made.
Out: `Undoing`, the part of a network that takes them back and makes them again.
Not here: the way back in time (`travelling`): undoing changes the present.

Taken back are attributes, scales, flags, controls (learning, delays, rules, windows of rates),
timetables and seeds.  What cannot be taken back by a change of the present (synapses created or
pruned, an exchanged model, a population that was emptied) stays, and is named.
"""

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from annarchy_lab.api.changes import Change, Kind, Scale
from annarchy_lab.api.travel.history import Doing, Entry, History
from annarchy_lab.api.travel.telling import Told, as_told, in_words, place_of
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import described
from annarchy_lab.language import declaration
from annarchy_lab.runtime.captured import same_values

__all__ = ["Undoing"]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from annarchy_lab.api.driving import Driving
else:
    Driving = object

TOGETHER_S: Final = 1.0
"""Changes of one thing by a control that follow so soon are one: somebody moves a slider."""
TOLD: Final = 2
"""Of what cannot be undone, the newest tell enough."""
OWN: Final = ("undo", "redo", "rewind", "replay")
"""Origins of changes that are no new ones."""
FOR_GOOD: Final = ("create", "prune", "replace")
ACTS: Final = ("clear", "restart")
"""Controls that are done, not set."""
CONTROLS_AT_FIRST: Final = {
    "learning": (1, 0),
    "rate_window": (0,),
    "creating": (0, 0),
    "pruning": (0, 0),
}


class Undoing(Driving):
    """Taking back the newest changes, one after the other."""

    _history = History()
    _timetables: "dict[str, Any] | None" = None

    @property
    def to_undo(self) -> str:
        """What `undo` would do, in words, such as ``noise of Exc: 7.5 → 5``; empty for nothing.

        After it, what has been done since and cannot be undone.
        """
        self._pass_by()
        newest = self._history.newest
        if newest is None:
            lasting = "; ".join(self._history.lasting)
            return f"— ({lasting}: cannot be undone, rewind instead)" if lasting else ""
        told, lasting = newest.told(backwards=True), "; ".join(newest.lasting)
        return f"{told} (but not what came after it: {lasting})" if lasting else told

    @property
    def to_redo(self) -> str:
        """What `redo` would do, in words; empty for nothing."""
        following = self._history.next
        return "" if following is None else following.told()

    @property
    def newest_doing(self) -> Doing | None:
        """The newest change that can be undone."""
        return self._history.newest

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        self._pass_by()
        return self._history.newest is not None

    def undo(self) -> bool:
        """Take back the newest change that was made live.

        What had been there before is set at a step edge, as a change with the origin ``undo``:
        attributes, scales, flags, learning, delays, rules, windows of rates, timetables, seeds (of
        which all noise begins anew), stimuli, which end, and are passed by if they are over.
        Changes count from the first `start` on; what a slider does in one go is one change.  The
        history belongs to the time: after `rewind` there is to undo what there was to undo then,
        and what was done since is to `redo`; a branch keeps its own.  `reset`, `restore` and
        `clear` forget it.  `to_undo` tells what would be done, and what cannot be undone: `rewind`
        goes back before that.

        Returns
        -------
        bool
            Whether there was one.

        Raises
        ------
        ANNarchyException
            If it cannot be taken back any more, because the synapses that were changed are others
            by now; it stays as it is, and the next call takes back the change before.
        """
        return self._move("undo")

    def redo(self) -> bool:
        """Make the change once more that was undone last, as one with the origin ``redo``.

        Going back in time undoes what was done since, the newest first.

        Returns
        -------
        bool
            Whether there was one; a new change forgets those that were undone.

        Raises
        ------
        ANNarchyException
            As for `undo`.
        """
        return self._move("redo")

    # Below: for the other files of this room

    def _about_to_write(self, changes: "Sequence[Change]", origin: str | None) -> None:
        if not self._remembers or origin in OWN:
            self._note_factors(changes)
            return
        before = [self._as_it_is(each) for each in changes]
        self._note_factors(changes)
        self._keep(before, list(changes), origin)

    def _about_to_change(self, told: Told, origin: str | None) -> None:
        is_new = self._remembers and origin not in OWN
        before = self._as_it_is_set(told) if is_new else None
        if told[0] == "timetable":
            self._timetables = {**(self._timetables or {}), told[1]: told[3]}
        if not is_new:
            return
        if before is None:
            self._pass(told)
        else:
            self._keep([before], [told], origin)

    def _pass_by(self) -> None:
        """Forget stimuli that are over: nothing of them is left to take back."""
        while (newest := self._history.newest) and all(map(self._is_over, newest.after)):
            self._history = self._history.with_newest(None)

    def _is_over(self, entry: Entry) -> bool:
        kind, name, _, value = as_told(entry)
        if kind != "stimulate":
            return False
        return value["id"] not in self._require_simulator().stimuli(name)

    def _pass(self, told: Told) -> None:
        """Remember that something was done that cannot be undone."""
        history, words = self._history, in_words(None, told)
        newest = history.newest
        lasting = history.lasting if newest is None else newest.lasting
        lasting = lasting if words in lasting else (*lasting, words)[-TOLD:]
        if newest is None:
            self._history = replace(history, lasting=lasting)
        else:
            self._history = history.with_newest(replace(newest, lasting=lasting))

    def _as_it_is(self, change: Change) -> Entry:
        """Return the change that brings back what there is now."""
        name, attribute, indices = change.object_name, change.attribute, change.indices
        values = self._require_simulator().read(name, attribute, indices)
        factor = None if change.factor is None else self._factor_of(change, values)
        if factor is not None:
            kind: Kind = "scale" if indices is None else "scale_at"
            return kind, name, attribute, factor if indices is None else (indices, factor)
        if indices is None and self._object(name)._is_single(attribute):
            values = values.ravel()[:1].reshape(())  # or it would read as one per element
        return Change(name, attribute, values, indices)

    def _as_it_is_set(self, told: Told) -> Told | None:
        """Return what brings back a flag, control, timetable or seed; None if nothing can."""
        kind, name, attribute, value = told
        before: Any = None
        match kind:
            case "stimulate":
                return "calm", name, attribute, value["id"]
            case "flag":
                before = self._flags.get((name, attribute), True)
            case "seed":
                before = self._seed  # type: ignore[attr-defined] # a Network has one
            case "timetable":
                before = self._timetable_now(name)
            case "control" if attribute == "delay":
                steps = self._require_simulator().delay_steps(name)
                before = steps if isinstance(steps, np.ndarray) else (steps,)
            case "control" if attribute not in ACTS:
                at_first = CONTROLS_AT_FIRST.get(attribute)
                before = self._controls.get((name, attribute), at_first)
        return None if before is None else (kind, name, attribute, before)

    def _timetable_now(self, name: str) -> Any:  # noqa: ANN401 - as announced
        if self._timetables is not None and name in self._timetables:
            return self._timetables[name]
        net: Any = self
        first = next(each.timetable for each in net.spec.populations if each.name == name)
        return None if first is None else described(first)

    def _factor_of(self, change: Change, values: "NDArray[Any]") -> float | None:
        """Return by which factor an attribute is scaled now; None if that does not tell."""
        owner = self._object(change.object_name)
        if owner._attributes[change.attribute].kind is declaration.Kind.VARIABLE:
            return None  # a factor on values that have changed by themselves since
        place = place_of(change)
        if place in self._history.factors:
            return self._history.factors[place]
        start = self._snapshots.get((*place, owner._n_rewirings))
        return 1.0 if start is not None and same_values(start, values) else None

    def _note_factors(self, changes: "Sequence[Change]") -> None:
        factors = known = self._history.factors
        for change in changes:
            if change.factor is not None:
                factors = {**factors, place_of(change): change.factor}
            elif factors:
                own = (change.object_name, change.attribute)
                factors = {k: v for k, v in factors.items() if k[:2] != own}
        if factors is not known and factors != known:
            self._history = replace(self._history, factors=factors)

    def _forget_changes(self) -> None:
        self._history = History()

    def _keep(
        self, before: "Sequence[Entry]", after: "Sequence[Entry]", origin: str | None
    ) -> None:
        made = Doing(tuple(before), tuple(after), origin, time.monotonic(), self._rewirings(after))
        last = self._history.newest
        if last is not None and _is_one_go(last, made):
            made = replace(made, before=last.before, n_rewirings=last.n_rewirings, go=last.go)
            self._history = replace(self._history.with_newest(made), undone=None)
        else:
            self._history = self._history.with_done(made)

    def _move(self, origin: Literal["undo", "redo"]) -> bool:
        self._pass_by()
        is_back, history = origin == "undo", self._history
        doing = history.newest if is_back else history.next
        if doing is None or self._simulator is None:
            return False
        with self._steady():
            if doing.n_rewirings != self._rewirings(doing.after):
                self._history = history.with_newest(None) if is_back else _without_next(history)
                raise ANNarchyException(
                    f"{origin} of {doing.told(backwards=is_back)}: the synapses are others by now, "
                    "so that it stays as it is; rewind() goes back before that."
                )
            self._history = history.back() if is_back else history.forth()  # as announced
            self._set(doing.before if is_back else doing.after, origin)
        return True

    def _set(self, values: "Sequence[Entry]", origin: str) -> None:
        scaled = [
            self._scaled(each) for each in values if as_told(each)[0] in ("scale", "scale_at")
        ]
        plain = [e for e in values if isinstance(e, Change) and e.factor is None]
        if plain or scaled:
            self.write([*plain, *scaled], origin)
        for each in values:
            if not isinstance(each, Change) and each[0] not in ("scale", "scale_at"):
                kind, name, attribute, value = each
                self.apply(name, attribute, kind, value, origin)

    def _scaled(self, entry: Entry) -> Change:
        """Return the change that scales, relative to what there was when it was first scaled."""
        kind, name, attribute, value = as_told(entry)
        indices, factor = (None, value) if kind == "scale" else value
        places = None if indices is None else np.asarray(indices, np.int64)
        return self._object(name)._change(attribute, Scale(factor), places)

    def _rewirings(self, changes: "Sequence[Entry]") -> dict[str, int]:
        """Return how often the synapses have changed of which these are about."""
        names = {as_told(each)[1] for each in changes if _is_of_synapses(each)}
        found: dict[str, Any] = {
            name: self._projections[name] for name in names if name in self._projections
        }
        return {name: projection._n_rewirings for name, projection in found.items()}


def _without_next(history: History) -> History:
    assert history.undone is not None
    return replace(history, undone=history.undone.older)


def _is_of_synapses(entry: Entry) -> bool:
    return isinstance(entry, Change) or entry[:1] + entry[2:3] == ("control", "delay")


def _is_one_go(last: Doing, made: Doing) -> bool:
    is_soon = made.at_s - last.at_s < TOGETHER_S
    is_by_control = last.origin == made.origin == "control"
    is_pulse = any(as_told(each)[0] == "stimulate" for each in made.after)
    is_same = not last.lasting and last.places == made.places
    return is_soon and is_by_control and is_same and not is_pulse
