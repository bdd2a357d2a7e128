"""A network of which each dimension can grow by itself.

The mode of the case names the dimension, its size is the place on it.
"""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import growth as spec

import annarchy_lab as ann

__all__ = ["run"]

NEURON = ann.Neuron(
    parameters={"tau": spec.TAU_MS, "p": 0.0},
    equations=["tau * dv/dt = -v", "x = Uniform(0.0, 1.0)"],
    spike="x < p",
    reset="",
)
DRIVEN = ann.Neuron(
    parameters={"tau": spec.TAU_MS, "p": 0.0},
    equations=["tau * dv/dt = -v + g_exc", "x = Uniform(0.0, 1.0)"],
    spike="x < p",
    reset="",
)


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are not recorded, v of some neurons may be."""
    common.settle(case, spec.DT_MS)
    sizes = spec.sizes(case.mode, case.size)
    with clock.phase("build"):
        net = ann.Network()
        pop = net.create(sizes.neurons, DRIVEN if sizes.fan else NEURON)
        pop.p = sizes.rate * spec.DT_MS / 1000.0
        if sizes.fan:
            delays = ann.Uniform(0.5, sizes.delays + 0.5) if sizes.delays > 1 else spec.DT_MS
            proj = net.connect(pop, pop, "exc")
            proj.fixed_number_post(sizes.fan, weights=ann.Uniform(0.0, spec.W), delays=delays)
        if sizes.recorded:
            net.monitor(pop[: sizes.recorded], "v")
    common.compiled(clock, net)
    net.simulate(20.0)  # arrays are touched once
    common.simulated(clock, net, case.duration_ms)
    n_synapses = sizes.neurons * sizes.fan
    work = Work({}, n_synapses, n_synapses * sizes.rate * case.duration_ms / 1000.0)
    work.more = {"core_bytes": sum((net.instance.memory() if net.instance else {}).values())}
    return work
