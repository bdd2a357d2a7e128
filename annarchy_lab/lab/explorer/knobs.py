"""What of an explored model can be turned: parameters, what drives it, the waveform.

In: a neuron model, or a neuron of a network that runs.
Out: `Knobs`, of which an explorer is made; the model with the values of now.
Not here: what is found out (`explorer`).
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer.driving import check_driven, drivable
from annarchy_lab.lab.explorer.field import Field
from annarchy_lab.lab.explorer.live import Live, live_neuron
from annarchy_lab.lab.explorer.notes import notes
from annarchy_lab.lab.explorer.plane import Limits
from annarchy_lab.lab.explorer.ranges import level_limits, parameter_limits
from annarchy_lab.lab.explorer.subject import Driven, Subject
from annarchy_lab.lab.explorer.surroundings import surroundings_of
from annarchy_lab.lab.explorer.tuned import as_text, tuned
from annarchy_lab.lab.explorer.usual import usual_waveform
from annarchy_lab.lab.explorer.waveforms import Waveform
from annarchy_lab.language.declaration import AttributeDeclaration
from annarchy_lab.language.declare import Neuron

__all__ = ["Knobs"]

DURATION_MS = 200.0


class Knobs:
    """The part of an `Explorer` that is set rather than asked; see there."""

    def __init__(
        self,
        neuron: Neuron,
        drive: str | None = None,
        *,
        dt: float | None = None,
        live: object = None,
    ) -> None:
        self.neuron = neuron
        self.live: Live | None = None if live is None else live_neuron(live, neuron)
        network = None if self.live is None else self.live.population.network
        around_it = surroundings_of(network, dt)
        self._subject = Subject(neuron.declaration, around_it)
        given = {} if self.live is None else self.live.parameters()
        known = self._subject.parameters
        self._initial = {x: float(given.get(x, value)) for x, value in known.items()}
        self._parameters = dict(self._initial)
        self._drive = check_driven(neuron.declaration, drive)
        self._level_limits: dict[str | None, Limits] = {}
        self.duration = DURATION_MS
        self.waveform = usual_waveform(self._parameters.get(str(self._drive), 0.0), self.levels)
        self.on_change: list[Callable[[], None]] = []

    # What there is

    @property
    def parameters(self) -> dict[str, float]:
        """A copy of the values of all parameters, as they are now."""
        return dict(self._parameters)

    @property
    def initial(self) -> dict[str, float]:
        """A copy of their values at the start."""
        return dict(self._initial)

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the variables that have a differential equation."""
        return self._driven.field.states

    @property
    def field(self) -> Field:
        """The vector field, driven as now."""
        return self._driven.field

    @property
    def moving(self) -> tuple[str, ...]:
        """Names of the states that change at all."""
        return self.field.moving(self._values(None))

    @property
    def starts(self) -> dict[str, float]:
        """Values of the states at the start, with the parameters as they are now."""
        known = self._subject.start(self._parameters)
        return {name: known[name] for name in self.states}

    @property
    def dt(self) -> float:
        """Step in ms."""
        return self._subject.surroundings.dt_ms

    @property
    def drive(self) -> str | None:
        """What the neuron is driven through; None where it takes no input.  May be set."""
        return self._drive

    @drive.setter
    def drive(self, name: str) -> None:
        self._drive = check_driven(self.neuron.declaration, name)
        self.waveform = usual_waveform(self._parameters.get(name, 0.0), self.levels)
        self._changed()

    @property
    def drives(self) -> tuple[str, ...]:
        """Everything that the neuron can be driven through."""
        return drivable(self.neuron.declaration)

    @property
    def levels(self) -> Limits:
        """Between which levels it is usually driven."""
        if self._drive not in self._level_limits:
            declared = self._initial.get(str(self._drive), 0.0)
            limits = level_limits(self._subject, self._drive, declared)
            self._level_limits[self._drive] = limits
        return self._level_limits[self._drive]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the pictures leave out, in words."""
        return notes(self._subject, self._driven)

    # What can be changed

    def set(self, values: Mapping[str, float] | None = None, **more: float) -> None:
        """Give parameters other values; what is shown follows.

        Raises
        ------
        ANNarchyException
            If there is no such parameter, or a value is no finite number; nothing changes then.
        """
        given = {**(values or {}), **more}
        for name, value in given.items():
            if name not in self._parameters:
                known = ", ".join(self._parameters)
                raise ANNarchyException(f"there is no parameter {name!r} to explore: {known}.")
            if not np.isfinite(value):
                raise ANNarchyException(f"{name} needs a finite number, not {value}.")
        self._parameters |= {name: float(value) for name, value in given.items()}
        self._changed()

    def take(
        self, values: Mapping[str, float], drive: str | None, waveform: Waveform, duration: float
    ) -> None:
        """Take over what its own widget shows; nobody is told of it."""
        self._parameters |= {name: float(x) for name, x in values.items() if name in self._initial}
        self._drive = check_driven(self.neuron.declaration, drive)
        self.waveform, self.duration = waveform, duration

    def reset(self) -> None:
        """Give all parameters the values that they had at the start."""
        self.set(self._initial)

    def limits(self, parameter: str) -> Limits:
        """Return between which values a parameter is usually varied."""
        if parameter == self._drive:
            return self.levels
        value = self._initial.get(parameter)
        if value is None:
            raise ANNarchyException(f"there is no parameter {parameter!r} to explore.")
        return parameter_limits(self._subject, parameter, value)

    def attribute(self, name: str) -> AttributeDeclaration | None:
        """Return how an attribute was declared."""
        return self._subject.attribute(name)

    def unit(self, name: str) -> str:
        """Return the unit of a parameter or variable; empty if it has none."""
        return self._subject.unit(name)

    # What becomes of it

    def tuned(self) -> Neuron:
        """Return the model with the parameters as they are now."""
        return tuned(self.neuron, self._parameters, self._initial)

    def to_python(self) -> str:
        """Return the model with the parameters as they are now, as Python."""
        return as_text(self.tuned())

    def apply(self) -> None:
        """Write what was changed to the population of the live neuron.

        Raises
        ------
        ANNarchyException
            If there is none, or the network refuses a value.
        """
        if self.live is None:
            raise ANNarchyException("there is no network to write to: explore(live=pop[0]).")
        now, before = self._parameters, self._initial
        self.live.write({x: value for x, value in now.items() if value != before[x]})

    # Below: how

    @property
    def _driven(self) -> Driven:
        return self._subject.driven(self._drive)

    def _values(
        self, start: Mapping[str, Any] | None, level: float | None = None
    ) -> dict[str, Any]:
        values = self._subject.values(self._parameters, start)
        if self._driven.inner is not None:
            values[self._driven.inner] = self.waveform.highest if level is None else level
        return values

    def _changed(self) -> None:
        for call in tuple(self.on_change):
            call()
