"""A network of which each dimension can grow by itself: neurons, synapses, rate, delays, recording.

Neurons leak, sum what arrives, and fire at random at a given rate, whatever arrives: so synaptic
events are known beforehand.
"""

from dataclasses import dataclass, replace
from typing import Final

__all__ = ["AXES", "DT_MS", "TAU_MS", "Axis", "Sizes", "W", "sizes"]

DT_MS, TAU_MS, W = 1.0, 10.0, 0.01


@dataclass(frozen=True, slots=True)
class Sizes:
    """A network.

    Attributes
    ----------
    neurons
        Number of neurons.
    fan
        Synapses from each to others.
    rate
        Rate of each in Hz.
    delays
        Number of different delays, of 1 ms to as many.
    recorded
        Values that are recorded in each step.
    """

    neurons: int = 10_000
    fan: int = 100
    rate: float = 10.0
    delays: int = 1
    recorded: int = 0


BASE: Final = Sizes()


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension: its name, what a value is, and the values."""

    name: str
    title: str
    values: tuple[int, ...]
    n_steps: int


AXES: Final = {
    axis.name: axis
    for axis in (
        Axis(
            "neurons",
            "neurons, without synapses",
            (1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000),
            200,
        ),
        Axis(
            "synapses",
            "synapses of 10,000 neurons at 10 Hz",
            (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000),
            500,
        ),
        Axis(
            "rate",
            "Hz of 10,000 neurons with 100 synapses each",
            (1, 3, 10, 30, 100, 300),
            500,
        ),
        Axis(
            "delays",
            "different delays of 10⁶ synapses at 10 Hz",
            (1, 2, 4, 8, 16, 32, 64),
            500,
        ),
        Axis(
            "recorded",
            "values recorded per step, of 10,000 neurons",
            (0, 100, 300, 1000, 3000, 10_000),
            500,
        ),
    )
}


def sizes(axis: str, value: int) -> Sizes:
    """Return the network at a place of an axis.

    Raises
    ------
    KeyError
        If there is no such axis.
    """
    if axis == "neurons":
        return Sizes(neurons=value, fan=0)
    if axis == "synapses":
        return replace(BASE, fan=value // BASE.neurons)
    if axis not in AXES:
        raise KeyError(axis)
    return replace(BASE, **{axis: value})
