"""What the stimulus tool can aim at, and what its settings mean.

In: groups of neurons; settings as the browser sends them, which is not trusted.
Out: how each group is announced; pulses.
Not here: the widget.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.api.stimuli.receiving import receiving_attributes
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.stimuli.stimulate import stimulate
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.stimuli.pulse import Pulse
    from annarchy_lab.api.stimuli.stimulating import Neurons
    from annarchy_lab.lab.messages import StimulusTarget
    from annarchy_lab.lab.views.shown import Shown

__all__ = ["Settings", "target_info"]

AMPLITUDE = 5.0
RATE_AMPLITUDE = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a stimulus does.

    Attributes
    ----------
    target
        Name of a group; empty: the selected neuron.
    period_ms
        0: it acts once.
    fires
        Whether neurons are made to spike, instead.
    """

    target: str
    attribute: str
    amplitude: float
    duration_ms: float
    noise: float
    period_ms: float
    fires: bool = False

    @classmethod
    def of(cls, message: Any, *, fires: bool = False) -> "Settings":  # noqa: ANN401 - of a browser
        """Return the settings of a message.

        Raises
        ------
        ANNarchyException
            If a number is none.
        """
        given = message if isinstance(message, dict) else {}
        names = ("amplitude", "duration_ms", "noise", "period_ms")
        numbers = {name: _number(name, given.get(name)) for name in names}
        target, attribute = (str(given.get(name) or "") for name in ("target", "attribute"))
        return cls(target, attribute, **numbers, fires=fires)

    def give(self, neurons: "Neurons") -> "Pulse":
        """Give it to some neurons."""
        period = self.period_ms or None
        if self.fires:
            return stimulate(neurons, period=period)
        return stimulate(
            neurons,
            self.amplitude,
            self.duration_ms,
            self.attribute or None,
            noise=self.noise,
            period=period,
        )

    def told(self, pulse: "Pulse") -> str:
        """Return in words what was given."""
        n, what = pulse.n_neurons, "spikes"
        if not self.fires:
            noise = f" ± {self.noise:g}" if self.noise else ""
            what = f"{pulse.attribute} {self.amplitude:+g}{noise} for {self.duration_ms:g} ms"
        every = f", every {self.period_ms:g} ms" if self.period_ms else ""
        return f"{what}{every}: {n} neuron{'s' * (n != 1)}"


def _number(name: str, value: Any) -> float:  # noqa: ANN401 - of a browser
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value):
        what = name.removesuffix("_ms")
        raise ANNarchyException(f"the {what} of a stimulus is a number, not {value!r}.")
    return float(value)


def target_info(group: "Shown") -> "StimulusTarget":
    """Return a group as the tool announces it."""
    population = group.group.population
    attributes = receiving_attributes(population)
    return {
        "name": group.name,
        "size": group.size,
        "color_index": group.color_index,
        "attributes": list(attributes),
        "units": [group.unit_of(name) for name in attributes],
        "amplitudes": [_amplitude(population, name) for name in attributes],
        "can_fire": population.is_spiking,
    }


def _amplitude(population: "Population", name: str) -> float:
    """Return an amplitude that is neither nothing nor too much, as far as one can know."""
    declared = next((a for a in population.declaration.attributes if a.name == name), None)
    if declared is not None and declared.control_range is not None:
        low, high = declared.control_range
        return float(f"{(high - low) / 2:.2g}")
    if declared is None:  # a target
        return RATE_AMPLITUDE
    size = float(np.abs(np.asarray(population.get(name), np.float64)).max(initial=0.0))
    default = AMPLITUDE if population.is_spiking else RATE_AMPLITUDE
    return float(f"{size:.2g}") or default
