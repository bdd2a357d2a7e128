"""The balanced random network of Brunel (2000), J Comput Neurosci 8:183, firing irregularly.

12,500 neurons with 1000 excitatory and 250 inhibitory synapses each, all of one delay; from outside
1000 Poisson inputs for each neuron, which is one binomial number per neuron and step.
"""

from typing import Final

from measuring.case import Case, Work
from measuring.work import Group, spiking

DT_MS: Final = 0.1
N_NEURONS: Final = 12_500
J, G = 0.1, 5.0
TAU_MS, THETA, V_R, T_REF_MS = 20.0, 20.0, 0.0, 2.0
DELAY_MS: Final = 1.5
N_OUTSIDE, OUTSIDE_HZ = 1000, 20.0


def split(n_neurons: int) -> int:
    """Return how many are excitatory; they come first."""
    return n_neurons * 4 // 5


def in_degrees(n_neurons: int) -> tuple[int, int]:
    """Return how many excitatory and inhibitory synapses a neuron has: a tenth of all cells."""
    return split(n_neurons) // 10, (n_neurons - split(n_neurons)) // 10


def work(case: Case, version: str, n_exc_spikes: int, n_inh_spikes: int) -> Work:
    """Return what was done."""
    n, n_exc = case.size, split(case.size)
    n_from_exc, n_from_inh = in_degrees(n)
    exc = Group(n_exc, n_exc_spikes, n * n_from_exc / n_exc)
    inh = Group(n - n_exc, n_inh_spikes, n * n_from_inh / (n - n_exc))
    return spiking(case, version, exc=exc, inh=inh)


def bands() -> dict[str, tuple[float, float]]:
    """Return the rates in Hz: the sharpest check of all."""
    return {"exc": (31.3, 32.4), "inh": (31.3, 32.4)}
