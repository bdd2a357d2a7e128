"""CUBA in Brian2."""

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import cuba as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; spikes are recorded."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        pop = br.NeuronGroup(
            case.size,
            """
            dv/dt = ((e_l - v) + g_exc - g_inh)/tau : 1 (unless refractory)
            dg_exc/dt = -g_exc/tau_exc : 1
            dg_inh/dt = -g_inh/tau_inh : 1
            """,
            threshold="v > v_t",
            reset="v = v_r",
            refractory=spec.T_REF_MS * br.ms,
            method="euler",
            namespace={
                "e_l": spec.E_L,
                "v_t": spec.V_T,
                "v_r": spec.V_R,
                "tau": spec.TAU_MS * br.ms,
                "tau_exc": spec.TAU_EXC_MS * br.ms,
                "tau_inh": spec.TAU_INH_MS * br.ms,
            },
        )
        low, high = spec.V_START
        pop.v = f"{low} + {high - low}*rand()"
        n_exc, chance = spec.split(case.size), spec.probability(case.size)
        exc = br.Synapses(pop[:n_exc], pop, on_pre=f"g_exc_post += {spec.W_EXC}")
        inh = br.Synapses(pop[n_exc:], pop, on_pre=f"g_inh_post += {spec.W_INH}")
        exc.connect(p=chance)
        inh.connect(p=chance)
        monitor = br.SpikeMonitor(pop)
    more = common.simulate(clock, case, br, [pop, exc, inh, monitor])
    work = spec.work(case, br.__version__, int(monitor.num_spikes))
    work.more = more
    return work
