"""From a rate to spikes and back in ANNarchy."""

from typing import Any

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy import common
from specs import hybrid as spec

__all__ = ["run"]


def run(clock: Clock, case: Case) -> Work:
    """Simulate; the stimulus, the spikes and what is decoded are recorded."""
    ann = common.load(clock)

    def diagonal(pre: Any, post: Any, dt: float, weights: float) -> Any:
        synapses = ann.LILConnectivity(dt=dt)
        for rank in range(post.size):
            synapses.add(rank, range(rank + 1), [weights], [0])
        return synapses

    with clock.phase("build"):
        net = common.network(ann, case, spec.DT_MS)
        source = net.create(ann.InputArray(geometry=1))
        poisson = net.create(ann.PoissonPopulation(geometry=case.size, target="exc"))
        net.connect(source, poisson, "exc").all_to_all(weights=1.0)
        decoded = net.create(geometry=case.size, neuron=ann.Neuron(equations="r = sum(exc)"))
        proj = net.connect(ann.DecodingProjection(poisson, decoded, "exc", window=spec.WINDOW_MS))
        proj.from_function(method=diagonal, weights=1.0)
        spikes, read = net.monitor(poisson, "spike"), net.monitor(decoded, "r")
        net.monitor(source, "r")
    common.compiled(clock, case, net)
    for rate in spec.RATES_HZ:
        source.r = rate
        common.simulated(clock, net, spec.each_ms(case))
    with clock.phase("read"):
        n_spikes = common.counts(spikes.get("spike"))[1]
        last = np.asarray(read.get("r"))[:, -1]
    return spec.work(case, ann.__release__, n_spikes, last)
