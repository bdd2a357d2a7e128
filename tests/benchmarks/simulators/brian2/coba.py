"""COBA in Brian2."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import coba as spec

__all__ = ["run"]


def run(clock: Clock, case: Case, delays_ms: tuple[float, float] | None = None) -> Work:
    """Simulate; spikes are recorded.  Delays are uniform between two bounds, or one step."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        pop = br.NeuronGroup(
            case.size,
            """
            dv/dt = ((e_l - v) + g_exc*(e_exc - v) + g_inh*(e_inh - v) + drive)/tau
                : 1 (unless refractory)
            dg_exc/dt = -g_exc/tau_exc : 1
            dg_inh/dt = -g_inh/tau_inh : 1
            """,
            threshold="v > v_t",
            reset="v = v_r",
            refractory=spec.T_REF_MS * br.ms,
            method="euler",
            namespace={
                "e_l": spec.E_L,
                "e_exc": spec.E_EXC,
                "e_inh": spec.E_INH,
                "drive": spec.DRIVE,
                "v_t": spec.V_T,
                "v_r": spec.V_R,
                "tau": spec.TAU_MS * br.ms,
                "tau_exc": spec.TAU_EXC_MS * br.ms,
                "tau_inh": spec.TAU_INH_MS * br.ms,
            },
        )
        for name, (mean, deviation) in spec.START.items():
            setattr(pop, name, f"{mean} + {deviation}*randn()")
        n_exc, objects = spec.split(case.size), [pop]
        for part, target, w in (
            (pop[:n_exc], "exc", spec.W_EXC),
            (pop[n_exc:], "inh", spec.W_INH),
        ):
            synapses = br.Synapses(part, pop, on_pre=f"g_{target}_post += {w}")
            synapses.connect(p=spec.probability(case.size))
            if delays_ms:
                low, high = delays_ms
                synapses.delay = f"({low} + {high - low}*rand())*ms"
            objects.append(synapses)
        monitor = br.SpikeMonitor(pop)
    more = common.simulate(clock, case, br, [*objects, monitor])
    work = spec.work(case, br.__version__, int(monitor.num_spikes))
    work.more = more
    return work
