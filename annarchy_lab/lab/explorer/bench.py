"""A bench: neurons of one model side by side, each alone, run by a private simulator.

In: the declaration of a neuron that is alone, how many there are, values, a waveform.
Out: values along time and spikes, as arrays.
Not here: what is measured (`measures`).

The simulator is no network of the user: no number, no journal, no session.  It is made when it is
first needed and kept, so that another value of a parameter costs a run and nothing else.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.ir.model import REFRACTORY
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec
from annarchy_lab.ir.timetable import Playback
from annarchy_lab.lab.explorer.surroundings import Surroundings
from annarchy_lab.language.declaration import NeuronDeclaration
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Recorder, Simulator, Write

__all__ = ["Bench", "Recorded"]

Array = NDArray[np.float64]

NAME: Final = "neurons"
SEED: Final = 20


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run has left.

    Attributes
    ----------
    dt_ms, n_steps
        Of the run.
    every
        Steps between two rows.
    rows
        For each recorded name its values, shape ``(n_rows, n_neurons)``; the first row is the state
        after the first step.
    spike_steps, spike_ranks
        Each spike: before which step it was emitted, counted from 0, and by whom.
    """

    dt_ms: float
    n_steps: int
    every: int
    rows: Mapping[str, Array]
    spike_steps: NDArray[np.int64]
    spike_ranks: NDArray[np.int64]

    @property
    def times_ms(self) -> Array:
        """Time of each row, shape ``(n_rows,)``."""
        n_rows = len(next(iter(self.rows.values()), ()))
        return self.dt_ms * (1.0 + self.every * np.arange(n_rows, dtype=np.float64))


class Bench:
    """Some neurons of a model, each alone.

    Parameters
    ----------
    declaration
        Of a neuron that is alone.
    n_neurons
        How many.
    surroundings
        Step, constants, functions, backend.
    played
        The parameter that follows a waveform; None for none.
    """

    def __init__(
        self,
        declaration: NeuronDeclaration,
        n_neurons: int,
        surroundings: Surroundings,
        played: str | None = None,
    ) -> None:
        self._declaration = declaration
        self._n_neurons = n_neurons
        self._surroundings = surroundings
        self._played = played
        self._simulator: Simulator | None = None
        self._recorders: dict[tuple[str, int], int] = {}
        self._lock = threading.Lock()

    @property
    def dt_ms(self) -> float:
        """Step in ms."""
        return self._surroundings.dt_ms

    def run(
        self,
        values: Mapping[str, Any],
        n_steps: int,
        *,
        waveform: Array | None = None,
        record: Sequence[str] = (),
        every: int = 1,
    ) -> Recorded:
        """Run from the start.

        Parameters
        ----------
        values
            Of attributes at the start: one number, or one per neuron.
        n_steps
            How many steps.
        waveform
            What the played parameter is in each step, shape ``(n_steps,)``.
        record
            Names of the attributes that are recorded.
        every
            Record every so many steps.
        """
        with self._lock:
            simulator = self._ready()
            simulator.reset([NAME], reseed=True)
            names = self._known(values)
            writes = [Write(NAME, x, self._spread(values[x])) for x in names]
            simulator.write(writes)
            if waveform is not None:
                simulator.set_timetable(NAME, _playback(self._played, waveform))
            numbers = {name: self._recorder(name, every) for name in record}
            spiking = self._declaration.is_spiking
            spikes = self._recorder("", 1) if spiking else None
            self._switch({*numbers.values(), *([] if spikes is None else [spikes])})
            simulator.run(n_steps)
            rows = {
                x: np.asarray(simulator.collect(k).data, np.float64) for x, k in numbers.items()
            }
            return self._recorded(n_steps, every, rows, spikes)

    def close(self) -> None:
        """Free everything."""
        with self._lock:
            if self._simulator is not None:
                self._simulator.close()
            self._simulator = None
            self._recorders.clear()

    def _recorded(
        self, n_steps: int, every: int, rows: Mapping[str, Array], spikes: int | None
    ) -> Recorded:
        steps = ranks = np.empty(0, np.int64)
        if spikes is not None:
            found = self._ready().collect(spikes)
            steps, ranks = found.steps.astype(np.int64), found.data.astype(np.int64)
        return Recorded(self._surroundings.dt_ms, n_steps, every, rows, steps, ranks)

    def _ready(self) -> Simulator:
        if self._simulator is None:
            from annarchy_lab.runtime.load import load  # heavy: only who runs needs it

            self._simulator = load(self._spec(), self._surroundings.backend)
        return self._simulator

    def _spec(self) -> NetworkSpec:
        around = self._surroundings
        timetable = None if self._played is None else _playback(self._played, np.zeros(1))
        population = PopulationSpec(NAME, self._n_neurons, self._declaration, timetable=timetable)
        return NetworkSpec(
            dt_ms=around.dt_ms,
            seed=SEED,
            populations=(population,),
            projections=(),
            method=around.method,
            constants=around.constants,
            functions=around.functions,
        )

    def _known(self, values: Mapping[str, Any]) -> list[str]:
        """Return the names that can be written; what is played is not among them."""
        own = {a.name for a in self._declaration.attributes} - {self._played}
        if isinstance(self._declaration.refractory, float | int):
            own.add(REFRACTORY)
        return [name for name in values if name in own]

    def _spread(self, value: Any) -> NDArray[Any]:  # noqa: ANN401 - a number or an array
        array = np.asarray(value)
        return array if array.ndim == 0 else np.broadcast_to(array, self._n_neurons).copy()

    def _recorder(self, name: str, every: int) -> int:
        """Return the number of a recorder; of spikes if there is no name."""
        simulator = self._ready()
        if (name, every) not in self._recorders:
            kind: Any = "rows" if name else "spikes"
            wanted = Recorder(kind, NAME, name, period_steps=every)
            self._recorders[name, every] = simulator.add_recorder(wanted)
        return self._recorders[name, every]

    def _switch(self, wanted: set[int]) -> None:
        """Let only these recorders record, and forget what they held."""
        simulator = self._ready()
        for number in self._recorders.values():
            simulator.switch_recorder(number, is_on=number in wanted)
            simulator.collect(number)


def _playback(name: str | None, waveform: Array) -> Playback:
    assert name is not None
    values = np.ascontiguousarray(waveform, np.float64)
    return Playback(np.arange(len(values), dtype=np.int64), {name: values})
