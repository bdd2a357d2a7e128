"""The network of Brunel (2000) in ANNarchy."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import brunel as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    ann = common.load(clock)
    n_exc, (n_from_exc, n_from_inh) = spec.split(case.size), spec.in_degrees(case.size)
    with clock.phase("build"):
        chance = spec.OUTSIDE_HZ * spec.DT_MS / 1000.0
        neuron = ann.Neuron(
            parameters={"tau": spec.TAU_MS, "theta": spec.THETA, "vr": spec.V_R, "J": spec.J},
            equations=[
                f"ext = J * Binomial({spec.N_OUTSIDE}, {chance})",
                "dv/dt = -v / tau + (g_exc - g_inh + ext) / dt",
            ],
            spike="v >= theta",
            reset="v = vr",
            refractory=spec.T_REF_MS,
        )
        net = common.network(ann, case, spec.DT_MS)
        pop = net.create(geometry=case.size, neuron=neuron)
        exc = net.connect(pre=pop[:n_exc], post=pop, target="exc")
        exc.fixed_number_pre(n_from_exc, weights=spec.J, delays=spec.DELAY_MS)
        inh = net.connect(pre=pop[n_exc:], post=pop, target="inh")
        inh.fixed_number_pre(n_from_inh, weights=spec.G * spec.J, delays=spec.DELAY_MS)
        monitor = net.monitor(pop, ["spike"])
    common.compiled(clock, case, net)
    common.simulated(clock, net, case.duration_ms)
    with clock.phase("read"):
        counts = common.counts(monitor.get("spike"), n_exc)
    return spec.work(case, ann.__release__, *counts)
