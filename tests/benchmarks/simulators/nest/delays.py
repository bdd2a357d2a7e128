"""COBA with a delay for each synapse in NEST."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.nest import coba
from specs import delays as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    return coba.run(clock, case, spec.DELAYS_MS)
