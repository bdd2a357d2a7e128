"""A weight for all synapses, and one for each dendrite."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse("w = 1.0 : projection", pre_spike="g_target += w; w += 0.1 : postsynaptic", name="One")
