"""Learning on every synapse of a dense projection, by Oja's rule, in Brian2."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import oja as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; nothing is recorded."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        pre = br.NeuronGroup(case.size, "r : 1 (constant)")
        pre.r = spec.inputs(case)
        post = br.NeuronGroup(
            case.size,
            "dr/dt = (-r + inputs)/tau : 1\ninputs : 1",
            method="euler",
            namespace={"tau": spec.TAU_MS * br.ms},
        )
        synapses = br.Synapses(
            pre,
            post,
            """
            dw/dt = eta*(r_pre*r_post - alpha*r_post**2*w)/ms : 1 (clock-driven)
            inputs_post = w*r_pre : 1 (summed)
            """,
            method="euler",
            namespace={"eta": spec.ETA, "alpha": spec.ALPHA, "ms": br.ms},
        )
        synapses.connect()
        synapses.w = f"rand()*{spec.w_max(case.size)}"
    more = common.simulate(clock, case, br, [pre, post, synapses])
    with clock.phase("read"):
        w, r = np.array(synapses.w).reshape(case.size, case.size), np.array(post.r)
    work = spec.work(case, br.__version__, r, w.T)  # it holds them pre x post
    work.more = more
    return work
