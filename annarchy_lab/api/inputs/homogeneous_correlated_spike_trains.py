"""`HomogeneousCorrelatedSpikeTrains`: random spikes of one rate, correlated pair by pair.

In: a rate in Hz, a correlation and its time constant, perhaps row by row.
Out: a spiking population whose neurons share one fluctuating rate.
Not here: schedules (`schedule`), the moments of what is cut off (`rectified_gaussian`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.api.inputs.rectified_gaussian import gaussian_of, rectified_moments
from annarchy_lab.api.inputs.schedule import NO_PERIOD, numbers, schedule_of
from annarchy_lab.api.inputs.timed_input import TimedInput
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.timetable import BEFORE, Playback, Timetable
from annarchy_lab.language.declare import Neuron, Parameter, Variable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Coordinates

__all__ = ["HomogeneousCorrelatedSpikeTrains"]


class HomogeneousCorrelatedSpikeTrains(TimedInput):
    """Poisson neurons that share one rate, which itself fluctuates.

    The rate is max(``x``, 0), where ``x`` (Hz) is an Ornstein-Uhlenbeck process,
    tau dx/dt = mu - x + sigma sqrt(tau) xi; given ``x``, each neuron spikes by itself with the
    probability x * dt / 1000.  ``mu`` and ``sigma`` follow from the wanted rate F and correlation
    c: max(x, 0) has the mean F and the variance c F / (2 tau).  Between two neurons the
    covariance of their spike counts in windows much longer than tau is then c times the mean
    count; it is a little less where x is often below 0, since what is left forgets faster.

    Parameters
    ----------
    geometry
        Number of neurons, or a tuple of dimensions.
    rates
        F in Hz: a number, or one per row.
    corr
        c, from 0 to 1: a number, or one per row.
    tau
        Time constant of the correlation in ms.
    schedule
        Where there are several rows: time between two of them in ms, 0 for one step; or the onset
        of each in ms, ascending.  Default: 0 ms for one row.
    period
        In ms: the rows begin anew after so long.  -1: never.
    name
        Unique name.  Default: ``pop0``, ``pop1``, ...  It fixes the stream of random numbers.
    refractory
        Refractory period in ms.  Default: none.
    network
        The network it joins.  Default: the one of the 4.8 style; `Network.create` copies it.

    Raises
    ------
    ANNarchyException
        If rates, correlations or times make no sense, or lists differ in length.

    Notes
    -----
    Before the first onset mu and sigma are 0.  ``x`` starts, also after a reset of the network, at
    the mu that step 0 had when the network was compiled.  Source: Brette (2009), Generation of
    correlated spike trains, Neural Computation 21:188-215.

    Examples
    --------
    >>> from annarchy_lab import Network
    >>> pop = Network().create(HomogeneousCorrelatedSpikeTrains(100, 20.0, 0.1, tau=10.0))
    >>> round(pop.mu, 3), round(pop.sigma, 3)
    (19.899, 14.106)
    """

    PLAYED = ("mu", "sigma")

    def __init__(  # noqa: PLR0913 - ANNarchy's signature
        self,
        geometry: "Coordinates",
        rates: object,
        corr: object,
        tau: float,
        schedule: object = None,
        period: object = NO_PERIOD,
        name: str | None = None,
        refractory: float | None = None,
        *,
        network: "Network | None" = None,
    ) -> None:
        label = name or "HomogeneousCorrelatedSpikeTrains"
        self._rates, self._corr = _columns(label, rates, corr)
        self._tau = _time_constant(label, tau)
        self._schedule = schedule_of(label, 0.0 if schedule is None else schedule, period)
        if schedule is None and len(self._rates) > 1:
            raise ANNarchyException(f"{label}: several rates or correlations need a schedule.")
        self._schedule.check(len(self._rates))
        super().__init__(geometry, _model(self._tau, refractory), name, network=network)

    @property
    def rates(self) -> "float | NDArray[np.float64]":
        """Rates in Hz: a number, or one per row; set without a restart."""
        return _shown(self._rates)

    @rates.setter
    def rates(self, value: object) -> None:
        self.update(rates=value, reset=False)

    @property
    def corr(self) -> "float | NDArray[np.float64]":
        """Correlations: a number, or one per row; set without a restart."""
        return _shown(self._corr)

    @corr.setter
    def corr(self, value: object) -> None:
        self.update(corr=value, reset=False)

    def update(
        self,
        rates: object = None,
        corr: object = None,
        tau: float | None = None,
        schedule: object = None,
        period: object = None,
        reset: bool = True,
    ) -> None:
        """Follow other rates and correlations, from the next step on; x takes its time.

        Parameters
        ----------
        rates, corr, tau, schedule, period
            As in the constructor.  Default: as they are.
        reset
            Whether the schedule begins anew, with the current time as 0.

        Raises
        ------
        ANNarchyException
            If something is wrong as in the constructor; nothing is changed then.
        """
        new_rates = _shown(self._rates) if rates is None else rates
        columns = _columns(self._name, new_rates, self._other(rates, corr))
        changes = {
            "_rates": columns[0],
            "_corr": columns[1],
            "_tau": self._tau if tau is None else _time_constant(self._name, tau),
            "_schedule": self._rescheduled(schedule, period),
        }
        self._follow(changes, restarts=reset)
        if not self._network.compiled:
            self._write_tau()

    def set(self, values: Mapping[str, object]) -> None:
        """Set several attributes at once; another tau leaves rate and correlation as they are."""
        others = {name: value for name, value in values.items() if name != "tau"}
        with self._network._steady():
            if "tau" in values:
                self.tau = values["tau"]
            super().set(others)

    # Below: for the other files of this room

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - as in assignments
        if name == "tau" and "_attributes" in vars(self):
            self.update(tau=value, reset=False)  # mu and sigma depend on it
        else:
            super().__setattr__(name, value)

    def _announce(self, timetable: Playback, *, restarts: bool) -> None:
        with self._network._steady():
            self._write_tau()
            super()._announce(timetable, restarts=restarts)

    def _write_tau(self) -> None:
        self._network.write([self._change("tau", self._tau)])

    def _other(self, rates: object, corr: object) -> object:
        """Return the correlations of an update; one that was the same for all rows still is."""
        if corr is not None:
            return corr
        is_uniform = rates is not None and np.all(self._corr == self._corr[0])
        return self._corr[0] if is_uniform else _shown(self._corr)

    @property
    def _n_rows(self) -> int:
        return len(self._rates)

    def _rows(self, n_rows: int) -> "Mapping[str, NDArray[np.float64]]":
        """Return mu and sigma; the variance of x is exact for steps of any length."""
        dt, tau = self._network.dt, self._tau
        if dt > tau:
            raise ANNarchyException(
                f"{self._name}: tau of {tau:g} ms is shorter than a step of {dt:g} ms: choose a "
                f"smaller dt."
            )
        rows = np.empty((n_rows, 2))
        for n, (rate, corr) in enumerate(zip(self._rates[:n_rows], self._corr, strict=False)):
            mean, sd = gaussian_of(rate, corr * rate / (2.0 * tau / 1000.0))
            rows[n] = mean, sd * _noise(dt, tau)
        return {"mu": rows[:, 0].copy(), "sigma": rows[:, 1].copy()}

    def _start(self, name: str) -> "NDArray[Any]":
        """Return the values at the start; mu and sigma are those of the first step."""
        if name not in self.PLAYED:
            return super()._start(name)
        playback = self._timetable()
        row = BEFORE if playback is None else playback.row_at(0)
        value = 0.0 if playback is None or row == BEFORE else playback.rows[name][row]
        return np.asarray(value, self._network.settings.dtype)

    def _adopt(self, timetable: Timetable) -> None:
        assert isinstance(timetable, Playback)
        self._schedule = self._schedule_from(timetable)
        self._tau = float(self.get("tau"))
        noise = _noise(self._network.dt, self._tau)
        pairs = zip(timetable.rows["mu"], timetable.rows["sigma"] / noise, strict=True)
        moments = np.array([rectified_moments(mu, sd) for mu, sd in pairs])
        self._rates = moments[:, 0]
        rates = np.where(self._rates > 0, self._rates, 1.0)
        self._corr = moments[:, 1] * (2.0 * self._tau / 1000.0) / rates


def _model(tau: float, refractory: float | None) -> Neuron:
    return Neuron(
        parameters={
            "tau": Parameter(tau, locality="global"),
            "mu": Parameter(0.0, locality="global"),
            "sigma": Parameter(0.0, locality="global"),
        },
        equations=[
            Variable(
                "x += dt * (mu - x) / tau + sqrt(dt / tau) * sigma * Normal(0.0, 1.0)",
                locality="global",
                init="mu",
            ),
            Variable("p = Uniform(0.0, 1.0) * 1000.0 / dt"),
        ],
        spike="p < x",
        refractory=refractory,
        name="Correlated Poisson neuron",
    )


def _noise(dt_ms: float, tau_ms: float) -> float:
    """Return sigma for a standard deviation of 1: x_k+1 = (1 - dt/tau) x_k + sqrt(dt/tau) sigma."""
    return float(np.sqrt(2.0 - dt_ms / tau_ms))


def _columns(
    label: str, rates: object, corr: object
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return rates and correlations, one of each per row."""
    columns = [numbers(f"{label}: rates", rates), numbers(f"{label}: correlations", corr)]
    if any(column.ndim > 1 or not column.size for column in columns):
        raise ANNarchyException(f"{label}: rates and corr are numbers, or lists with one per row.")
    try:
        found = np.broadcast_arrays(*columns)
    except ValueError:
        raise ANNarchyException(
            f"{label}: there are {columns[0].size} rates and {columns[1].size} correlations: give "
            f"one of each per row, or one for all."
        ) from None
    if np.any(found[0] < 0):
        raise ANNarchyException(f"{label}: a rate cannot be negative.")
    if np.any((found[1] < 0) | (found[1] > 1)):
        raise ANNarchyException(f"{label}: a correlation lies between 0 and 1.")
    return np.atleast_1d(found[0]), np.atleast_1d(found[1])


def _time_constant(label: str, tau: object) -> float:
    value = numbers(f"{label}: tau", tau)
    if value.ndim or value <= 0:
        raise ANNarchyException(f"{label}: tau is a positive number of ms, not {tau!r}.")
    return float(value)


def _shown(column: "NDArray[np.float64]") -> "float | NDArray[np.float64]":
    return float(column[0]) if len(column) == 1 else column
