"""What the networks of this project share."""

from collections.abc import Mapping, Sequence

from measuring.case import Case
from measuring.clock import Clock

import annarchy_lab as ann

__all__ = ["compiled", "halves", "n_spikes", "settle", "simulated"]


def settle(case: Case, dt_ms: float) -> None:
    """Choose the settings of all networks that are made from now on."""
    ann.clear()
    ann.setup(
        dt=dt_ms,
        seed=case.seed,
        num_threads=case.n_threads,
        fixed_threads=case.mode == "fixed",
        dtype=case.dtype,
        weight_dtype=case.weight_dtype or None,
    )


def compiled(clock: Clock, net: ann.Network) -> ann.Network:
    """Compile a network with the clock running."""
    with clock.phase("compile"):
        net.compile(silent=True)
    return net


def simulated(clock: Clock, net: ann.Network, duration_ms: float) -> None:
    """Simulate with the clock running."""
    with clock.phase("simulate"):
        net.simulate(duration_ms)


def n_spikes(spikes: Mapping[int, Sequence[int]]) -> int:
    """Return how many spikes were recorded."""
    return sum(len(steps) for steps in spikes.values())


def halves(spikes: Mapping[int, Sequence[int]], n_exc: int) -> tuple[int, int]:
    """Return how many spikes the first `n_exc` neurons fired, and how many the others."""
    n_of_exc = sum(len(steps) for rank, steps in spikes.items() if rank < n_exc)
    return n_of_exc, n_spikes(spikes) - n_of_exc
