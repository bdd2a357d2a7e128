"""The benchmark network of Vogels and Abbott (2005), by currents."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import cuba as spec

import annarchy_lab as ann

__all__ = ["CUBA", "Cuba", "run"]

CUBA = ann.Neuron(
    parameters={
        "El": spec.E_L,
        "Vr": spec.V_R,
        "Vt": spec.V_T,
        "tau_m": spec.TAU_MS,
        "tau_exc": spec.TAU_EXC_MS,
        "tau_inh": spec.TAU_INH_MS,
    },
    equations=[
        "tau_m * dv/dt = (El - v) + g_exc - g_inh",
        "tau_exc * dg_exc/dt = - g_exc",
        "tau_inh * dg_inh/dt = - g_inh",
    ],
    spike="v > Vt",
    reset="v = Vr",
    refractory=spec.T_REF_MS,
    name="CUBA",
)


class Cuba(ann.Network):
    """Currents, at steps of 0.1 ms; each neuron to each other with one probability.

    Parameters
    ----------
    size
        Number of neurons.
    """

    def __init__(self, size: int = spec.N_NEURONS) -> None:
        self.config(dt=spec.DT_MS)
        self.pop = self.create(size, CUBA)
        n_exc, probability = spec.split(size), spec.probability(size)
        exc = self.connect(self.pop[:n_exc], self.pop, "exc")
        exc.fixed_probability(probability, weights=spec.W_EXC)
        inh = self.connect(self.pop[n_exc:], self.pop, "inh")
        inh.fixed_probability(probability, weights=spec.W_INH)
        self.pop.v = ann.Uniform(*spec.V_START)


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = Cuba(case.size)
        monitor = net.monitor(net.pop, "spike")
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        n_spikes = common.n_spikes(monitor.get("spike"))
    return spec.work(case, ann.__version__, n_spikes)
