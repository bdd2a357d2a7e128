"""The network of Brunel (2000) in Brian2."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import brunel as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    br = common.load(clock, case, spec.DT_MS)
    n_exc, (n_from_exc, n_from_inh) = spec.split(case.size), spec.in_degrees(case.size)
    with clock.phase("build"):
        pop = br.NeuronGroup(
            case.size,
            "dv/dt = -v/tau : 1 (unless refractory)",
            threshold="v >= theta",
            reset="v = v_r",
            refractory=spec.T_REF_MS * br.ms,
            method="euler",
            namespace={"tau": spec.TAU_MS * br.ms, "theta": spec.THETA, "v_r": spec.V_R},
        )
        outside = br.PoissonInput(pop, "v", spec.N_OUTSIDE, spec.OUTSIDE_HZ * br.Hz, spec.J)
        objects = [pop, outside]
        for part, fan, w in (
            (pop[:n_exc], n_from_exc, spec.J),
            (pop[n_exc:], n_from_inh, -spec.G * spec.J),
        ):
            delay = spec.DELAY_MS * br.ms
            synapses = br.Synapses(part, pop, on_pre=f"v_post += {w}", delay=delay)
            synapses.connect(i=f"k for k in sample(N_pre, size={fan})")
            objects.append(synapses)
        monitor = br.SpikeMonitor(pop)
    more = common.simulate(clock, case, br, [*objects, monitor])
    counts = np.array(monitor.count)
    n_of_exc = int(counts[:n_exc].sum())
    work = spec.work(case, br.__version__, n_of_exc, int(counts.sum()) - n_of_exc)
    work.more = more
    return work
