"""Learning on every synapse of a dense projection, by Oja's rule, in ANNarchy."""

from types import ModuleType
from typing import Any

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import oja as spec

__all__ = ["learn", "run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    ann = common.load(clock)
    return learn(clock, case, ann, ann.Oja(eta=spec.ETA, alpha=spec.ALPHA), spec)


def learn(clock: Clock, case: Case, ann: Any, rule: Any, spec: ModuleType) -> Work:
    """Simulate with any rule of this kind."""
    with clock.phase("build"):
        unit = ann.Neuron(parameters={"tau": spec.TAU_MS}, equations=["tau * dr/dt + r = sum(exc)"])
        net = common.network(ann, case, spec.DT_MS)
        pre, post = net.create(ann.InputArray(case.size)), net.create(case.size, unit)
        proj = net.connect(pre, post, "exc", rule)
        proj.all_to_all(ann.Uniform(0.0, spec.w_max(case.size)))
    common.compiled(clock, case, net)
    pre.r = spec.inputs(case)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        r, w = np.asarray(post.r), np.array(proj.w)
    work: Work = spec.work(case, ann.__release__, r, w)
    return work
