"""Learning by the rule of Intrator and Cooper in ANNarchy."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common, oja
from specs import ibcm as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    ann = common.load(clock)
    return oja.learn(clock, case, ann, ann.IBCM(eta=spec.ETA, tau=spec.TAU_THETA_MS), spec)
