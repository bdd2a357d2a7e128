"""Inputs of the published networks, written as the ordinary neurons that they are.

In: rates in Hz, or the time of one spike in ms.
Out: `POISSON`, `SPIKE_ONCE` and `INPUT`, models for ``create``.
Not here: classes of their own; whatever offers these behaves like these.
"""

import annarchy_lab as ann

__all__ = ["INPUT", "POISSON", "SPIKE_ONCE"]

# A draw u of a step means a spike when u * 1000 / dt < rates, so with probability rates * dt.
POISSON = ann.Neuron(
    parameters={"rates": ann.Parameter(1.0)},
    equations="p = Uniform(0.0, 1.0) * 1000.0 / dt",
    spike="p < rates",
    name="Poisson neuron",
)

# Half a step either side: times are multiples of dt only up to rounding.
SPIKE_ONCE = ann.Neuron(
    parameters={"spike_time": ann.Parameter(0.0)},
    spike="fabs(t - spike_time) < 0.5 * dt",
    name="Spike source",
)

INPUT = ann.Neuron("r = 0.0", name="Input")
