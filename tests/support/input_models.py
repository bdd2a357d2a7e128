"""Inputs of the published networks, written as the ordinary neurons that they are.

In: the time of one spike in ms.
Out: `SPIKE_ONCE` and `INPUT`, models for ``create``.
Not here: classes of their own; whatever offers these behaves like these.
"""

import annarchy_lab as ann

__all__ = ["INPUT", "SPIKE_ONCE"]

# Half a step either side: times are multiples of dt only up to rounding.
SPIKE_ONCE = ann.Neuron(
    parameters={"spike_time": ann.Parameter(0.0)},
    spike="fabs(t - spike_time) < 0.5 * dt",
    name="Spike source",
)

INPUT = ann.Neuron("r = 0.0", name="Input")
