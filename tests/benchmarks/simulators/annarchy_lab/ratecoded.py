"""An echo-state network: dense, rate-coded."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import ratecoded as spec

import annarchy_lab as ann

__all__ = ["UNIT", "run"]

UNIT = ann.Neuron(
    parameters={"tau": spec.TAU_MS, "g": spec.G, "noise": spec.NOISE},
    equations=["tau * dx/dt + x = g * sum(exc) + noise * Uniform(-1, 1)", "r = tanh(x)"],
)


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = ann.Network()
        pop = net.create(case.size, UNIT)
        weights = ann.Normal(0.0, 1.0 / np.sqrt(case.size))
        net.connect(pop, pop, "exc").all_to_all(weights, allow_self_connections=True)
        pop.x = ann.Uniform(-1.0, 1.0)
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        r = pop.r
    return spec.work(case, ann.__version__, r)
