"""The one path that all changes of a network take.

In: changes, from cells, callbacks, controls, replays.
Out: `Writing`, the part of a network that applies them, at one edge, and announces each once.
Not here: what a value may be (`values`), what is done with the announcements (the lab's journal).
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import ModelObject, pick
from annarchy_lab.api.changes import Change, Kind, Scale
from annarchy_lab.api.controls import CONTROLS, Values
from annarchy_lab.api.holdings import Holdings
from annarchy_lab.api.reconnecting import NewSynapses, Reconnecting
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Timetable, described, timetable_of
from annarchy_lab.language import declaration
from annarchy_lab.runtime.backend import NewEdges

if TYPE_CHECKING:
    from annarchy_lab.api.constant import Constant

__all__ = ["Assignment", "OnWrite", "Writing"]

OnWrite: TypeAlias = Callable[[int, str, str, Kind, object, str], None]
"""Called with step, object name, attribute, kind, value and origin of every change."""

Assignment: TypeAlias = "Change | tuple[Any, str, object]"
"""A change, or ``(object or its name, attribute, value)``."""

SnapshotKey: TypeAlias = "tuple[str, str, bytes | None, int]"


class Writing(Reconnecting, Holdings):
    """Writes to a network, before and after it is compiled, and while it runs."""

    if TYPE_CHECKING:
        _rewired: frozenset[str]

    def _begin_writing(self) -> None:
        self._on_write: list[OnWrite] = []
        self._flags: dict[tuple[str, str], bool] = {}
        self._controls: dict[tuple[str, str], Values] = {}
        self._snapshots: dict[SnapshotKey, NDArray[Any]] = {}
        self._changed_constants: set[str] = set()
        self._build_lock = threading.RLock()
        self._write_lock = threading.RLock()
        self._replace_lock = threading.Lock()
        self._had_models: frozenset[tuple[str, str]] = frozenset()  # names, and hashes of models
        self._callback_thread: int | None = None

    def write(self, changes: Sequence[Assignment], origin: str | None = None) -> int:
        """Apply changes, all at one step edge; every assignment to an attribute ends up here.

        Parameters
        ----------
        changes
            Each ``(object, attribute, value)``: a population, view, neuron, projection, dendrite
            or synapse, or the name of a population or projection; the value as in an assignment,
            or a `Scale`.
        origin
            Who asks, for the journal.  Default: ``callback`` in a callback, else ``cell``.

        Returns
        -------
        int
            The step before which the changes took effect.  While the network runs, the call
            returns when they have.

        Raises
        ------
        ANNarchyException
            If there is no such attribute, or a value does not fit; nothing is changed then.
        """
        simulator = self._simulator
        if simulator is None:
            with self._build_lock:  # a network may be compiling in the background
                if self._simulator is None:
                    self._store_all([self._made(change) for change in changes])
                    return 0
            simulator = self._require_simulator()
        is_placed_now = bool(self._rewired) and any(map(self._is_of_rewired, changes))
        with self._steady() if is_placed_now else self._in_order():
            made = [self._made(change) for change in changes]
            self._about_to_write(made, origin)
            step = simulator.write(made)
            for change in made:
                self._note(change)
                if self._on_write:
                    kind, value = change.announced
                    self._announce(step, change.object_name, change.attribute, kind, value, origin)
        return step

    def set_flag(self, object_name: str, flag: str, value: bool, origin: str | None = None) -> None:
        """Switch something of an object on or off.

        Parameters
        ----------
        object_name
            Name of a population or projection.
        flag
            ``enabled`` of a population; ``transmission``, ``axon_transmission``, ``update`` or
            ``plasticity`` of a projection.
        value
            New state.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If there is no such object or flag.
        """
        known = self._object(object_name).FLAGS
        if flag not in known:
            raise ANNarchyException(f"{object_name} has no flag {flag!r}, only {', '.join(known)}.")
        with self._in_order():
            if self._simulator is not None:
                self._about_to_change(("flag", object_name, flag, value), origin)
                step = self._simulator.set_flag(object_name, flag, value)
                self._announce(step, object_name, flag, "flag", value, origin)
            self._flags[object_name, flag] = value

    def set_control(
        self, object_name: str, control: str, values: Values, origin: str | None = None
    ) -> None:
        """Set a control of an object; before the network is compiled it is kept until then.

        Parameters
        ----------
        object_name
            Name of a population or projection.
        control
            Name of the control, see `annarchy_lab.api.controls`.
        values
            Its new numbers.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If there is no such object or control.
        """
        self._object(object_name)
        if control not in CONTROLS:
            raise ANNarchyException(f"there is no control {control!r}, only {', '.join(CONTROLS)}.")
        with self._in_order():
            if self._simulator is not None:
                self._about_to_change(("control", object_name, control, values), origin)
                step = CONTROLS[control](self._simulator, object_name, values)
                told = values if isinstance(values, np.ndarray) else list(values)
                self._announce(step, object_name, control, "control", told, origin)
            self._controls[object_name, control] = values

    def set_timetable(
        self, population: str, timetable: Timetable, origin: str | None = None
    ) -> None:
        """Let a population of a compiled network follow another timetable, from an edge on.

        Parameters
        ----------
        population
            Its name.
        timetable
            What it does in which steps; they are counted from the same start as before.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If there is no such population, or it cannot follow the timetable.
        """
        found = self.get_population(population)
        simulator = self._require_simulator()
        with self._in_order():
            self._about_to_change(("timetable", population, "", described(timetable)), origin)
            step = simulator.set_timetable(population, timetable)
            self._announce(step, population, "", "timetable", described(timetable), origin)
            found._adopt(timetable)

    def rewire(
        self,
        projection: str,
        kind: Literal["create", "prune"],
        pairs: NDArray[np.int64],
        origin: str | None = None,
    ) -> int:
        """Create or prune synapses by hand, all at one step edge.

        Parameters
        ----------
        projection
            Its name.
        kind
            What to do.
        pairs
            Pre and post ranks in the whole populations, shape ``(2, n)``; for new synapses of a
            projection in which delays differ a third row may hold these, in steps (0: none is
            named).
        origin
            As in `write`.

        Returns
        -------
        int
            The step before which it took effect.

        Raises
        ------
        ANNarchyException
            If a synapse that is to be created exists, one that is to be pruned does not, or all
            synapses share another delay.
        """
        self.get_projection(projection)
        pre, post, *delay_steps = pairs
        simulator = self._require_simulator()
        with self._in_order():
            if kind == "create":
                new = NewEdges(pre, post, delay_steps=delay_steps[0] if delay_steps else None)
                step = simulator.rewire(projection, new)
            else:
                step = simulator.rewire(projection, pruned=(pre, post))
            self._announce(step, projection, "", kind, pairs, origin)
        return step

    def apply(
        self,
        object_name: str,
        attribute: str,
        kind: Kind,
        value: Any,  # noqa: ANN401 - as announced
        origin: str = "replay",
    ) -> None:
        """Do once more what was announced; the arguments are those of the announcement.

        Parameters
        ----------
        object_name, attribute, kind, value
            As announced, see `annarchy_lab.api.changes`.
        origin
            As in `write`.

        Raises
        ------
        ANNarchyException
            If the kind is `step`, `reset` or unknown, or the change is refused.
        """
        match kind:
            case "set":
                self.write([(object_name, attribute, value)], origin)
            case "scale":
                self.write([(object_name, attribute, Scale(value))], origin)
            case "set_at" | "scale_at":
                indices, values = value
                values = Scale(values) if kind == "scale_at" else values
                positions = np.asarray(indices, np.int64)
                made = self._object(object_name)._change(attribute, values, positions)
                self.write([made], origin)
            case "flag":
                self.set_flag(object_name, attribute, value, origin)
            case "control":
                values = value if isinstance(value, np.ndarray) else tuple(value)
                self.set_control(object_name, attribute, values, origin)
            case "timetable":
                self.set_timetable(object_name, timetable_of(value), origin)
            case "stimulate" | "calm":
                self._stimulate_again(object_name, attribute, value, origin)
            case "create" | "prune":
                self.rewire(object_name, kind, np.asarray(value, np.int64), origin)
            case "connect":
                self.reconnect(object_name, NewSynapses.of(value), origin)
            case "replace":
                self._replace_again(object_name, value, origin)
            case "seed":
                self._change_seed(value, origin)
            case _:
                raise ANNarchyException(f"a change of the kind {kind!r} cannot be applied so.")

    # Below: for the other files of this room

    def _about_to_write(self, changes: Sequence[Change], origin: str | None) -> None:
        """Do what those want who remember how it was before (`travel.undoing`)."""

    def _about_to_change(self, told: "tuple[Kind, str, str, Any]", origin: str | None) -> None:
        """Do the same before anything else is set; it is told as it will be announced."""

    def _change_seed(self, seed: int | None, origin: str | None) -> None:
        raise NotImplementedError  # `Network` holds the generators

    def _replace_again(self, name: str, value: Mapping[str, Any], origin: str) -> None:
        raise NotImplementedError  # `Replacing` knows models

    def _stimulate_again(self, name: str, attribute: str, value: Any, origin: str) -> None:  # noqa: ANN401 - as announced
        raise NotImplementedError  # `Stimulating` knows stimuli

    def _take_settings(self, other: "Writing", theirs: str, ours: str) -> None:
        """Set the flags and controls of a copied object as those of its original."""
        for (name, flag), value in list(other._flags.items()):
            if name == theirs:
                self._flags[ours, flag] = value
        for (name, control), values in list(other._controls.items()):
            if name == theirs and isinstance(values, tuple):  # arrays belong to certain synapses
                self._controls[ours, control] = values

    def _made(self, change: Assignment) -> Change:
        if isinstance(change, Change):
            return change
        target, attribute, value = change
        owner = self._object(target) if isinstance(target, str) else target
        if owner.network is not self:
            raise ANNarchyException(f"{owner!r} belongs to another network.")
        made: Change = owner._change(attribute, value)
        return made

    def _is_of_rewired(self, change: Assignment) -> bool:
        """Tell whether a change is about synapses that come and go."""
        target: Any = change.object_name if isinstance(change, Change) else change[0]
        # Asked of the class: an instance would first look for an attribute of its model.
        owner = target.projection if hasattr(type(target), "projection") else target
        name = owner if isinstance(owner, str) else getattr(owner, "name", "")
        return name in self._rewired

    def _store_all(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self._object(change.object_name)._store(change)
            self._forget_scaled(change)

    def _note(self, change: Change) -> None:
        owner = self._object(change.object_name)
        owner._note_per_element(change.attribute, change.values, change.indices)
        if self._snapshots:
            self._forget_scaled(change)

    def _announce(
        self,
        step: int,
        object_name: str,
        attribute: str,
        kind: Kind,
        value: object,
        origin: str | None,
    ) -> None:
        if origin is None:
            origin = "callback" if self._is_in_callback else "cell"
        for call in self._on_write:
            call(step, object_name, attribute, kind, value, origin)

    @property
    def _is_in_callback(self) -> bool:
        caller = self._callback_thread
        return caller is not None and caller == threading.get_ident()

    @contextmanager
    def _steady(self) -> Iterator[None]:
        """Let nobody else change anything, and no step begin: several things happen at once."""
        with self._in_order():
            if self._simulator is None:
                yield
                return
            with self._simulator.hold():
                yield

    def _in_order(self) -> AbstractContextManager[object]:
        """Announce changes of several threads in the order in which they were applied."""
        # The runner itself: whoever holds the lock may be waiting for it to reach an edge.
        return nullcontext() if self._is_in_callback else self._write_lock

    def _snapshot(
        self, owner: ModelObject, name: str, indices: NDArray[np.int64] | None
    ) -> NDArray[Any]:
        """Return the values that a `Scale` multiplies."""
        is_variable = owner._attributes[name].kind is declaration.Kind.VARIABLE
        if is_variable and self._simulator is not None and self._simulator.state == "running":
            raise ANNarchyException(
                f"{name} of {owner.name} changes by itself: pause the run to scale it."
            )
        places = None if indices is None else indices.tobytes()
        key = (owner.name, name, places, owner._n_rewirings)
        if key in self._snapshots and not is_variable:
            return self._snapshots[key]
        values = owner._flat(name)
        if indices is not None:
            values = pick(values, indices, owner._length(name) or 1)
        self._snapshots[key] = values
        return values

    def _forget_scaled(self, change: Change) -> None:
        """Forget what was scaled of an attribute that is set now."""
        if change.factor is None:
            self._forget_snapshots(change.object_name, change.attribute)

    def _forget_snapshots(self, *place: str) -> None:
        """Forget what was scaled of an object, or of one attribute of it."""
        for key in [key for key in self._snapshots if key[: len(place)] == place]:
            del self._snapshots[key]

    def _constant_changed(self, constant: "Constant") -> None:
        """Hand the new value of a constant to every model that may name it."""
        if self._simulator is None:
            return
        self._changed_constants.add(constant.name)
        value = np.asarray(constant.value, np.float64)
        owners = [*self._populations.values(), *self._projections.values()]
        names = [owner.name for owner in owners if constant.name not in owner._attributes]
        self.write([Change(name, constant.name, value) for name in names])
