"""An event-driven variable that relaxes to nothing."""

import annarchy_lab as ann

NEURON = ann.Neuron("", "dv/dt = 1.0", spike="v > 1.0", reset="v = 0.0", name="Clock")
SYNAPSE = ann.Synapse("", "dx/dt = 0.1 : event-driven", pre_spike="w += x; x = 0.0", name="Drift")


def declare() -> None:
    net = ann.Network()
    net.config(backend="reference")
    pop = net.create(1, NEURON)
    net.connect(pop, pop, "exc", SYNAPSE).all_to_all(1.0)
    net.compile(silent=True)
