"""Poisson inputs on one neuron, Song, Miller and Abbott (2000), in NEST.

Its neuron is integrated exactly and its delays lie elsewhere, so its rate is lower.
"""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.nest import common
from specs import stdp as spec

__all__ = ["run"]

C_M = 250.0
PER_CONDUCTANCE = (spec.E_E - spec.V_R) * C_M / spec.TAU_M_MS  # pA


def run(clock: Clock, case: Case) -> Work:
    """Simulate; all spikes are recorded."""
    nest = common.load(clock, case, spec.DT_MS)
    w_max = spec.W_MAX * PER_CONDUCTANCE
    with clock.phase("build"):
        neuron = {
            "C_m": C_M,
            "tau_m": spec.TAU_M_MS,
            "E_L": spec.E_L,
            "V_th": spec.V_T,
            "V_reset": spec.V_R,
            "V_m": spec.V_R,
            "t_ref": 0.0,
            "tau_syn_ex": spec.TAU_E_MS,
            "tau_minus": spec.TAU_MINUS_MS,
        }
        output = nest.Create("iaf_psc_exp", params=neuron)
        source = nest.Create("poisson_generator", params={"rate": spec.RATE_HZ})
        inputs = nest.Create("parrot_neuron", case.size)
        nest.Connect(source, inputs, syn_spec={"delay": spec.DT_MS})
        synapse = {
            "synapse_model": "stdp_synapse",
            "weight": nest.random.uniform(0.0, w_max),
            "delay": spec.DT_MS,
            "Wmax": w_max,
            "mu_plus": 0.0,
            "mu_minus": 0.0,
            "tau_plus": spec.TAU_PLUS_MS,
            "alpha": spec.A_MINUS / spec.A_PLUS,
            "lambda": spec.A_PLUS,
        }
        nest.Connect(inputs, output, syn_spec=synapse)
        recorders = [common.record(nest, nodes) for nodes in (inputs, output)]
    common.simulated(clock, case, nest)
    with clock.phase("read"):
        weights = np.array(nest.GetConnections(inputs, output).weight)
    n_in, n_out = map(common.count, recorders)
    mean_weight = float(np.mean(weights)) / PER_CONDUCTANCE
    return spec.work(case, nest.__version__, n_in, n_out, mean_weight)
