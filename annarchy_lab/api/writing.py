"""The one path that all changes of a network take.

In: changes, from cells, callbacks, controls, replays.
Out: `Writing`, the part of a network that applies them, at one edge, and announces each once.
Not here: what a value may be (`values`), what is done with the announcements (the lab's journal).
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.attributes import ModelObject, pick
from annarchy_lab.api.changes import Change, Kind
from annarchy_lab.api.holdings import Holdings
from annarchy_lab.api.reconnecting import Reconnecting
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language import declaration

if TYPE_CHECKING:
    from annarchy_lab.api.constant import Constant
    from annarchy_lab.api.controls import Values
    from annarchy_lab.runtime.backend import Port

__all__ = ["Assignment", "OnWrite", "Writing"]

OnWrite: TypeAlias = Callable[[int, str, str, Kind, object, str], None]
"""Called with step, object name, attribute, kind, value and origin of every change."""

Assignment: TypeAlias = "Change | tuple[Any, str, object]"
"""A change, or ``(object or its name, attribute, value)``."""

SnapshotKey: TypeAlias = "tuple[str, str, bytes | None, int]"

Way: TypeAlias = "tuple[str, str, type | None]"
"""Object, attribute, and of which type the values are that are written; None: they are read."""


class Writing(Reconnecting, Holdings):
    """Writes to a network, before and after it is compiled, and while it runs."""

    if TYPE_CHECKING:
        _rewired: frozenset[str]

    _remembers = False
    """Whether changes can be undone (`travel.undoing`); plain scripts pay nothing for that."""

    def _begin_writing(self) -> None:
        self._on_write: list[OnWrite] = []
        self._flags: dict[tuple[str, str], bool] = {}
        self._controls: dict[tuple[str, str], Values] = {}
        self._snapshots: dict[SnapshotKey, NDArray[Any]] = {}
        self._ports: dict[Way, Port] = {}
        self._concerned = (self._on_write, self._snapshots)  # by a write to an attribute
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

    # Below: for the other files of this room

    def _assign(self, owner: ModelObject, attribute: str, value: object) -> None:
        """Write an attribute of an object; what was written so before, through a port if it can be.

        What `write` has found out about the attribute holds until the port is closed, and while
        nobody is concerned, values that the port takes change nothing else.
        """
        place = (owner._name, attribute, type(value))
        port = self._ports.get(place)
        if port is None or not port.write(value, self._concerned):
            is_short = _is_plain(value) and not (any(self._concerned) or self._remembers)
            is_array = isinstance(value, np.ndarray)
            port = self._port(*place[:2], takes_arrays=is_array) if is_short else None
            self.write([(owner, attribute, value)])
            if port is not None:
                self._ports[place] = port

    def _port(self, name: str, attribute: str, *, takes_arrays: bool) -> "Port | None":
        """Return the way to all values of an attribute, to be used again once it is known well.

        It is asked for before anything is found out: who changes that later closes it.
        """
        if self._simulator is None:
            return None
        return self._simulator.port(name, attribute, takes_arrays=takes_arrays)

    def _about_to_write(self, changes: Sequence[Change], origin: str | None) -> None:
        """Do what those want who remember how it was before (`travel.undoing`)."""

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
        with self._steady():  # or a port might write behind the snapshot
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


def _is_plain(value: object) -> bool:
    """Tell whether the type of a value says how it is written: as one for all, or one for each."""
    return type(value) in (float, int, np.float64) or (type(value) is np.ndarray and value.ndim > 0)
