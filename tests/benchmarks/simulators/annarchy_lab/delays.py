"""COBA with a delay for each synapse."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import coba
from specs import delays as spec

import annarchy_lab as ann

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    return coba.run(clock, case, ann.Uniform(*spec.DELAYS_MS))
