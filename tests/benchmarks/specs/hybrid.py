"""From a rate to 1000 Poisson neurons and back: neuron k decodes the first k + 1 of them."""

from typing import Final

import numpy as np
from measuring.case import Case, Work
from measuring.work import Group, spiking
from numpy.typing import NDArray

DT_MS: Final = 0.1
WINDOW_MS: Final = 10.0
RATES_HZ: Final = (0.0, 10.0, 50.0, 100.0)


def each_ms(case: Case) -> float:
    """Return how long each rate lasts."""
    return case.duration_ms / len(RATES_HZ)


def work(case: Case, version: str, n_spikes: int, decoded: NDArray[np.floating]) -> Work:
    """Return what was done; `decoded` is what the last neuron reads in each step."""
    fan = (case.size + 1) / 2
    made = spiking(case, version, poisson=Group(case.size, n_spikes, fan))
    for rate, part in zip(RATES_HZ, np.split(decoded, len(RATES_HZ)), strict=True):
        made.rates[f"decoded_at_{rate:g}"] = float(np.mean(part[part.size // 2 :]))
    return made


def bands() -> dict[str, tuple[float, float]]:
    """Return the rate in Hz of the neurons, and what is decoded from all at each rate."""
    return {
        "poisson": (39.0, 41.0),
        "decoded_at_0": (0.0, 0.0),
        "decoded_at_10": (9.3, 10.7),
        "decoded_at_50": (48.0, 52.0),
        "decoded_at_100": (97.0, 103.0),
    }
