"""The pulse-coupled network of Izhikevich (2003) in Brian2."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import izhikevich as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded, and v where the network is small."""
    br = common.load(clock, case, spec.DT_MS)
    n_exc = spec.split(case.size)
    with clock.phase("build"):
        cells = spec.cells(case.size, case.seed)
        pop = br.NeuronGroup(
            case.size,
            """
            dv/dt = (0.04*v**2 + 5*v + 140 - u + I)/ms : 1
            du/dt = a*(b*v - u)/ms : 1
            I = g + noise*randn() : 1 (constant over dt)
            g : 1
            """
            + "\n".join(f"{name} : 1 (constant)" for name in cells),
            threshold="v >= 30",
            reset="v = c; u += d",
            method="euler",
            namespace={"ms": br.ms},
        )
        pop.run_regularly("g = 0", when="after_groups", dt=spec.DT_MS * br.ms)
        for name, values in cells.items():
            setattr(pop, name, values)
        pop.v, pop.u = -65.0, -65.0 * cells["b"]
        objects = [pop, *pop.contained_objects]
        for part, sign, fan, w_max in (
            (pop[:n_exc], "+", spec.N_FROM_EXC, spec.W_EXC),
            (pop[n_exc:], "-", spec.N_FROM_INH, spec.W_INH),
        ):
            synapses = br.Synapses(part, pop, "w : 1", on_pre=f"g_post {sign}= w")
            if spec.is_dense(case.size):
                synapses.connect()
            else:
                synapses.connect(i=f"k for k in sample(N_pre, size={fan})")
            synapses.w = f"{w_max}*rand()"
            objects.append(synapses)
        monitor = br.SpikeMonitor(pop)
        if "v" in spec.recorded(case.size):
            objects.append(br.StateMonitor(pop, "v", record=True))
    more = common.simulate(clock, case, br, [*objects, monitor])
    with clock.phase("read"):
        counts = np.array(monitor.count)
    n_of_exc = int(counts[:n_exc].sum())
    work = spec.work(case, br.__version__, n_of_exc, int(counts.sum()) - n_of_exc)
    work.more = more
    return work
