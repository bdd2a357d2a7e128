"""Self-organising receptive fields by homeostatic plasticity, Carlson et al. (2013), IJCNN.

An epoch shows 40 gratings for 2 s each to 2 x 1024 Poisson inputs, with 0.5 s between them.
"""

from typing import Final

import numpy as np
from measuring.case import Case, Work
from measuring.work import Group, spiking
from numpy.typing import NDArray

DT_MS: Final = 1.0
SIDE, N_CELLS, N_STIMULI = 32, 4, 40
MAX_HZ, IDLE_HZ, CYCLES = 28.0, 1.0, 1.2
WINDOW_MS, ON_MS, OFF_MS = 10_000.0, 2000.0, 500.0
EPOCH_MS: Final = N_STIMULI * (ON_MS + OFF_MS)
N_LEARNING: Final = N_CELLS * 2 * SIDE**2 + N_CELLS**2
N_SYNAPSES: Final = N_LEARNING + N_CELLS**2 + 2 * SIDE**2


def grating(angle: float, phase: float = 0.0, side: int = SIDE) -> NDArray[np.float64]:
    """Return a sine wave across the field of inputs, -1 to 1."""
    axis = np.linspace(-1.0, 1.0, side)
    x, y = np.meshgrid(axis, axis)
    wave: NDArray[np.float64] = np.sin(
        2.0 * np.pi * (np.cos(angle) * x + np.sin(angle) * y) * CYCLES + phase
    )
    return wave


def gratings(seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rates in Hz of the on and of the off inputs: stimulus x row x column."""
    order = np.random.default_rng(seed).permutation(N_STIMULI)
    waves = np.array([grating(np.pi * stimulus / N_STIMULI) for stimulus in order])
    return MAX_HZ * np.maximum(waves, 0.0), MAX_HZ * np.maximum(-waves, 0.0)


def n_stimuli(duration_ms: float) -> int:
    """Return how many stimuli a run shows."""
    return round(duration_ms / (ON_MS + OFF_MS))


def work(case: Case, version: str, n_spikes: tuple[int, ...], mean_weight: float) -> Work:
    """Return what was done; the rule visits every synapse that learns in each step."""
    sizes = {"input_on": SIDE**2, "buffer_on": SIDE**2, "exc": N_CELLS, "inh": N_CELLS}
    groups = {
        name: Group(n_neurons, n, 0.0)
        for (name, n_neurons), n in zip(sizes.items(), n_spikes, strict=True)
    }
    made = spiking(case, version, **groups)
    made.rates["mean_weight"] = mean_weight
    made.n_synapses, made.n_events = N_SYNAPSES, N_LEARNING * case.duration_ms / DT_MS
    return made


def bands() -> dict[str, tuple[float, float]]:
    """Return the rates in Hz of an epoch, and the mean weight at its end."""
    return {
        "input_on": (7.2, 7.45),
        "buffer_on": (5.9, 6.4),
        "exc": (24.0, 36.0),
        "inh": (37.0, 49.0),
        "mean_weight": (0.0052, 0.0067),
    }
