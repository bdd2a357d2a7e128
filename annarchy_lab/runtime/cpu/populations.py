"""The state of one population in the core's memory.

In: its specification and model.
Out: `PopulationStore`: an array per attribute, spike flags, histories of delayed values.
Not here: the schedule.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir.kernel import Module, buffer_type
from annarchy_lab.ir.lower_neuron import STOP_FLAGS
from annarchy_lab.ir.lowering import AXON_FLAGS, FLAGS
from annarchy_lab.ir.model import Attribute, NeuronModel
from annarchy_lab.ir.network import PopulationSpec
from annarchy_lab.ir.passes.prepare_constants import PREPARED
from annarchy_lab.ir.stimulus import SPIKES, Stimulus
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.cpu.arrays import Array, allocate, dtype_of, empty, is_one_number
from annarchy_lab.runtime.cpu.laying import lower_population, played, uniform_parameters
from annarchy_lab.runtime.cpu.stimuli import Laid
from annarchy_lab.runtime.cpu.timetables import TimetableStore
from annarchy_lab.runtime.initial import NEVER, initial_value
from annarchy_lab.runtime.stimulating import receives, still_needed

__all__ = ["History", "PopulationStore"]


class History:
    """Past values of one attribute: a ring of `n_slots` steps, filled with the initial values."""

    def __init__(self, source: Array, n_slots: int) -> None:
        self.source = source
        self.n_slots = n_slots
        values = np.tile(source.values, n_slots)
        self.ring = allocate(values, source.values.dtype, values.size)

    def grow(self, n_slots: int, elapsed: int) -> None:
        """Make room for more steps; before what is remembered, it was always as it was then."""
        known, old = self.n_slots - 1, self.ring.values.reshape(self.n_slots, -1)
        values = np.empty((n_slots, old.shape[1]), old.dtype)
        for ago in range(1, n_slots + 1):
            values[(elapsed - ago) % n_slots] = old[(elapsed - min(ago, known)) % self.n_slots]
        self.n_slots = n_slots
        self.ring = allocate(values.ravel(), old.dtype, values.size)

    def rows(self, elapsed: int) -> NDArray[Any]:
        """Return what is remembered when step `elapsed` comes next, the oldest step first."""
        steps = np.arange(elapsed - self.n_slots + 1, elapsed)
        return self.ring.values.reshape(self.n_slots, -1)[steps % self.n_slots]

    def put_back(self, rows: NDArray[Any], elapsed: int) -> None:
        """Remember these rows when step `elapsed` comes next; as many as there is room for."""
        slots = self.ring.values.reshape(self.n_slots, -1)
        for ago in range(1, self.n_slots + 1):
            slots[(elapsed - ago) % self.n_slots] = rows[-min(ago, len(rows))]

    @property
    def stride(self) -> int:
        """Bytes of one step."""
        return self.source.n_bytes

    def moved_to(self, source: Array) -> "History":
        """Return the same past of an attribute that is stored in another way now."""
        if source is self.source:
            return self
        moved = History(source, self.n_slots)
        past = self.ring.values.reshape(self.n_slots, -1)
        width = source.values.size
        moved.ring.values.reshape(self.n_slots, width)[:] = past if width > 1 else past[:, :1]
        return moved

    def fill(self) -> None:
        """Fill every slot with the current values."""
        self.ring.values.reshape(self.n_slots, -1)[:] = self.source.values


class PopulationStore:
    """Arrays of a population by attribute name.

    Its module reads some parameters as one number (`uniform`), which all elements of their arrays
    are, until they get values of their own.

    Parameters
    ----------
    spec, model
        What it is.
    real
        The network's real dtype.
    extra
        Attributes that projections need: results of global operations.
    constants
        Values of the network's constants.
    n_slots
        How many steps are remembered of what projections read late: one more than the longest
        delay, since all of them share one ring.
    """

    def __init__(
        self,
        spec: PopulationSpec,
        model: NeuronModel,
        real: np.dtype[Any],
        extra: tuple[Attribute, ...],
        constants: Mapping[str, float],
        n_slots: int,
    ) -> None:
        self.spec = spec
        self.model = model
        self.uniform = uniform_parameters(spec, model)
        self.real = real
        self.n_slots = n_slots
        self._constants = constants
        known = {a.name: a for a in (*model.attributes, *extra)}
        self.attributes: Mapping[str, Attribute] = known
        self.arrays = {a.name: self._allocate(a) for a in known.values()}
        self.histories: dict[str, History] = {}
        self.timetable = TimetableStore(spec.timetable, real)
        self.stimuli: list[Laid] = []
        self.flags = {"enabled": True}
        self.index = -1  # in the engine
        self.context = -1
        self.spike_flags: Array | None = None
        self.last_spike: Array | None = None
        if model.is_spiking:
            self.spike_flags = allocate(0, np.dtype(np.uint8), spec.size)
            self.last_spike = allocate(NEVER, np.dtype(np.int64), spec.size)
        self.rate_changes: Array | None = None  # how often rates, at which gaps are drawn, were set
        if model.gap_rates is not None:
            self.rate_changes = allocate(0, np.dtype(np.int64), 1)
        self.axon_flags: Array | None = None
        self.axons: int | None = None  # the axonal spikes: a population in the engine
        if model.axon_spike is not None:
            self.axon_flags = allocate(0, np.dtype(np.uint8), spec.size)
        self.rate_window = 0  # steps; 0 while nobody asks for rates
        self.stop_flags: Array | None = None
        if model.stop is not None:
            self.stop_flags = allocate(0, np.dtype(np.uint8), spec.size)

    @property
    def n_bytes(self) -> int:
        """Size of its values, also of past ones."""
        flags = (self.spike_flags, self.last_spike, self.axon_flags, self.stop_flags)
        rings = [history.ring for history in self.histories.values()]
        return sum(a.n_bytes for a in (*self.arrays.values(), *flags, *rings) if a is not None)

    @property
    def is_enabled(self) -> bool:
        """Whether it is updated and receives anything."""
        return self.flags["enabled"]

    @property
    def emitters(self) -> tuple[int, ...]:
        """All that emits spikes of these neurons, as the engine numbers it."""
        return (self.index,) if self.axons is None else (self.index, self.axons)

    def lower(self, uniform: frozenset[str] | None = None) -> Module:
        """Return its model as loops, perhaps with fewer parameters that are one number."""
        uniform = self.uniform if uniform is None else uniform
        return lower_population(self.spec, self.model, self.real, uniform)

    @property
    def varied(self) -> set[str]:
        """Parameters that are read as one number, and may be no more."""
        differing = {name for name in self.uniform if not is_one_number(self.arrays[name].values)}
        return differing | self.uniform & self.set_amid_runs

    @property
    def set_amid_runs(self) -> set[str]:
        """Attributes that a timetable or a stimulus changes between two edges."""
        stimulated = {laid.stimulus.attribute for laid in self.stimuli}
        return stimulated | played(self.timetable.source)

    def find(self, buffer: str) -> Array | None:
        """Return the array behind a buffer of the population's own module."""
        match buffer:
            case "last_spike":
                return self.last_spike
            case name if name == FLAGS:
                return self.spike_flags
            case name if name == AXON_FLAGS:
                return self.axon_flags
            case name if name == STOP_FLAGS:
                return self.stop_flags
            case name if name.startswith(f"{PREPARED}:"):  # filled by the module before it runs
                return empty(self.real, 1)
            case _:
                return self.arrays.get(buffer)

    def remember(self, n_slots: int, elapsed: int) -> None:
        """Remember at least `n_slots` steps from now on; step `elapsed` comes next."""
        if n_slots > self.n_slots:
            self.n_slots = n_slots
            for history in self.histories.values():
                history.grow(n_slots, elapsed)

    def keep_history(self, attribute: str) -> History:
        """Return the history of an attribute."""
        if attribute not in self.histories:
            self.histories[attribute] = History(self.arrays[attribute], self.n_slots)
        return self.histories[attribute]

    def reset(self) -> None:
        """Set every attribute back to its value at load."""
        for name, array in self.arrays.items():
            array.values[...] = initial_value(self.spec, self.attributes[name], self._constants)
        self.note_rates()

    def behind_write(self, attribute: str) -> Callable[[], None] | None:
        """Return what must be called whenever an attribute was written; None: nothing."""
        return self.note_rates if attribute == self.model.gap_rates else None

    def note_rates(self) -> None:
        """Let what is kept of the rates, at which gaps are drawn, be formed anew."""
        if self.rate_changes is not None:
            self.rate_changes.values[0] += 1

    def lay(self, stimuli: Iterable[Stimulus]) -> None:
        """Have these stimuli and no others; those that were there keep their memory."""
        known = {id(laid.stimulus): laid for laid in self.stimuli}
        self.stimuli = [known.get(id(each)) or Laid(each, self.real) for each in stimuli]
        self.note_rates()

    def needed_stimuli(self, elapsed: int) -> list[Stimulus]:
        """Return the stimuli that are not over."""
        return still_needed((laid.stimulus for laid in self.stimuli), elapsed)

    def forget(self) -> None:
        """Empty what belongs to the steps before: spikes, delayed values; time begins anew."""
        self.timetable.restart(0)
        self.lay(())
        if self.last_spike is not None:
            self.last_spike.values[...] = NEVER
        self.clear()

    def clear(self) -> None:
        """Empty the recent spikes that are kept here; the past was always as it is now."""
        for flags in (self.spike_flags, self.axon_flags):
            if flags is not None:
                flags.values[...] = 0
        for history in self.histories.values():
            history.fill()

    def become(
        self,
        spec: PopulationSpec,
        model: NeuronModel,
        uniform: frozenset[str],
        constants: Mapping[str, float],
        attributes: Mapping[str, Attribute],
        arrays: Mapping[str, Array],
    ) -> None:
        """Have another model from now on, with these values; what was remembered of them stays."""
        self.spec, self.model, self.uniform, self._constants = spec, model, uniform, constants
        self.attributes, self.arrays = attributes, dict(arrays)
        kept = {name: each for name, each in self.histories.items() if name in arrays}
        self.histories = {name: each.moved_to(arrays[name]) for name, each in kept.items()}
        stimuli = (laid.stimulus for laid in self.stimuli)
        self.lay(s for s in stimuli if s.attribute == SPIKES or receives(attributes, s.attribute))
        if model.stop is not None and self.stop_flags is None:
            self.stop_flags = allocate(0, np.dtype(np.uint8), spec.size)

    def _allocate(self, attribute: Attribute) -> Array:
        dtype = dtype_of(buffer_type(attribute.dtype), self.real)
        size = self.spec.size if attribute.locality is Locality.LOCAL else 1
        value = initial_value(self.spec, attribute, self._constants)
        return allocate(value, dtype, size)
