"""Names of other networks, and times of spikes where there are none."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(seed=1)
    other = ann.Network()
    other.constant("gain", 2.0)
    neuron = ann.Neuron("", "r = gain * sum(exc)", name="Rate")
    synapse = ann.Synapse(psp="w * pre.r * exp(t_pre - t_post)", name="Late")
    pop = net.create(2, neuron, name="Layer")
    net.connect(pop, pop, "exc", synapse, "Recurrent").all_to_all(1.0)
    net.compile(silent=True)
