"""Left sides that cannot be solved for their gradient."""

import annarchy_lab as ann

NEURON = ann.Neuron("tau = 10.0", "exp(tau*dv/dt) = v\n0*dr/dt + r = 1.0", name="Left")


def declare() -> None:
    net = ann.Network()
    net.config(backend="reference")
    net.create(1, NEURON)
    net.compile(silent=True)
