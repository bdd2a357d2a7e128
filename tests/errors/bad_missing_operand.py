"""Means of what a population does not have once per neuron."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(seed=1)
    neuron = ann.Neuron(
        {"a": ann.Parameter(1.0), "b": 2.0}, "g = a : population\nr = mean(a)", name="Rate"
    )
    synapse = ann.Synapse("", "dw/dt = mean(pre.rr) * max(post.b)", name="Learning")
    pop = net.create(2, neuron, name="Layer")
    net.connect(pop, pop, "exc", synapse, "Recurrent").all_to_all(1.0)
    net.compile(silent=True)
