"""Poisson inputs on one neuron, Song, Miller and Abbott (2000)."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import stdp as spec

import annarchy_lab as ann

__all__ = ["NEURON", "run"]

NEURON = ann.Neuron(
    parameters={
        "tau_m": spec.TAU_M_MS,
        "tau_e": spec.TAU_E_MS,
        "vt": spec.V_T,
        "vr": spec.V_R,
        "El": spec.E_L,
        "Ee": spec.E_E,
    },
    equations=[
        ann.Variable("tau_m * dv/dt = El - v + g_exc * (Ee - vr)", init=spec.V_R),
        "tau_e * dg_exc/dt = - g_exc",
    ],
    spike="v > vt",
    reset="v = vr",
)


def run(clock: Clock, case: Case) -> Work:
    """Simulate; all spikes are recorded."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = ann.Network()
        inputs = net.create(ann.PoissonPopulation(case.size, rates=spec.RATE_HZ))
        output = net.create(1, NEURON)
        rule = ann.STDP(
            tau_plus=spec.TAU_PLUS_MS,
            tau_minus=spec.TAU_MINUS_MS,
            A_plus=spec.A_PLUS,
            A_minus=spec.A_MINUS,
            w_max=spec.W_MAX,
        )
        proj = net.connect(inputs, output, "exc", rule)
        proj.all_to_all(weights=ann.Uniform(0.0, spec.W_MAX))
        monitors = [net.monitor(pop, "spike") for pop in (inputs, output)]
    common.compiled(clock, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        n_in, n_out = (common.n_spikes(each.get("spike")) for each in monitors)
        mean_weight = float(np.mean(proj.w))
    return spec.work(case, ann.__version__, n_in, n_out, mean_weight)
