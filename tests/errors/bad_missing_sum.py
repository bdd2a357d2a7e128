"""Sums that the populations of a projection do not receive."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(seed=1)
    neuron = ann.Neuron("", "r = sum(exc) - sum(inh)", name="Rate")
    synapse = ann.Synapse("", "dw/dt = pre.sum(exc) * post.sum(exx) + post.sum(inh)", name="Hebb")
    net.create(2, neuron, name="Input")
    net.create(2, neuron, name="Output")
    net.connect("Input", "Output", "exc", synapse, "Forward").all_to_all(1.0)
    spiking = ann.Neuron("", "dv/dt = g_exc", spike="v > 1.0", reset="v = 0.0", name="Spiking")
    pop = net.create(2, spiking, name="Spikes")
    net.connect(pop, pop, "exc", ann.Synapse(psp="w * post.sum(exc)"), "Gap").all_to_all(1.0)
    net.create(2, neuron, stop_condition="sum(exs) > 1.0", name="Stopping")
    net.compile(silent=True)
