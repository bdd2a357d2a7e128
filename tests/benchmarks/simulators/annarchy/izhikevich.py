"""The pulse-coupled network of Izhikevich (2003) in ANNarchy."""

from typing import Any

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import izhikevich as spec

__all__ = ["build", "run"]


def build(ann: Any, case: Case) -> tuple[Any, Any]:
    """Return the network and its population."""
    cells = spec.cells(case.size, case.seed)
    neuron = ann.Neuron(
        parameters={
            "v_thresh": 30.0,
            **{name: ann.Parameter(0.0, locality="local") for name in cells},
        },
        equations=[
            "I = g_exc - g_inh + noise * Normal(0.0, 1.0)",
            "dv/dt = 0.04 * v^2 + 5.0 * v + 140.0 - u + I",
            "du/dt = a * (b*v - u)",
        ],
        spike="v >= v_thresh",
        reset="v = c\nu += d",
    )
    net = common.network(ann, case, spec.DT_MS)
    pop = net.create(geometry=case.size, neuron=neuron)
    for name, values in cells.items():
        setattr(pop, name, values)
    pop.v = -65.0
    pop.u = -65.0 * cells["b"]
    n_exc = spec.split(case.size)
    for part, target, fan, w_max in (
        (pop[:n_exc], "exc", spec.N_FROM_EXC, spec.W_EXC),
        (pop[n_exc:], "inh", spec.N_FROM_INH, spec.W_INH),
    ):
        proj, weights = net.connect(pre=part, post=pop, target=target), ann.Uniform(0.0, w_max)
        if spec.is_dense(case.size):
            proj.all_to_all(weights=weights)
        else:
            proj.fixed_number_pre(fan, weights=weights)
    return net, pop


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded, and v where the network is small."""
    ann = common.load(clock)
    with clock.phase("build"):
        net, pop = build(ann, case)
        monitor = net.monitor(pop, spec.recorded(case.size))
    common.compiled(clock, case, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        spikes = monitor.get("spike")
        if "v" in spec.recorded(case.size):
            monitor.get("v")
    return spec.work(case, ann.__release__, *common.counts(spikes, spec.split(case.size)))
