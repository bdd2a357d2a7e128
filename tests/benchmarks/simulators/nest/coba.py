"""COBA in NEST.

`iaf_cond_exp` is integrated by an adaptive Runge-Kutta method; NEST has none with Euler's.
"""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.nest import common
from specs import coba as spec

__all__ = ["run"]

G_L = 10.0  # nS: conductances of the network are in units of the leak


def run(clock: Clock, case: Case, delays_ms: tuple[float, float] | None = None) -> Work:
    """Simulate; spikes are recorded.  Delays are uniform between two bounds, or one step."""
    nest = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        neuron = {
            "C_m": G_L * spec.TAU_MS,
            "g_L": G_L,
            "E_L": spec.E_L,
            "V_th": spec.V_T,
            "V_reset": spec.V_R,
            "E_ex": spec.E_EXC,
            "E_in": spec.E_INH,
            "t_ref": spec.T_REF_MS,
            "tau_syn_ex": spec.TAU_EXC_MS,
            "tau_syn_in": spec.TAU_INH_MS,
            "I_e": G_L * spec.DRIVE,
        }
        pop = nest.Create("iaf_cond_exp", case.size, neuron)
        pop.V_m = nest.random.normal(*spec.START["v"])
        pop.g_ex = G_L * nest.random.normal(*spec.START["g_exc"])
        pop.g_in = G_L * nest.random.normal(*spec.START["g_inh"])
        n_exc = spec.split(case.size)
        rule = {"rule": "pairwise_bernoulli", "p": spec.probability(case.size)}
        delay = nest.random.uniform(*delays_ms) if delays_ms else spec.DT_MS
        for part, w in ((pop[:n_exc], spec.W_EXC), (pop[n_exc:], -spec.W_INH)):
            nest.Connect(part, pop, rule, {"weight": G_L * w, "delay": delay})
        recorder = common.record(nest, pop)
    common.simulated(clock, case, nest)
    return spec.work(case, nest.__version__, common.count(recorder))
