"""Attributes that the populations of a projection do not have."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(seed=1)
    neuron = ann.Neuron("", "speed = 1.0\nr = speed", name="Rate")
    synapse = ann.Synapse(
        "", "dw/dt = pre.r * post.sped\nx = post.v", psp="w * pre.r * pre.gain", name="Learning"
    )
    net.create(2, neuron, name="Input")
    net.create(2, neuron, name="Output")
    for number in range(3):
        net.connect("Input", "Output", "exc", synapse, f"Path {number}").all_to_all(1.0)
    net.compile(silent=True)
