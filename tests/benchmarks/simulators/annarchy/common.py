"""What the ANNarchy 5 networks share: importing, setting up and compiling with the clock running.

ANNarchy is imported when a network is run, so that these files can be read without it.
"""

import contextlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from measuring.case import Case
from measuring.clock import Clock

__all__ = ["compiled", "counts", "load", "network", "simulated"]

MODES: dict[str, dict[str, Any]] = {
    "": {},
    "simd": {"disable_SIMD_SpMV": False},
    "csr": {
        "sparse_matrix_format": "csr",
        "sparse_matrix_storage_order": "pre_to_post",
    },
}
"""What a user gets, and what one gets who has read the manual on formats and flags."""


def load(clock: Clock) -> Any:
    """Import it."""
    with clock.phase("import"):
        sys.argv = sys.argv[:1]  # it reads the command line itself
        with contextlib.redirect_stdout(sys.stderr):
            import ANNarchy
    return ANNarchy


def network(ann: Any, case: Case, dt_ms: float, **settings: Any) -> Any:
    """Return an empty network."""
    net = ann.Network(dt=dt_ms, seed=case.seed)
    dtype = getattr(ann, case.dtype)
    net.config(num_threads=case.n_threads, dtype=dtype, **MODES[case.mode], **settings)
    return net


def compiled(clock: Clock, case: Case, net: Any) -> None:
    """Compile a network."""
    with clock.phase("compile"), contextlib.redirect_stdout(sys.stderr):
        net.compile(directory=str(case.folder / "annarchy"))


def simulated(clock: Clock, net: Any, duration_ms: float) -> None:
    """Simulate with the clock running."""
    with clock.phase("simulate"):
        net.simulate(duration_ms)


def counts(spikes: Mapping[int, Sequence[int]], n_first: int = 0) -> tuple[int, int]:
    """Return how many spikes the first neurons fired, and how many the others."""
    first = sum(len(steps) for rank, steps in spikes.items() if rank < n_first)
    return first, sum(len(steps) for steps in spikes.values()) - first
