"""Weights for all synapses, for each dendrite, and of another type."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(
        "w = 1.0 : projection", pre_spike="g_target += w; w += 0.1 : postsynaptic, int", name="One"
    )
