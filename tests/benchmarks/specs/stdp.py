"""Poisson inputs on one neuron whose synapses learn: Song, Miller and Abbott (2000).

At steps of 1 ms the order of events within a step decides the outcome, so a simulator must take
this one: a spike arrives at the beginning of the next step but meets the trace of its own; a spike
of the neuron acts at the end of its step.  Otherwise the rate climbs to 185 Hz, and the work is
another.
"""

from typing import Final

from measuring.case import Case, Work
from measuring.work import Group, spiking

DT_MS: Final = 1.0
RATE_HZ: Final = 15.0
TAU_M_MS, TAU_E_MS = 10.0, 5.0
V_T, V_R, E_L, E_E = -54.0, -60.0, -74.0, 0.0
TAU_PLUS_MS = TAU_MINUS_MS = 20.0
A_PLUS, A_MINUS = 0.01, 0.0105
W_MAX: Final = 0.01


def work(case: Case, version: str, n_in: int, n_out: int, mean_weight: float) -> Work:
    """Return what was done; a spike of the neuron visits every synapse, too."""
    made = spiking(
        case,
        version,
        input=Group(case.size, n_in, 1.0),
        output=Group(1, n_out, float(case.size)),
    )
    made.rates["mean_weight"] = mean_weight / W_MAX
    made.n_synapses = case.size
    return made


def bands() -> dict[str, tuple[float, float]]:
    """Return the rates in Hz, and the mean weight as a share of the greatest."""
    return {"input": (14.9, 15.1), "output": (20.0, 31.0), "mean_weight": (0.40, 0.45)}
