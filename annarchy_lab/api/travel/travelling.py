"""Going back in time, and from there another way.

In: checkpoints, times in ms.
Out: `Travelling`, the part of a network that takes checkpoints, returns to them, and branches.
Not here: what a checkpoint holds (`checkpoint`), when keyframes are taken (`keyframes`).
"""

import weakref
from typing import TYPE_CHECKING, Any, Self

from annarchy_lab.api.changes import ON_THE_WAY
from annarchy_lab.api.periods import period_steps as steps_of_period
from annarchy_lab.api.travel.branches import Branching, Travel
from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.api.travel.finite import Finiteness
from annarchy_lab.api.travel.fitting import about, models_of, require_fit
from annarchy_lab.api.travel.keyframes import Keyframes, Note
from annarchy_lab.api.travel.settings import put_back
from annarchy_lab.api.travel.watching import Watch, checked, watch
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["Travelling", "do_again"]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import contextmanager

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.redeclaring import Declared
    from annarchy_lab.api.run import Run
    from annarchy_lab.api.saving.saved import SavedNetwork
else:
    SavedNetwork = object


class Travelling(Branching, SavedNetwork):
    """Checkpoints, keyframes, going back, branches, undoing."""

    _own_keyframes: Keyframes | None = None
    _held: "tuple[weakref.ref[Checkpoint], ...]" = ()
    _is_finite_live = False
    """Whether a live run ends where a variable ceases to be finite, unless settings tell."""

    if TYPE_CHECKING:

        @contextmanager
        def _steady_models(self) -> Iterator[None]: ...
        def _exchange_back(self, then: Mapping[str, Declared]) -> None: ...
        def _tell_of_models(self, names: Iterable[str], origin: str) -> None: ...

    def checkpoint(self) -> Checkpoint:
        """Return the whole state at this step edge; also while the network runs.

        Returns
        -------
        Checkpoint
            To be given to `restore` here, in a copy, or, after `Checkpoint.save`, in another
            process: the run goes on from there with the same bits.

        Raises
        ------
        StateError
            If the network is not compiled.
        """
        net: Any = self
        self._require_simulator()
        with self._steady():
            made = Checkpoint.of(net)
        alive = [ref for ref in self._held if ref() is not None]
        self._held = (*alive, weakref.ref(made))
        return made

    @property
    def held_checkpoints(self) -> tuple[float, ...]:
        """Times in ms of the results of `checkpoint` that somebody still holds."""
        found = (ref() for ref in self._held)
        return tuple(sorted({each.time for each in found if each is not None}))

    def restore(self, checkpoint: Checkpoint, models: bool = False) -> None:
        """Return to a checkpoint of this network, or of one with the same models and sizes.

        A live run is stopped first.  Monitors forget the rows of the future that is undone: those
        of the checkpoint's step and later, as far as time went on without being set.  Constants
        that several networks share keep their value in Python.  Objects whose models were exchanged
        since, have those of then again.

        Parameters
        ----------
        checkpoint
            What `checkpoint` returned, or `Checkpoint.load` read.
        models
            Whether objects also get models that they have never had in this network.

        Raises
        ------
        ANNarchyException
            If it is of another network, with everything that differs; or something is recorded
            that is not in the models of then.  Nothing changes then.
        StateError
            If the network is not compiled.
        """
        self._require_simulator()
        self._end_run()
        with self._steady_models():
            before = self.current_step
            self._return_to(checkpoint, all_models=models)
            self._announce(before, "", "", "restore", checkpoint, None)

    def rewind(self, to_ms: float, keep: bool | str = False) -> None:
        """Go back to a time of this run, as the network was when it got there.

        The keyframe before that time is restored, and the steps from there are simulated once
        more, with the changes that were made on the way, but without calling functions of `every`.
        A live run is stopped first.  For monitors see `restore`.  What was changed since can be
        made again by `redo`.

        Parameters
        ----------
        to_ms
            Time in ms, not in the future.
        keep
            Whether the future that is undone is kept as one of `branches`, to compare with and to
            `switch` to; a text is the name of the branch that begins now.

        Raises
        ------
        ANNarchyException
            If that time lies in the future, or before the first keyframe: keyframes are kept from
            `start` on, or from `keyframes`.
        StateError
            If the network is not compiled.
        """
        self._require_simulator()
        step = self._step_to_go_to(to_ms)
        self._end_run()
        found = self._keyframes.before(step)
        if found is None:
            steps, dt_ms = self._keyframes.steps, self._config.dt
            since = f"the first one is of {steps[0] * dt_ms} ms" if steps else "there are none"
            raise ANNarchyException(
                f"there is no keyframe before {to_ms} ms, {since}: they are kept from start() on, "
                "or from keyframes(), unless the network is too large for their memory."
            )
        frame, notes = found
        before, line = self.current_step, self._new_line(keep) if keep else self._line
        history = self._history.gone_back(frame.history_after(notes))
        with self._steady_models():
            left = self._as_branch(step) if keep else None
            self._return_to(frame.checkpoint)
            n_undone = self._keyframes.cut(frame, notes)
        for note in notes:
            self._go_to(note.step)
            do_again(self, note)
        self._go_to(step)
        self._history = history
        if left is not None:
            self._keep_branch(left, line)
        self._tell_of_rewind(before, step, n_undone)
        self._tell_travel(Travel(step, "" if left is None else left.name))

    def keyframes(
        self, budget_bytes: float | None = None, period_ms: float | None = None
    ) -> tuple[float, ...]:
        """Keep keyframes to `rewind` to, also in `simulate`, beginning with one of now.

        Live runs keep them without being asked, unless the network is so large that two of them
        would not fit.  When the budget is full, there are fewer of the time long ago.

        Parameters
        ----------
        budget_bytes
            Memory that all of them may take; 0: keep none.  Default: as before, 256 MiB at first.
        period_ms
            Time between two in a live run.  Default: as often as costs little.

        Returns
        -------
        tuple of float
            Times in ms of those that there are.

        Raises
        ------
        ANNarchyException
            If the period is shorter than a step, or the budget is negative.
        """
        kept = self._keyframes
        if budget_bytes is not None and not budget_bytes >= 0:
            raise ANNarchyException(f"budget_bytes is not negative, as {budget_bytes!r} is.")
        if period_ms is not None:
            kept.period_steps = steps_of_period(period_ms, self._config.dt, "a keyframe")
        kept.is_always = True
        if budget_bytes is not None:
            kept.budget_bytes = int(budget_bytes)
        if not kept.budget_bytes:
            kept.forget()
        kept.take()
        return tuple(step * self._config.dt for step in kept.steps)

    def branch(self) -> Self:
        """Return a second network in this state, to go another way.

        It is a `copy`; this one stays as it is, and may be running.  Its monitors are empty.

        Raises
        ------
        ANNarchyException
            If the class builds another network the second time.
        StateError
            If the network is not compiled.
        """
        here = self.checkpoint()
        net: Any = self
        made: Any = net.copy()
        made._return_to(here)
        branched: Self = made
        return branched

    # Below: for the other files of this room

    def _tell_of_rewind(self, before: int, step: int, n_undone: int) -> None:
        """Announce it; as a checkpoint where the changes before it are of another branch."""
        kept = self._keyframes
        if kept.n_noted >= kept.n_settled:
            self._announce(before, "", "", "rewind", {"step": step, "n_undone": n_undone}, None)
            return
        kept.n_settled = kept.n_noted
        with kept.quiet():
            self._announce(before, "", "", "restore", self.checkpoint(), None)

    def _watch(self, run: "Run") -> Watch:
        net: Any = self
        self._remembers = True
        is_wanted = self._config.check_finite
        is_wanted = self._is_finite_live if is_wanted is None else is_wanted
        finiteness = Finiteness(net) if is_wanted else None
        if finiteness is not None:
            finiteness.begin()
        self._keyframes.take()
        return watch(run, net, finiteness)

    def _checked(self, run: "Callable[[int], int]") -> "Callable[[int], int]":
        net: Any = self
        return checked(net, Finiteness(net), run)

    def _do_again(self, note: Note) -> None:
        do_again(self, note)

    def _before_simulating(self) -> None:
        if self._own_keyframes is not None and self._own_keyframes.is_always:
            self._own_keyframes.take()

    @property
    def _keyframes(self) -> Keyframes:
        if self._own_keyframes is None or self._own_keyframes._note not in self._on_write:
            net: Any = self
            self._own_keyframes = Keyframes(net)
        return self._own_keyframes

    def _return_to(self, checkpoint: Checkpoint, *, all_models: bool = True) -> None:
        """Take over a state, with the models of then; recordings of the future are dropped.

        The caller sees to it that all is steady.
        """
        net: Any = self
        then, now = checkpoint.about, about(net.spec)
        names = self._differing(checkpoint, now, all_models=all_models)
        require_fit(then, now, names)
        before = Checkpoint.of(net)
        self._exchange_back({name: checkpoint.declared[name] for name in names})
        try:
            require_fit(then, about(net.spec))
            net.simulator.restore(checkpoint.captured)
        except (ANNarchyException, KeyError, ValueError, TypeError, IndexError) as error:
            self._exchange_back({name: before.declared[name] for name in names})
            net.simulator.restore(before.captured)
            raise ANNarchyException(
                f"the checkpoint does not fit into this network, or is damaged: {error}"
            ) from error
        put_back(net, checkpoint.settings, checkpoint.captured)
        self._forget_changes()
        for monitor in net.get_monitors():
            monitor._cut(checkpoint.step)
        self._tell_of_models(names, ON_THE_WAY)

    def _differing(
        self, checkpoint: Checkpoint, now: "Mapping[str, Any]", *, all_models: bool
    ) -> tuple[str, ...]:
        """Return which objects were declared otherwise then, as far as they may be again."""
        then, own = models_of(checkpoint.about), models_of(now)
        names = then.keys() & own.keys() & checkpoint.declared.keys()
        exchanged = {name for name, _ in self._had_models}
        return tuple(
            name
            for name in sorted(names)
            if (all_models or (name, then[name]) in self._had_models)
            if then[name] != own[name]
            or (name in exchanged and not checkpoint.declared[name].starts_as(self._object(name)))
        )

    def _end_run(self) -> None:
        if self._run is not None and self._run.is_active:
            self._run._give_up()
        self._require_free()

    def _step_to_go_to(self, to_ms: float) -> int:
        try:
            step = round(to_ms / self._config.dt)
        except (TypeError, ValueError, OverflowError):
            raise ANNarchyException(f"rewind takes a time in ms, not {to_ms!r}.") from None
        if step > self.current_step:
            raise ANNarchyException(
                f"{to_ms} ms lies in the future: it is {self.time} ms now. simulate() goes there."
            )
        return int(step)

    def _go_to(self, step: int) -> None:
        missing = step - self.current_step
        if missing > 0:
            self._require_simulator().run(missing)


def do_again(network: "Network | Travelling", note: Note, origin: str = ON_THE_WAY) -> None:
    """Make a change that was announced once more.

    Parameters
    ----------
    network
        Where.
    note
        The change.
    origin
        As in `Network.write`.
    """
    net: Any = network
    if note.kind == "set" and note.attribute in net.constants:
        net.constants[note.attribute].set(note.value)  # told once per object that names it
    else:
        net.apply(note.object_name, note.attribute, note.kind, note.value, origin)
