"""Between which values things are varied, where the model does not say.

In: a subject, how it is driven.
Out: limits of parameters, of what drives the neuron, of states.
Not here: sliders.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.lab.explorer.measures.rate import Rate
from annarchy_lab.lab.explorer.plane import Limits
from annarchy_lab.lab.explorer.scan import scan
from annarchy_lab.lab.explorer.subject import Subject

__all__ = ["around", "level_limits", "nice", "parameter_limits", "threshold_level"]

Array = NDArray[np.float64]

EXPONENTS: Final = (-4.0, 5.0)
N_LEVELS: Final = 64
TRIAL_MS: Final = 300.0
MARGIN: Final = 0.08
SIZES: Final = ("noise", "sigma", "tau", "std", "amp", "g_", "gbar", "c_m", "cm", "refractory")


def nice(value: float) -> float:
    """Return the next larger 1, 2, 2.5 or 5 times a power of ten, with the sign of `value`."""
    size = abs(value)
    if size == 0.0 or not np.isfinite(size):
        return 1.0
    power = 10.0 ** np.floor(np.log10(size))
    factor = next(x for x in (1.0, 2.0, 2.5, 5.0, 10.0) if x * power >= size * (1.0 - 1e-9))
    return float(np.copysign(factor * power, value))


def parameter_limits(subject: Subject, name: str, value: float) -> Limits:
    """Return the limits of a parameter: as declared, else from nothing to twice its value."""
    attribute = subject.attribute(name)
    if attribute is not None and attribute.control_range is not None:
        return attribute.control_range
    if value == 0.0:
        return (0.0, 10.0) if subject.unit(name) == "ms" else (0.0 if _is_size(name) else -1.0, 1.0)
    if _is_potential(subject.unit(name)):
        return (value - 30.0, value + 30.0)
    return (0.0, 2.0 * value) if value > 0.0 else (2.0 * value, 0.0)


def level_limits(subject: Subject, driven: str | None, declared: float) -> Limits:
    """Return between which values a neuron is driven.

    As declared; else from nothing to three times what makes it spike.
    """
    attribute = None if driven is None else subject.attribute(driven)
    if attribute is not None and attribute.control_range is not None:
        return attribute.control_range
    if not subject.declaration.is_spiking:
        return (min(-1.0, 2.0 * declared), max(2.0, 2.0 * declared))
    level = threshold_level(subject, driven, subject.parameters)
    if level is None:
        return (min(-1.0, 2.0 * declared), max(1.0, 2.0 * declared))
    edge = nice(max(3.0 * abs(level), abs(declared), key=abs))
    return (0.0, edge) if level > 0.0 else (-edge, 0.0)


def threshold_level(
    subject: Subject, driven: str | None, parameters: Mapping[str, Any]
) -> float | None:
    """Return the least constant level that makes a neuron spike more than it does without.

    Searched between 1e-4 and 1e5 on both sides of 0, in two passes of 64 neurons of 300 ms each;
    without noise; None where no level does it.
    """
    model = subject.calm(driven)
    if model.inner is None:
        return None
    values = subject.values(parameters)

    def rates_at(levels: Array) -> Array:
        return scan(
            model,
            values,
            {str(model.inner): levels},
            Rate(),
            variable="",
            duration_ms=TRIAL_MS,
            transient_ms=0.0,
        ).result

    sizes = np.logspace(*EXPONENTS, N_LEVELS - 1)
    for sign in (1.0, -1.0):
        levels = np.concatenate([[0.0], sign * sizes])
        rates = rates_at(levels)
        if (rates > rates[0]).any():
            first = int(np.argmax(rates > rates[0]))
            between = np.linspace(levels[first - 1], levels[first], N_LEVELS)
            return float(between[np.argmax(rates_at(between) > rates[0])])
    return None


def around(parts: Iterable[Array], least: float = 1e-6) -> Limits:
    """Return limits around all finite values, with a margin."""
    known = np.concatenate([np.ravel(part) for part in parts] or [np.zeros(1)])
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    pad = MARGIN * (high - low)
    if high - low <= least * max(abs(low), abs(high), least):
        pad = 0.5 * max(abs(low), 1.0)
    return (low - pad, high + pad)


def _is_size(name: str) -> bool:
    """Whether a name is that of something that is never negative."""
    return name.lower().startswith(SIZES)


def _is_potential(unit: str) -> bool:
    return unit == "mV"
