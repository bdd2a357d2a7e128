"""The pulse-coupled network of Izhikevich (2003), IEEE Trans Neural Netw 14:1569.

1000 neurons are connected all to all.  More neurons keep the number of inputs of each, drawn at
random without repetition.  Forward Euler, steps of 1 ms.
"""

from typing import Final

import numpy as np
from measuring.case import Case, Work
from measuring.work import Group, spiking
from numpy.typing import NDArray

DT_MS: Final = 1.0
N_FROM_EXC: Final = 800
N_FROM_INH: Final = 200
W_EXC: Final = 0.5  # weights are uniform from 0 to this
W_INH: Final = 1.0
NOISE: Final = (5.0, 2.0)  # standard deviation of the input: excitatory, inhibitory


def split(n_neurons: int) -> int:
    """Return how many are excitatory; they come first."""
    return n_neurons * 4 // 5


def cells(n_neurons: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Return a, b, c, d and the noise of each neuron."""
    rng = np.random.default_rng(seed)
    n_exc = split(n_neurons)
    exc, inh = rng.random(n_exc), rng.random(n_neurons - n_exc)
    return {
        "a": np.r_[np.full(exc.size, 0.02), 0.02 + 0.08 * inh],
        "b": np.r_[np.full(exc.size, 0.2), 0.25 - 0.05 * inh],
        "c": np.r_[-65.0 + 15.0 * exc**2, np.full(inh.size, -65.0)],
        "d": np.r_[8.0 - 6.0 * exc**2, np.full(inh.size, 2.0)],
        "noise": np.r_[np.full(exc.size, NOISE[0]), np.full(inh.size, NOISE[1])],
    }


def is_dense(n_neurons: int) -> bool:
    """Return whether it is connected all to all."""
    return n_neurons == N_FROM_EXC + N_FROM_INH


def recorded(n_neurons: int) -> list[str]:
    """Return what is recorded: v only where the network is small."""
    return ["spike", "v"] if n_neurons <= 1000 else ["spike"]


def work(case: Case, version: str, n_exc_spikes: int, n_inh_spikes: int) -> Work:
    """Return what was done."""
    n, n_exc = case.size, split(case.size)
    exc = Group(n_exc, n_exc_spikes, n * N_FROM_EXC / n_exc)
    inh = Group(n - n_exc, n_inh_spikes, n * N_FROM_INH / (n - n_exc))
    return spiking(case, version, exc=exc, inh=inh)


def bands() -> dict[str, tuple[float, float]]:
    """Return the rates in Hz that all simulators agree on, over seeds and durations."""
    return {"exc": (8.3, 9.6), "inh": (8.1, 10.6)}
