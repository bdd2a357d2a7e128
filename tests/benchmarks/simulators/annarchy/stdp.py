"""Poisson inputs on one neuron, Song, Miller and Abbott (2000), in ANNarchy."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import stdp as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; all spikes are recorded."""
    ann = common.load(clock)
    with clock.phase("build"):
        neuron = ann.Neuron(
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
        rule = ann.STDP(
            tau_plus=spec.TAU_PLUS_MS,
            tau_minus=spec.TAU_MINUS_MS,
            A_plus=spec.A_PLUS,
            A_minus=spec.A_MINUS,
            w_max=spec.W_MAX,
        )
        net = common.network(ann, case, spec.DT_MS)
        inputs = net.create(ann.PoissonPopulation(geometry=case.size, rates=spec.RATE_HZ))
        output = net.create(geometry=1, neuron=neuron)
        proj = net.connect(pre=inputs, post=output, target="exc", synapse=rule)
        proj.all_to_all(weights=ann.Uniform(0.0, spec.W_MAX))
        monitors = [net.monitor(pop, "spike") for pop in (inputs, output)]
    common.compiled(clock, case, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        n_in, n_out = (common.counts(each.get("spike"))[1] for each in monitors)
        mean_weight = float(np.mean(proj.w[0]))
    return spec.work(case, ann.__release__, n_in, n_out, mean_weight)
