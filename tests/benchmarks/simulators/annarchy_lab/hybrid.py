"""From a rate to spikes and back."""

from typing import Any

from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.annarchy_lab import common
from specs import hybrid as spec

import annarchy_lab as ann

__all__ = ["run"]


def diagonal(pre: Any, post: Any, dt: float, weights: float) -> ann.LILConnectivity:
    """Connect post neuron k to the first k + 1 pre neurons."""
    synapses = ann.LILConnectivity(dt=dt)
    for rank in range(post.size):
        synapses.add(rank, range(rank + 1), [weights], [0])
    return synapses


def run(clock: Clock, case: Case) -> Work:
    """Simulate; the stimulus, the spikes and what is decoded are recorded."""
    common.settle(case, spec.DT_MS)
    with clock.phase("build"):
        net = ann.Network()
        source = net.create(ann.InputArray(geometry=1))
        poisson = net.create(ann.PoissonPopulation(case.size, target="exc"))
        net.connect(source, poisson, "exc").all_to_all(weights=1.0)
        decoded = net.create(case.size, ann.Neuron(equations="r = sum(exc)"))
        proj = net.connect(ann.DecodingProjection(poisson, decoded, "exc", window=spec.WINDOW_MS))
        proj.from_function(method=diagonal, weights=1.0)
        spikes, read = net.monitor(poisson, "spike"), net.monitor(decoded, "r")
        net.monitor(source, "r")
    common.compiled(clock, net)
    for rate in spec.RATES_HZ:
        source.r = rate
        common.simulated(clock, net, spec.each_ms(case))
    with clock.phase("read"):
        n_spikes = common.n_spikes(spikes.get("spike"))
        last = read.get("r")[:, -1]
    return spec.work(case, ann.__version__, n_spikes, last)
