"""COBA in ANNarchy."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import coba as spec

__all__ = ["run"]


def run(clock: Clock, case: Case, delays_ms: tuple[float, float] | None = None) -> Work:
    """Simulate; spikes are recorded.  Delays are uniform between two bounds, or one step."""
    ann = common.load(clock)
    with clock.phase("build"):
        neuron = ann.Neuron(
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
        )
        net = common.network(ann, case, spec.DT_MS)
        pop = net.create(geometry=case.size, neuron=neuron)
        for name, values in spec.START.items():
            setattr(pop, name, ann.Normal(*values))
        n_exc, delays = spec.split(case.size), ann.Uniform(*delays_ms) if delays_ms else spec.DT_MS
        for part, target, w in (
            (pop[:n_exc], "exc", spec.W_EXC),
            (pop[n_exc:], "inh", spec.W_INH),
        ):
            proj = net.connect(pre=part, post=pop, target=target)
            chance = spec.probability(case.size)
            proj.fixed_probability(weights=w, probability=chance, delays=delays)
        monitor = net.monitor(pop, "spike")
    common.compiled(clock, case, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        n_spikes = common.counts(monitor.get("spike"))[1]
    return spec.work(case, ann.__release__, n_spikes)
