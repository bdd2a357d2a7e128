"""The explorer of one neuron model: everything that can be asked of it, with values to play with.

In: a neuron model, or a neuron of a network that runs.
Out: `Explorer`, whose answers are arrays; in a notebook it displays itself as a widget.
Not here: how each answer is found (one file each), the widget (`lab.widgets.explorer`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer import fixed_points as points_of
from annarchy_lab.lab.explorer import nullclines as lines_of
from annarchy_lab.lab.explorer.fixed_points import FixedPoint
from annarchy_lab.lab.explorer.knobs import Knobs
from annarchy_lab.lab.explorer.measures.registry import check_measure
from annarchy_lab.lab.explorer.nullclines import Nullcline
from annarchy_lab.lab.explorer.plane import Limits, Plane
from annarchy_lab.lab.explorer.ranges import threshold_level
from annarchy_lab.lab.explorer.scan import Scan, scan
from annarchy_lab.lab.explorer.trace import Trace, trace
from annarchy_lab.lab.explorer.usual import usual_limits, usual_plane
from annarchy_lab.lab.explorer.waveforms import Waveform
from annarchy_lab.lab.exporting.arrays import Arrays
from annarchy_lab.lab.exporting.files import export

if TYPE_CHECKING:
    from annarchy_lab.lab.widgets.explorer import ExplorerView

__all__ = ["Explorer"]

Array = NDArray[np.float64]
Names = Sequence[str]

CURVE_MS = 700.0
CURVE_TRANSIENT_MS = 200.0
N_LEVELS = 61
N_VALUES = 41
N_OF_PAIR = 25
N_SEEDS = 16


class Explorer(Knobs):
    """What a neuron model does, by itself; made by ``Neuron.explore()`` and ``pop.explore()``.

    Parameters
    ----------
    neuron
        The model.
    drive
        What it is driven through: a parameter, ``g_target`` or ``sum(target)``.  Default: a
        parameter that is named like a current, else a target.
    dt
        Step in ms.  Default: that of the network of `live`; without one 0.1.
    live
        A neuron of a network, such as ``pop[15]``: its parameters are taken over, and its state is
        shown while the network runs.

    Attributes
    ----------
    neuron
        The model as it was given.
    waveform
        What drives the neuron in `trace`.
    duration
        For how long, in ms.

    Raises
    ------
    ANNarchyException
        If the model cannot be driven so, the step is none, or `live` is no neuron of this model.
    ModelError
        If the model does not fit the constants and functions that exist.

    Notes
    -----
    The vector field is that of the equations without noise (random numbers take their mean),
    without refractoriness, and without inputs besides `drive`.  What is driven is given from
    outside: an equation of its own, such as the decay of ``g_exc``, is left out.

    Examples
    --------
    >>> from annarchy_lab import Izhikevich
    >>> explorer = Izhikevich().explore()
    >>> [point.kind for point in explorer.fixed_points(drive=0.0)]
    ['stable node', 'saddle']
    """

    _last_whole: tuple[Any, tuple[FixedPoint, ...]] | None = None
    _view: "ExplorerView | None" = None

    # What can be asked

    def trace(
        self,
        waveform: Waveform | Array | Sequence[float] | None = None,
        duration: float | None = None,
        *,
        start: Mapping[str, float] | None = None,
        variables: Names | None = None,
    ) -> Trace:
        """Return what the variables of one neuron do.

        Parameters
        ----------
        waveform
            What drives it: a `Waveform`, or its value in each step.  Default: `self.waveform`.
        duration
            In ms.  Default: `self.duration`, or as long as the values in `waveform` last.
        start
            Values of variables at the start.  Default: those of the model.
        variables
            What is recorded.  Default: the states.
        """
        wave = self.waveform if waveform is None else waveform
        if not isinstance(wave, Waveform):
            sampled = np.asarray(wave, np.float64)
        else:
            lasting = self.duration if duration is None else duration
            sampled = wave.sampled(max(1, round(lasting / self.dt)), self.dt)
        return trace(self._driven, self._values(start), sampled, tuple(variables or self.states))

    def nullclines(
        self,
        x: str | None = None,
        y: str | None = None,
        *,
        limits: tuple[Limits, Limits] | None = None,
        held: Mapping[str, float] | None = None,
        drive: float | None = None,
    ) -> tuple[Nullcline, ...]:
        """Return where the derivatives of two states vanish.

        Parameters
        ----------
        x, y
            The two states.  Default: the potential and what recovers.
        limits
            Lowest and highest value of each.  Default: around what `trace` does.
        held
            Values of the other states.  Default: those of the fixed point of the whole model, a
            stable one before others; where it has none, those at the start.
        drive
            What the neuron is driven with.  Default: the level of the waveform.
        """
        return lines_of.nullclines(self._driven.field, self.plane(x, y, limits, held, drive))

    def fixed_points(
        self,
        *names: str,
        limits: Sequence[Limits] | None = None,
        held: Mapping[str, float] | None = None,
        drive: float | None = None,
    ) -> tuple[FixedPoint, ...]:
        """Return where the neuron would stay, and whether it returns there.

        Parameters
        ----------
        *names
            One or two states that vary while the others are held.  Default: all states.
        limits
            Where to look for them.  Default: around what `trace` does.
        held, drive
            As for `nullclines`.
        """
        free = names or self.moving
        if not free:
            return ()
        if not names and limits is None and held is None:
            return self._whole(drive)
        return self._found(free, limits, held, drive)

    def plane(
        self,
        x: str | None = None,
        y: str | None = None,
        limits: Sequence[Limits] | None = None,
        held: Mapping[str, float] | None = None,
        drive: float | None = None,
    ) -> Plane:
        """Return the plane of two states, or a line where the model has one; see `nullclines`."""
        names = usual_plane(self._driven.field, self._values(None), x, y)
        return self._plane_of(names, limits, held, drive)

    def plane_within(
        self, names: Names, limits: Sequence[Limits], held: Mapping[str, float] | None
    ) -> Plane:
        """Return the plane of some states between given limits."""
        return self._plane_of(names, limits, held, None)

    def fixed_points_within(self, plane: Plane) -> tuple[FixedPoint, ...]:
        """Return the fixed points of the states that a plane varies."""
        return points_of.fixed_points(self.field, plane)

    def line(self, x: str) -> Plane:
        """Return the line of one state, between its usual limits."""
        return self._plane_of((x,), None, None, None)

    def derivatives(self, values: Mapping[str, Any]) -> dict[str, Array]:
        """Return the derivative of each state.

        Parameters
        ----------
        values
            Of states, numbers or arrays of one shape; the others start as in the model.
        """
        rates = self._driven.field.derivatives({**self._values(None, None), **values})
        return dict(zip(self.states, rates, strict=True))

    def f_i_curve(
        self,
        levels: Array | Sequence[float] | None = None,
        *,
        duration: float = CURVE_MS,
        transient: float = CURVE_TRANSIENT_MS,
    ) -> Scan:
        """Return the firing rate, or the steady state of a rate, against what drives the neuron.

        Parameters
        ----------
        levels
            Constant levels.  Default: 61 in the usual range.
        duration, transient
            How long each neuron runs, and how much of it does not count, in ms.

        Raises
        ------
        ANNarchyException
            If nothing drives the model.
        """
        if self._drive is None:
            raise ANNarchyException("this model has neither a parameter nor a target to drive.")
        values = np.linspace(*self.levels, N_LEVELS) if levels is None else levels
        return self.scan(self._drive, values, duration=duration, transient=transient)

    def scan(  # noqa: PLR0913 - as many as there are choices
        self,
        parameter: str,
        values: Array | Sequence[float] | None = None,
        measure: str | None = None,
        *,
        second: str | None = None,
        second_values: Array | Sequence[float] | None = None,
        variable: str | None = None,
        level: float | None = None,
        duration: float = CURVE_MS,
        transient: float = CURVE_TRANSIENT_MS,
    ) -> Scan:
        """Return one measure against one parameter, or two: all neurons in one run.

        Parameters
        ----------
        parameter, second
            What varies; what drives the neuron may be among them.
        values, second_values
            Their values.  Default: 41 in the range of the parameter, 25 each for two.
        measure
            ``rate``, ``latency`` of the first spike, ``mean`` of a variable, ``cv`` of the
            intervals.  Default: the rate of spiking neurons, the mean of others.
        variable
            Whose mean.  Default: ``r``, else the first state.
        level
            Constant level of what drives the neuron.  Default: that of the waveform.
        duration, transient
            As for `f_i_curve`.

        Raises
        ------
        ANNarchyException
            If there is no such parameter, measure or variable, or all neurons have to share one.
        """
        chosen = check_measure(measure, is_spiking=self.neuron.is_spiking)
        n = N_VALUES if second is None else N_OF_PAIR
        given = {parameter: values} | ({} if second is None else {second: second_values})
        driven = self._driven
        varied = {driven.shared_name(x): self._spread(x, v, n) for x, v in given.items()}
        found = scan(
            driven,
            self._values(None, level),
            varied,
            chosen,
            variable=self._measured(variable),
            duration_ms=duration,
            transient_ms=transient,
        )
        is_mean = chosen.name == "mean"
        name = self._measured(variable)
        label, unit = (f"mean {name}", self.unit(name)) if is_mean else (found.label, found.unit)
        return replace(found, names=tuple(given), label=label, unit=unit)

    def rheobase(self) -> float | None:
        """Return the least constant level that adds a spike within 300 ms; None without one."""
        return threshold_level(self._subject, self._drive, self._parameters)

    @property
    def output(self) -> str:
        """Name of the variable whose mean is measured when nobody names one."""
        return self._measured(None)

    # Below: how

    def _plane_of(
        self,
        names: Names,
        limits: Sequence[Limits] | None,
        held: Mapping[str, float] | None,
        drive: float | None,
    ) -> Plane:
        self._driven.field.check(names)
        values = self._values(self._rest(names, drive) if held is None else held, drive)
        if limits is None:
            return usual_limits(self._driven.field, names, values, self.trace())
        return Plane(tuple(names), tuple((float(a), float(b)) for a, b in limits), values)

    def _whole(self, drive: float | None) -> tuple[FixedPoint, ...]:
        """Return the fixed points over all states; the last answer is kept."""
        level = self.waveform.highest if drive is None else drive
        key = (*self._parameters.values(), self._drive, level, self.waveform, self.duration)
        if self._last_whole is None or self._last_whole[0] != key:
            self._last_whole = (key, self._found(self.moving, None, None, drive))
        return self._last_whole[1]

    def _found(
        self,
        free: Names,
        limits: Sequence[Limits] | None,
        held: Mapping[str, float] | None,
        drive: float | None,
    ) -> tuple[FixedPoint, ...]:
        plane = self._plane_of(free, limits, held, drive)
        found = self.trace()
        every = max(1, len(found.times_ms) // N_SEEDS)
        seeds = np.stack([found.values[name][::every] for name in free])
        return points_of.fixed_points(self._driven.field, plane, seeds)

    def _rest(self, names: Names, drive: float | None) -> Mapping[str, float] | None:
        """Return where the whole model stays, if it has more states than vary."""
        if set(self.moving) <= set(names):
            return None
        found = self.fixed_points(drive=drive)
        return min(found, key=lambda point: not point.is_stable).values if found else None

    def _spread(self, name: str, values: object, n: int) -> Array:
        if values is not None:
            return np.asarray(values, np.float64)
        return np.linspace(*self.limits(name), n)

    def _measured(self, variable: str | None) -> str:
        known = self._subject.start(self._parameters)
        name = variable or ("r" if "r" in known else (*self.states, *known, "")[0])
        if name not in known:
            raise ANNarchyException(f"there is no variable {name!r}: {', '.join(known)}.")
        return name

    def __repr__(self) -> str:
        name = self.neuron.name or "neuron"
        changed = [x for x, value in self._parameters.items() if value != self._initial[x]]
        return f"<Explorer of {name}, driven through {self._drive}: {len(changed)} changed>"

    def data(self) -> Arrays:
        """Return the numbers of all that its view shows; see `explored_arrays`."""
        return self.view.shown().arrays()

    def export(self, path: str | PathLike[str], *, dark: bool = False) -> Path:
        """Save what its view shows: a picture for a paper, or the numbers.

        Parameters
        ----------
        path
            File; its ending says which: ``.png``, ``.svg``, ``.pdf`` (needs Matplotlib), ``.npz``.
        dark
            Whether the picture has a dark ground.  Default: white, as paper.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        ANNarchyException
            If the ending is unknown, or the file cannot be written.
        """
        return export(self.view.shown(), path, is_dark=dark)

    @property
    def view(self) -> "ExplorerView":
        """The widget; it is made when it is first asked for."""
        from annarchy_lab.lab.widgets.explorer import ExplorerView

        if self._view is None:
            self._view = ExplorerView(self)
        return self._view

    def _ipython_display_(self) -> None:
        self.view._ipython_display_()
