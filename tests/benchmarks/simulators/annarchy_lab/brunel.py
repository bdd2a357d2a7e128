"""The balanced random network of Brunel (2000), with delays of 1.5 ms."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import brunel as spec

import annarchy_lab as ann

__all__ = ["NEURON", "run"]

NEURON = ann.Neuron(
    parameters={
        "tau": spec.TAU_MS,
        "theta": spec.THETA,
        "vr": spec.V_R,
        "J": spec.J,
        "n": spec.N_OUTSIDE,
        "p": spec.OUTSIDE_HZ * spec.DT_MS / 1000.0,
    },
    equations=["ext = J * Binomial(n, p)", "dv/dt = -v / tau + (g_exc - g_inh + ext) / dt"],
    spike="v >= theta",
    reset="v = vr",
    refractory=spec.T_REF_MS,
)


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    common.settle(case, spec.DT_MS)
    n_exc, (n_from_exc, n_from_inh) = spec.split(case.size), spec.in_degrees(case.size)
    with clock.phase("build"):
        net = ann.Network()
        pop = net.create(case.size, NEURON)
        exc = net.connect(pop[:n_exc], pop, "exc")
        exc.fixed_number_pre(n_from_exc, weights=spec.J, delays=spec.DELAY_MS)
        inh = net.connect(pop[n_exc:], pop, "inh")
        inh.fixed_number_pre(n_from_inh, weights=spec.G * spec.J, delays=spec.DELAY_MS)
        monitor = net.monitor(pop, "spike")
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        counts = common.halves(monitor.get("spike"), n_exc)
    return spec.work(case, ann.__version__, *counts)
