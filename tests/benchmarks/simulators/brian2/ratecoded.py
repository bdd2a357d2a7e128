"""An echo-state network in Brian2."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import ratecoded as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        pop = br.NeuronGroup(
            case.size,
            """
            dx/dt = (-x + g*inputs + noise*u01)/tau : 1
            u01 = 2*rand() - 1 : 1 (constant over dt)
            r = tanh(x) : 1 (constant over dt)
            inputs : 1
            """,
            method="euler",
            namespace={"tau": spec.TAU_MS * br.ms, "g": spec.G, "noise": spec.NOISE},
        )
        pop.x = "2*rand() - 1"
        synapses = br.Synapses(pop, pop, "w : 1\ninputs_post = w*r_pre : 1 (summed)")
        synapses.connect()
        synapses.w = f"randn()/{np.sqrt(case.size)}"
    more = common.simulate(clock, case, br, [pop, synapses])
    with clock.phase("read"):
        r = np.tanh(np.array(pop.x))
    work = spec.work(case, br.__version__, r)
    work.more = more
    return work
