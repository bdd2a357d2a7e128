"""From a rate to spikes and back in Brian2.

A spike adds to what is decoded, and takes it back a window later.
"""

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import hybrid as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; the spikes and what is decoded are recorded."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        rate = br.TimedArray(np.array(spec.RATES_HZ) * br.Hz, dt=spec.each_ms(case) * br.ms)
        poisson = br.PoissonGroup(case.size, rates="rate(t)", namespace={"rate": rate})
        decoded = br.NeuronGroup(case.size, "r : 1\nshare : 1 (constant)")
        decoded.share = f"1000.0/{spec.WINDOW_MS}/(i + 1)"
        synapses = br.Synapses(
            poisson,
            decoded,
            on_pre={"add": "r_post += share_post", "take": "r_post -= share_post"},
            delay={"take": spec.WINDOW_MS * br.ms},
        )
        synapses.connect(j="k for k in range(i, N_post)")
        spikes, read = br.SpikeMonitor(poisson), br.StateMonitor(decoded, "r", record=True)
    more = common.simulate(clock, case, br, [poisson, decoded, synapses, spikes, read])
    with clock.phase("read"):
        n_spikes, last = int(spikes.num_spikes), np.array(read.r)[-1]
    last[np.abs(last) < 1e-9] = 0.0  # what is taken back leaves rounding
    work = spec.work(case, br.__version__, n_spikes, last)
    work.more = more
    return work
