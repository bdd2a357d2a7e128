"""Delays of their own for synapses that come and go."""

import annarchy_lab as ann


def declare() -> None:
    net = ann.Network(dt=0.5, seed=1)
    pop = net.create(2, ann.Neuron("", "r = sum(exc)", name="Rate"))
    one = ann.Synapse(creating="pre.r > 1 : w=0.1, d=5.0", name="One")
    net.connect(pop, pop, "exc", one, "Late").all_to_all(1.0, delays=2.0)
    each = ann.Synapse(pruning="w < 0.1", name="Each")
    net.connect(pop, pop, "exc", each, "Spread").all_to_all(1.0, delays=ann.Uniform(1.0, 9.0))
    net.compile(silent=True)
