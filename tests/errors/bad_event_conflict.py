"""Axonal and post-synaptic spikes together."""

from annarchy_lab.language.declare import Synapse


def declare() -> None:
    Synapse(pre_axon_spike="g_target += w", post_spike="w += 0.1", name="Axon")
