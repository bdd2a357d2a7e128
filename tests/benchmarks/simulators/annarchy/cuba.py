"""CUBA in ANNarchy."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import cuba as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    ann = common.load(clock)
    with clock.phase("build"):
        neuron = ann.Neuron(
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
        )
        net = common.network(ann, case, spec.DT_MS)
        pop = net.create(geometry=case.size, neuron=neuron)
        pop.v = ann.Uniform(*spec.V_START)
        n_exc, chance = spec.split(case.size), spec.probability(case.size)
        exc = net.connect(pre=pop[:n_exc], post=pop, target="exc")
        exc.fixed_probability(weights=spec.W_EXC, probability=chance)
        inh = net.connect(pre=pop[n_exc:], post=pop, target="inh")
        inh.fixed_probability(weights=spec.W_INH, probability=chance)
        monitor = net.monitor(pop, "spike")
    common.compiled(clock, case, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        n_spikes = common.counts(monitor.get("spike"))[1]
    return spec.work(case, ann.__release__, n_spikes)
