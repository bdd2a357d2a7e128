"""`TimedPoissonPopulation`: Poisson spikes whose rates follow a schedule.

In: rates in Hz, one row per onset.  Out: a spiking population.
Not here: schedules (`schedule`), rates that do not change (`poisson_population`).
"""

from typing import TYPE_CHECKING

from annarchy_lab.api.inputs.schedule import NO_PERIOD, numbers, schedule_of
from annarchy_lab.api.inputs.timed_input import TimedInput
from annarchy_lab.connectivity.geometry import as_geometry
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Playback, Timetable
from annarchy_lab.language.declare import Neuron, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Coordinates

__all__ = ["TimedPoissonPopulation"]


class TimedPoissonPopulation(TimedInput):
    """Neurons that spike at random, at rates that follow a schedule.

    A neuron spikes in a step of length dt if u * 1000 / dt < ``proba``, with u uniform in (0, 1):
    with the probability rate * dt / 1000.  Before the first onset nobody spikes; the last row
    stays.

    Parameters
    ----------
    geometry
        Number of neurons, or a tuple of dimensions.
    rates
        In Hz: one number per row, for all neurons, shape ``(n_rows,)``, or one per row and neuron,
        shape ``(n_rows, *geometry)``.
    schedule
        Time between two rows in ms, 0 for one step; or the onset of each row in ms, ascending.
    period
        In ms: the rows begin anew after so long, at the last onset at the earliest.  -1: never.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...  It fixes the stream of random numbers.
    network
        The network it joins.  Default: the one of the 4.8 style; `Network.create` copies it.

    Raises
    ------
    ANNarchyException
        If there is no row, shapes do not fit, or times make no sense.

    Examples
    --------
    >>> from annarchy_lab import Network
    >>> pop = Network().create(TimedPoissonPopulation(100, [10.0, 50.0], [0.0, 500.0]))
    >>> pop.rates, pop.schedule
    (array([10., 50.]), [0.0, 500.0])
    """

    PLAYED = ("proba",)

    def __init__(
        self,
        geometry: "Coordinates",
        rates: object,
        schedule: object = 0.0,
        period: object = NO_PERIOD,
        name: str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        label = name or "TimedPoissonPopulation"
        self._schedule = schedule_of(label, schedule, period)
        self._rates = _table(label, rates, as_geometry(geometry))
        self._schedule.check(len(self._rates))
        super().__init__(geometry, _model(), name, network=network)

    @property
    def rates(self) -> "NDArray[np.float64]":
        """Rates in Hz as they were given, read-only; set without a restart."""
        is_uniform = self._rates.ndim == 1
        return self._rates if is_uniform else self._rates.reshape(-1, *self._geometry)

    @rates.setter
    def rates(self, value: object) -> None:
        self.update(value, reset=False)

    def update(
        self, rates: object, schedule: object = None, period: object = None, reset: bool = True
    ) -> None:
        """Follow other rates, from the next step on.

        Parameters
        ----------
        rates, schedule, period
            As in the constructor.  Default of the last two: as they are.
        reset
            Whether the schedule begins anew, with the current time as 0.

        Raises
        ------
        ANNarchyException
            If something is wrong as in the constructor; nothing is changed then.
        """
        table = _table(self._name, rates, self._geometry)
        times = self._rescheduled(schedule, period)
        self._follow({"_rates": table, "_schedule": times}, restarts=reset)

    # Below: for the other files of this room

    @property
    def _n_rows(self) -> int:
        return len(self._rates)

    def _rows(self, n_rows: int) -> "Mapping[str, NDArray[np.float64]]":
        return {"proba": self._rates[:n_rows]}

    def _adopt(self, timetable: Timetable) -> None:
        assert isinstance(timetable, Playback)
        self._rates = timetable.rows["proba"]
        self._schedule = self._schedule_from(timetable)


def _model() -> Neuron:
    return Neuron(
        parameters={"proba": Parameter(0.0, locality="local")},
        equations="p = Uniform(0.0, 1.0) * 1000.0 / dt",
        spike="p < proba",
        name="Timed Poisson neuron",
    )


def _table(label: str, rates: object, geometry: tuple[int, ...]) -> "NDArray[np.float64]":
    """Return the rates, shape ``(n_rows,)`` or ``(n_rows, size)``."""
    table = numbers(f"{label}: a table of rates", rates)
    if not table.ndim or not table.size:
        raise ANNarchyException(f"{label}: rates need one row at least: a list of Hz.")
    if table.ndim == 1:
        return table
    if table.shape[1:] != geometry:
        raise ANNarchyException(
            f"{label}: each row of rates has the shape {table.shape[1:]}, "
            f"the population {geometry}."
        )
    return table.reshape(len(table), -1)
