"""Waveforms: what drives a neuron, step by step.

In: a shape and a few numbers, or points that were drawn.
Out: an array with one value per step.
Not here: what is driven (`driving`).
"""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

__all__ = ["SHAPES", "Shape", "Waveform"]

Array = NDArray[np.float64]
Shape: TypeAlias = Literal["step", "ramp", "pulse", "sine", "noise", "drawn"]
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)
NOISE_SEED: Final = 1
NOISE_TAU_MS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Waveform:
    """What drives a neuron.

    Attributes
    ----------
    shape
        ``step`` (from `start_ms` on), ``ramp`` (from `base` at `start_ms` to `level` at `stop_ms`),
        ``pulse`` (between the two), ``sine`` (around the middle of `base` and `level`), ``noise``
        (coloured, tau 5 ms, around `level`, spread a third of its distance from `base`), ``drawn``.
    level, base
        Values.
    start_ms, stop_ms
        When it begins and ends, in ms.
    period_ms
        Of the sine, in ms.
    points
        Of what was drawn: equally spaced values from the first to the last step.
    """

    shape: Shape = "step"
    level: float = 0.0
    base: float = 0.0
    start_ms: float = 20.0
    stop_ms: float = 60.0
    period_ms: float = 50.0
    points: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what makes no waveform."""
        if self.shape not in SHAPES:
            raise ANNarchyException(
                f"there is no waveform {self.shape!r}; there are {', '.join(SHAPES)}."
            )
        numbers = (self.level, self.base, self.start_ms, self.stop_ms, *self.points)
        if not np.isfinite(numbers).all() or not 0.0 < self.period_ms < np.inf:
            raise ANNarchyException("the numbers of a waveform are finite, its period above 0.")

    def sampled(self, n_steps: int, dt_ms: float) -> Array:
        """Return its value in each step, shape ``(n_steps,)``."""
        t_ms = dt_ms * np.arange(n_steps, dtype=np.float64)
        return np.asarray(_SAMPLED[self.shape](self, t_ms), np.float64)

    @property
    def highest(self) -> float:
        """The value that is farthest from the base."""
        if self.shape != "drawn" or not self.points:
            return self.level
        return max(self.points, key=lambda value: abs(value - self.base))


def _step(wave: Waveform, t_ms: Array) -> Array:
    return np.where(t_ms >= wave.start_ms, wave.level, wave.base)


def _ramp(wave: Waveform, t_ms: Array) -> Array:
    span = max(wave.stop_ms - wave.start_ms, 1e-9)
    share = np.clip((t_ms - wave.start_ms) / span, 0.0, 1.0)
    return wave.base + share * (wave.level - wave.base)


def _pulse(wave: Waveform, t_ms: Array) -> Array:
    is_on = (t_ms >= wave.start_ms) & (t_ms < wave.stop_ms)
    return np.where(is_on, wave.level, wave.base)


def _sine(wave: Waveform, t_ms: Array) -> Array:
    middle, half = (wave.base + wave.level) / 2.0, (wave.level - wave.base) / 2.0
    phase = 2.0 * np.pi * (t_ms - wave.start_ms) / wave.period_ms
    return np.where(t_ms >= wave.start_ms, middle - half * np.cos(phase), wave.base)


def _noise(wave: Waveform, t_ms: Array) -> Array:
    """Return an Ornstein-Uhlenbeck process, the same one each time."""
    from scipy.signal import lfilter

    n_steps = len(t_ms)
    dt_ms = t_ms[1] - t_ms[0] if n_steps > 1 else 1.0
    keep = np.exp(-dt_ms / NOISE_TAU_MS)
    white = np.random.default_rng(NOISE_SEED).standard_normal(n_steps)
    colored = lfilter([np.sqrt(1.0 - keep**2)], [1.0, -keep], white)
    spread = abs(wave.level - wave.base) / 3.0
    return np.where(t_ms >= wave.start_ms, wave.level + spread * colored, wave.base)


def _drawn(wave: Waveform, t_ms: Array) -> Array:
    if not wave.points:
        return np.full(len(t_ms), wave.base)
    places = np.linspace(0.0, 1.0, len(wave.points))
    return np.interp(np.linspace(0.0, 1.0, len(t_ms)), places, wave.points)


_SAMPLED: Final[dict[Shape, Callable[[Waveform, Array], Array]]] = {
    "step": _step,
    "ramp": _ramp,
    "pulse": _pulse,
    "sine": _sine,
    "noise": _noise,
    "drawn": _drawn,
}
