"""The benchmark network of Vogels and Abbott (2005), by conductances."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import coba as spec

import annarchy_lab as ann

__all__ = ["COBA", "Coba", "run"]

COBA = ann.Neuron(
    parameters={
        "El": spec.E_L,
        "Vr": spec.V_R,
        "Erev_exc": spec.E_EXC,
        "Erev_inh": spec.E_INH,
        "Vt": spec.V_T,
        "tau": spec.TAU_MS,
        "tau_exc": spec.TAU_EXC_MS,
        "tau_inh": spec.TAU_INH_MS,
        "I": spec.DRIVE,
    },
    equations=[
        "tau * dv/dt = (El - v) + g_exc * (Erev_exc - v) + g_inh * (Erev_inh - v) + I",
        "tau_exc * dg_exc/dt = - g_exc",
        "tau_inh * dg_inh/dt = - g_inh",
    ],
    spike="v > Vt",
    reset="v = Vr",
    refractory=spec.T_REF_MS,
    name="COBA",
)


class Coba(ann.Network):
    """Conductances, at steps of 0.1 ms; each neuron to each other with one probability.

    Parameters
    ----------
    size
        Number of neurons.
    delays
        Delays of the synapses in ms.
    """

    def __init__(
        self, size: int = spec.N_NEURONS, delays: float | ann.Uniform = spec.DT_MS
    ) -> None:
        self.config(dt=spec.DT_MS)
        self.pop = self.create(size, COBA)
        n_exc, probability = spec.split(size), spec.probability(size)
        for cells, target, w in (
            (self.pop[:n_exc], "exc", spec.W_EXC),
            (self.pop[n_exc:], "inh", spec.W_INH),
        ):
            proj = self.connect(cells, self.pop, target)
            proj.fixed_probability(probability, weights=w, delays=delays)
        for name, values in spec.START.items():
            self.pop.set({name: ann.Normal(*values)})


def run(clock: Clock, case: Case, delays: float | ann.Uniform = spec.DT_MS) -> Work:
    """Simulate; spikes are recorded."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = Coba(case.size, delays)
        monitor = net.monitor(net.pop, "spike")
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        n_spikes = common.n_spikes(monitor.get("spike"))
    return spec.work(case, ann.__version__, n_spikes)
