"""An echo-state network in ANNarchy."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import ratecoded as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    ann = common.load(clock)
    with clock.phase("build"):
        unit = ann.Neuron(
            parameters={"tau": spec.TAU_MS, "g": spec.G, "noise": spec.NOISE},
            equations=["tau * dx/dt + x = g * sum(exc) + noise * Uniform(-1, 1)", "r = tanh(x)"],
        )
        net = common.network(ann, case, spec.DT_MS)
        pop = net.create(geometry=case.size, neuron=unit)
        weights = ann.Normal(0.0, 1.0 / np.sqrt(case.size))
        net.connect(pop, pop, "exc").all_to_all(weights=weights, allow_self_connections=True)
    common.compiled(clock, case, net)
    pop.x = np.random.default_rng(case.seed).uniform(-1.0, 1.0, case.size)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        r = np.asarray(pop.r)
    return spec.work(case, ann.__release__, r)
