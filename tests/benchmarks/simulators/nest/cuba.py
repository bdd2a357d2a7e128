"""CUBA in NEST."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.nest import common
from specs import cuba as spec

__all__ = ["run"]

C_M = 200.0
PER_MV = C_M / spec.TAU_MS  # pA


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    nest = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        neuron = {
            "C_m": C_M,
            "tau_m": spec.TAU_MS,
            "E_L": spec.E_L,
            "V_th": spec.V_T,
            "V_reset": spec.V_R,
            "t_ref": spec.T_REF_MS,
            "tau_syn_ex": spec.TAU_EXC_MS,
            "tau_syn_in": spec.TAU_INH_MS,
        }
        pop = nest.Create("iaf_psc_exp", case.size, neuron)
        pop.V_m = nest.random.uniform(*spec.V_START)
        n_exc = spec.split(case.size)
        rule = {"rule": "pairwise_bernoulli", "p": spec.probability(case.size)}
        for part, w in ((pop[:n_exc], spec.W_EXC), (pop[n_exc:], -spec.W_INH)):
            nest.Connect(part, pop, rule, {"weight": PER_MV * w, "delay": spec.DT_MS})
        recorder = common.record(nest, pop)
    common.simulated(clock, case, nest)
    return spec.work(case, nest.__version__, common.count(recorder))
