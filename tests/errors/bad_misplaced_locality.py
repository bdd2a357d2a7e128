"""Localities of synapses in a neuron."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("tau = 10.0 : postsynaptic", "r = tau : projection", name="Where")
