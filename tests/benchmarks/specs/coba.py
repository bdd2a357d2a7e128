"""COBA: a balanced network of conductances, Vogels and Abbott (2005), J Neurosci 25:10786.

The settings of the benchmark of Brette et al. (2007): 4000 neurons, each to each other with 2 %.
More neurons keep the number of synapses of each, so the chance falls.  Forward Euler, 0.1 ms.
"""

from typing import Final

from measuring.case import Case, Work
from measuring.work import Group, spiking

DT_MS: Final = 0.1
N_NEURONS: Final = 4000
N_OUT: Final = 80
E_L, V_R, V_T, E_EXC, E_INH = -60.0, -60.0, -50.0, 0.0, -80.0
TAU_MS, TAU_EXC_MS, TAU_INH_MS, T_REF_MS = 20.0, 5.0, 10.0, 5.0
DRIVE: Final = 20.0
W_EXC, W_INH = 0.6, 6.7
START: Final = {"v": (-55.0, 5.0), "g_exc": (4.0, 1.5), "g_inh": (20.0, 12.0)}  # mean, deviation


def split(n_neurons: int) -> int:
    """Return how many are excitatory; they come first."""
    return n_neurons * 4 // 5


def probability(n_neurons: int) -> float:
    """Return the chance of a synapse."""
    return N_OUT / n_neurons


def work(case: Case, version: str, n_spikes: int) -> Work:
    """Return what was done."""
    return spiking(case, version, all=Group(case.size, n_spikes, float(N_OUT)))


def bands() -> dict[str, tuple[float, float]]:
    """Return the rate in Hz; it differs from one random network to the next."""
    return {"all": (18.0, 25.0)}
