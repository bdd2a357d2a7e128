"""Structural plasticity: synapses appear between active neurons and vanish when they are old.

Rates are uniform random numbers, new in each step; a pair is tied with a chance where the product
is large.  Every `PERIOD_MS` all pairs that are not connected and all that are get examined.
"""

from typing import Final

from measuring.case import Case, Work

DT_MS: Final = 1.0
START: Final = 0.01  # chance of a synapse at the start
PRODUCT, P_CREATE, W_NEW = 0.9, 0.1, 0.01
MAX_AGE_MS, P_PRUNE = 100.0, 0.1
PERIOD_MS: Final = 10.0


def work(case: Case, version: str, n_synapses: int) -> Work:
    """Return what was done: each pair is examined once in a period."""
    n_pairs = case.size**2
    n_events = n_pairs * case.duration_ms / PERIOD_MS
    return Work({"density": n_synapses / n_pairs}, n_synapses, n_events, version=version)


def bands() -> dict[str, tuple[float, float]]:
    """Return the synapses at the end, as a share of all pairs.

    Of all pairs 0.518 % have a product above 0.9; a tenth of them is tied in each period.  A
    synapse lives 100 ms and then 10 periods on average, less half a period.
    """
    return {"density": (0.0090, 0.0115)}
