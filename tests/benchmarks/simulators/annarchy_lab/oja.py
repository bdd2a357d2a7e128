"""Learning on every synapse of a dense projection, by Oja's rule."""

from types import ModuleType

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import oja as spec

import annarchy_lab as ann

__all__ = ["learn", "run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    rule = ann.Oja(eta=spec.ETA, alpha=spec.ALPHA)
    return learn(clock, case, rule, spec)


def learn(clock: Clock, case: Case, rule: ann.Synapse, spec: ModuleType) -> Work:
    """Simulate with any rule of this kind."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = ann.Network()
        unit = ann.Neuron({"tau": spec.TAU_MS}, "tau * dr/dt + r = sum(exc)")
        pre, post = net.create(ann.InputArray(case.size)), net.create(case.size, unit)
        proj = net.connect(pre, post, "exc", rule)
        proj.all_to_all(ann.Uniform(0.0, spec.w_max(case.size)))
        pre.r = spec.inputs(case)
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        r, w = post.r, np.array(proj.w)
    work: Work = spec.work(case, ann.__version__, r, w)
    return work
