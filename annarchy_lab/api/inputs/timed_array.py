"""`TimedArray`: rates that follow a schedule.

In: a table of rates, one row per onset.  Out: a rate-coded population without equations.
Not here: schedules (`schedule`), Poisson spikes of such rates (`timed_poisson_population`).
"""

from typing import TYPE_CHECKING

import numpy as np

from annarchy_lab.api.inputs.schedule import NO_PERIOD, NO_SPACING, numbers, schedule_of
from annarchy_lab.api.inputs.timed_input import TimedInput
from annarchy_lab.connectivity.geometry import as_geometry
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import Playback, Timetable
from annarchy_lab.language.declare import Neuron, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Coordinates

__all__ = ["TimedArray"]


class TimedArray(TimedInput):
    """Rate-coded neurons whose ``r`` is, in each step, the row whose onset was the last.

    Before the first onset ``r`` is 0; the last row stays.  The first row is what the first step
    computes and records, and what projections transmit in the step after.

    Parameters
    ----------
    rates
        Shape ``(n_rows, *geometry)``; one list of numbers is one neuron.  May be given later, by
        `update`.
    geometry
        Number of neurons or a tuple of dimensions.  Default: that of `rates`.
    schedule
        Time between two rows in ms, 0 for one step; or the onset of each row in ms, ascending, of
        fewer rows than there are if the others are not to be shown.
    period
        In ms: the rows begin anew after so long, at the last onset at the earliest; until the
        first onset of the next period the last row stays.  -1: never.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...
    network
        The network it joins.  Default: the one of the 4.8 style; `Network.create` copies it.

    Raises
    ------
    ANNarchyException
        If there is no row, shapes do not fit, or times make no sense.

    Notes
    -----
    ``TimedArray(rates, [0.0, 100.0], period)``, without a geometry, is understood as in 4.8.

    Examples
    --------
    >>> from annarchy_lab import Network
    >>> net = Network(dt=1.0)
    >>> pop = net.create(TimedArray([[1.0, 2.0], [3.0, 4.0]], schedule=10.0))
    >>> pop.geometry, pop.schedule
    ((2,), [0.0, 10.0])
    """

    PLAYED = ("r",)

    def __init__(
        self,
        rates: object = None,
        geometry: "Coordinates | None" = None,
        schedule: object = 0.0,
        period: object = NO_PERIOD,
        name: str | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        label = name or "TimedArray"
        table = _numbers(label, rates)
        if table is not None and _is_schedule(geometry, table.shape[1:]):
            # 4.8: rates, schedule, period, name
            name = period if isinstance(period, str) else name
            period = NO_PERIOD if schedule == NO_SPACING else schedule
            geometry, schedule = None, geometry
        self._schedule = schedule_of(label, schedule, period)
        wanted = None if geometry is None else as_geometry(geometry)
        self._rates, found = _table(label, table, wanted)
        if len(self._rates):
            self._schedule.check(len(self._rates))
        super().__init__(found, _model(), name, network=network)

    @property
    def rates(self) -> "NDArray[np.float64]":
        """The table, shape ``(n_rows, *geometry)``, read-only; set without a restart."""
        return self._rates.reshape(-1, *self._geometry)

    @rates.setter
    def rates(self, value: object) -> None:
        self.update(value, reset=False)

    def update(
        self, rates: object, schedule: object = None, period: object = None, reset: bool = True
    ) -> None:
        """Follow another table, from the next step on.

        Parameters
        ----------
        rates, schedule, period
            As in the constructor.  Default of the last two: as they are.
        reset
            Whether the schedule begins anew, with the current time as 0.

        Raises
        ------
        ANNarchyException
            If the table has another geometry, or something is wrong as in the constructor;
            nothing is changed then.
        """
        table, _ = _table(self._name, _numbers(self._name, rates), self._geometry, is_needed=True)
        times = self._rescheduled(schedule, period)
        self._follow({"_rates": table, "_schedule": times}, restarts=reset)

    # Below: for the other files of this room

    @property
    def _n_rows(self) -> int:
        return len(self._rates)

    def _rows(self, n_rows: int) -> "Mapping[str, NDArray[np.float64]] | None":
        return {"r": self._rates[:n_rows]} if n_rows else None

    def _timetable(self) -> Playback | None:
        return super()._timetable() if self._n_rows else None

    def _adopt(self, timetable: Timetable) -> None:
        assert isinstance(timetable, Playback)
        self._rates = timetable.rows["r"]
        self._schedule = self._schedule_from(timetable)


def _model() -> Neuron:
    return Neuron(parameters={"r": Parameter(0.0, locality="local")}, name="Timed array")


def _numbers(label: str, rates: object) -> "NDArray[np.float64] | None":
    return None if rates is None else numbers(f"{label}: a table of rates", rates)


def _is_schedule(given: object, geometry: tuple[int, ...]) -> bool:
    """Tell whether what stands in the place of a geometry is the schedule of 4.8."""
    given = given.tolist() if isinstance(given, np.ndarray) else given
    return isinstance(given, float) or (isinstance(given, list) and given != [*geometry])


def _table(
    label: str,
    table: "NDArray[np.float64] | None",
    geometry: tuple[int, ...] | None,
    *,
    is_needed: bool = False,
) -> "tuple[NDArray[np.float64], tuple[int, ...]]":
    """Return the rates, shape ``(n_rows, size)``, and the geometry."""
    if table is None and geometry is not None and not is_needed:
        return np.empty((0, int(np.prod(geometry)))), geometry
    if table is None:
        raise ANNarchyException(f"{label} needs rates, one row per onset, or a geometry.")
    if not table.ndim or not table.size:
        raise ANNarchyException(f"{label}: rates need one row at least, and one neuron.")
    found = table.shape[1:] or (1,)
    if geometry is not None and found != geometry:
        raise ANNarchyException(
            f"{label}: each row of rates has the shape {found}, the population {geometry}."
        )
    return table.reshape(len(table), -1), found
