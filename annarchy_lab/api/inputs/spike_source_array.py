"""`SpikeSourceArray`: spikes at given times.

In: times in ms, one list per neuron.  Out: a spiking population without equations.
Not here: how spikes travel; they do as any.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.api.inputs.schedule import numbers, to_steps
from annarchy_lab.api.population import Population
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import SpikeTrain, Timetable
from annarchy_lab.language.declare import Neuron

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from annarchy_lab.api.network import Network

__all__ = ["SpikeSourceArray"]


class SpikeSourceArray(Population):
    """Neurons that spike at given times.

    A spike at time t is one of the step t / dt, rounded to the nearest, and recorded there.  Times
    are relative to time 0, or to the last `clear` or `reset`.

    Parameters
    ----------
    spike_times
        Times in ms, not negative, in any order: a list for one neuron, a list of lists for
        several.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...
    network
        The network it joins.  Default: the one of the 4.8 style; `Network.create` copies it.

    Raises
    ------
    ANNarchyException
        If the times are no list, no numbers, or negative.

    Examples
    --------
    >>> from annarchy_lab import Network
    >>> pop = Network().create(SpikeSourceArray([[10.0, 20.0], [5.0]]))
    >>> pop.size, pop.spike_times
    (2, [[10.0, 20.0], [5.0]])
    """

    def __init__(
        self,
        spike_times: "Sequence[Any]",
        name: str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        self._times = _times(name or "SpikeSourceArray", spike_times)
        super().__init__(len(self._times), _model(), name, network=network)

    @property
    def spike_times(self) -> list[list[float]]:
        """Times in ms, one list per neuron.

        Set for as many neurons as there are; holds from the next step on, relative to the same
        start as before.
        """
        return [times.tolist() for times in self._times]

    @spike_times.setter
    def spike_times(self, value: "Sequence[Any]") -> None:
        times = _times(self._name, value)
        if len(times) != self.size:
            raise ANNarchyException(
                f"{self._name} has {self.size} neurons, and there are lists for {len(times)}."
            )
        if self._network.compiled:
            self._network.set_timetable(self._name, _train(times, self._network.dt))
        self._times = times

    def clear(self) -> None:
        """Empty what is under way from these neurons; times are relative to now from here on."""
        with self._network._steady():
            super().clear()
            if self._network.compiled:
                self._network.set_control(self._name, "restart", ())

    # Below: for the other files of this room

    def _timetable(self) -> SpikeTrain:
        return _train(self._times, self._network.dt)

    def _adopt(self, timetable: Timetable) -> None:
        assert isinstance(timetable, SpikeTrain)
        times = timetable.steps * self._network.dt
        self._times = tuple(times[timetable.ranks == rank] for rank in range(self.size))


def _model() -> Neuron:
    return Neuron(spike="False", name="Spike source")


def _times(label: str, given: object) -> "tuple[NDArray[np.float64], ...]":
    """Return the times of each neuron, as they were given."""
    if not isinstance(given, list):
        raise ANNarchyException(
            f"{label}: spike times are a list of times in ms, or one list per neuron, "
            f"not {type(given).__name__}."
        )
    is_of_several = any(isinstance(each, list | tuple | range | np.ndarray) for each in given)
    lists = given if is_of_several else [given]
    found = [numbers(f"{label}: spike times", each) for each in lists]
    for times in found:
        if times.ndim != 1:
            raise ANNarchyException(f"{label}: spike times are one list of times for each neuron.")
        if np.any(times < 0):
            raise ANNarchyException(f"{label}: a spike time cannot be negative.")
    return tuple(found)


def _train(times_ms: "tuple[NDArray[np.float64], ...]", dt_ms: float) -> SpikeTrain:
    """Return the spikes by step, then rank, each once."""
    steps = [np.unique(to_steps(times, dt_ms)) for times in times_ms]
    ranks = [np.full(len(each), rank, np.int32) for rank, each in enumerate(steps)]
    all_steps, all_ranks = np.concatenate(steps), np.concatenate(ranks)
    order = np.argsort(all_steps, kind="stable")  # ranks ascend already
    return SpikeTrain(all_steps[order], all_ranks[order])
