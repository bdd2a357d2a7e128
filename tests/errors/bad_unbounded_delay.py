"""A delay of new synapses that may be of any length: spikes cannot be kept for so long."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(dt=0.5, seed=1)
    pop = net.create(2, ann.Neuron("", "r = sum(exc)", name="Rate"))
    drawn = ann.Synapse(creating="pre.r > 1 : w=0.1, d=Normal(5.0, 1.0)", name="Drawn")
    net.connect(pop, pop, "exc", drawn, "Late").all_to_all(1.0, delays=2.0)
    net.compile(silent=True)
