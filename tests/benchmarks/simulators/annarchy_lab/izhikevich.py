"""The pulse-coupled network of Izhikevich (2003)."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import izhikevich as spec

import annarchy_lab as ann

__all__ = ["IZHIKEVICH", "build", "run"]

IZHIKEVICH = ann.Neuron(
    parameters="noise = 5.0\na = 0.02\nb = 0.2\nc = -65.0\nd = 2.0\nv_thresh = 30.0",
    equations="""
        I = g_exc - g_inh + noise * Normal(0.0, 1.0)
        dv/dt = 0.04 * v^2 + 5.0 * v + 140.0 - u + I
        du/dt = a * (b*v - u)
    """,
    spike="v >= v_thresh",
    reset="v = c\nu += d",
    name="Izhikevich",
)


def build(size: int = 1000, seed: int = 3) -> ann.Network:
    """Return the network, a fifth of it inhibitory, not yet compiled."""
    net = ann.Network(dt=spec.DT_MS, seed=seed)
    pop = net.create(size, IZHIKEVICH, name="neurons")
    for name, values in spec.cells(size, seed).items():
        pop.set({name: values})
    pop.v = -65.0
    pop.u = pop.v * pop.b
    exc, inh = pop[: spec.split(size)], pop[spec.split(size) :]
    for cells, target, fan, w_max in (
        (exc, "exc", spec.N_FROM_EXC, spec.W_EXC),
        (inh, "inh", spec.N_FROM_INH, spec.W_INH),
    ):
        proj, weights = net.connect(cells, pop, target, name=target), ann.Uniform(0.0, w_max)
        if spec.is_dense(size):
            proj.all_to_all(weights=weights)
        else:
            proj.fixed_number_pre(min(fan, cells.size), weights=weights)
    return net


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded, and v where the network is small."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = build(case.size, case.seed)
        pop = net.get_population("neurons")
        monitor = net.monitor(pop, spec.recorded(case.size))
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        found = monitor.get()
    return spec.work(case, ann.__version__, *common.halves(found["spike"], spec.split(case.size)))
