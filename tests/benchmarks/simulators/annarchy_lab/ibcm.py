"""Learning on every synapse of a dense projection, by the rule of Intrator and Cooper."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import oja
from specs import ibcm as spec

import annarchy_lab as ann

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    return oja.learn(clock, case, ann.IBCM(eta=spec.ETA, tau=spec.TAU_THETA_MS), spec)
