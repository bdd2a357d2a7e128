"""The network of Brunel (2000) in NEST."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.nest import common
from specs import brunel as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    nest = common.load(clock, case, spec.DT_MS)
    n_exc, (n_from_exc, n_from_inh) = spec.split(case.size), spec.in_degrees(case.size)
    with clock.phase("build"):
        neuron = {
            "C_m": 1.0,
            "tau_m": spec.TAU_MS,
            "t_ref": spec.T_REF_MS,
            "E_L": 0.0,
            "V_reset": spec.V_R,
            "V_m": 0.0,
            "V_th": spec.THETA,
        }
        pop = nest.Create("iaf_psc_delta", case.size, neuron)
        rate = spec.N_OUTSIDE * spec.OUTSIDE_HZ
        outside = nest.Create("poisson_generator", params={"rate": rate})
        nest.Connect(outside, pop, syn_spec={"weight": spec.J, "delay": spec.DT_MS})
        parts = (
            (pop[:n_exc], n_from_exc, spec.J),
            (pop[n_exc:], n_from_inh, -spec.G * spec.J),
        )
        for part, fan, w in parts:
            rule = {"rule": "fixed_indegree", "indegree": fan, "allow_multapses": False}
            nest.Connect(part, pop, rule, {"weight": w, "delay": spec.DELAY_MS})
        recorders = [common.record(nest, part) for part, _, _ in parts]
    common.simulated(clock, case, nest)
    return spec.work(case, nest.__version__, *map(common.count, recorders))
