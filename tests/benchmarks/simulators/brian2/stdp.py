"""Poisson inputs on one neuron, Song, Miller and Abbott (2000), in Brian2."""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import stdp as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; all spikes are recorded."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        inputs = br.PoissonGroup(case.size, rates=spec.RATE_HZ * br.Hz)
        output = br.NeuronGroup(
            1,
            """
            dv/dt = (e_l - v + ge*(e_e - v_r))/tau_m : 1
            dge/dt = -ge/tau_e : 1
            """,
            threshold="v > v_t",
            reset="v = v_r",
            method="euler",
            namespace={
                "e_l": spec.E_L,
                "e_e": spec.E_E,
                "v_r": spec.V_R,
                "v_t": spec.V_T,
                "tau_m": spec.TAU_M_MS * br.ms,
                "tau_e": spec.TAU_E_MS * br.ms,
            },
        )
        output.v = spec.V_R
        synapses = br.Synapses(
            inputs,
            output,
            """
            w : 1
            dx/dt = -x/tau_plus : 1 (event-driven)
            dy/dt = -y/tau_minus : 1 (event-driven)
            """,
            on_pre="ge_post += w\nx += a_plus*w_max\nw = clip(w + y*late, 0, w_max)",
            on_post="y -= a_minus*w_max\nw = clip(w + x, 0, w_max)",
            namespace={
                "late": float(np.exp(spec.DT_MS / spec.TAU_MINUS_MS)),
                "w_max": spec.W_MAX,
                "a_plus": spec.A_PLUS,
                "a_minus": spec.A_MINUS,
                "tau_plus": spec.TAU_PLUS_MS * br.ms,
                "tau_minus": spec.TAU_MINUS_MS * br.ms,
            },
        )
        # the order that specs.stdp asks for; Brian's own takes pairs of one step for causal
        synapses.pre.when, synapses.post.when = "before_groups", "after_thresholds"
        synapses.connect()
        synapses.w = f"rand()*{spec.W_MAX}"
        monitors = [br.SpikeMonitor(group) for group in (inputs, output)]
    more = common.simulate(clock, case, br, [inputs, output, synapses, *monitors])
    with clock.phase("read"):
        n_in, n_out = (int(monitor.num_spikes) for monitor in monitors)
        mean_weight = float(np.mean(np.array(synapses.w)))
    work = spec.work(case, br.__version__, n_in, n_out, mean_weight)
    work.more = more
    return work
