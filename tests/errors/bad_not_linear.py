"""Methods that need a linear equation, one of them the network's default."""

import annarchy_lab as ann

NEURON = ann.Neuron(
    "tau = 10.0",
    """
    tau*dv/dt = -v + exp(v) : exponential
    tau*du/dt = if u > 0.0: -u else: 1.0 - u : semiimplicit
    (1.0 + x)*dx/dt = -x : semiimplicit
    dr/dt = 1.0 - v*r - r^2
    """,
    name="Bent",
)


def declare() -> None:
    net = ann.Network()
    net.config(method="implicit", backend="reference")
    net.create(1, NEURON)
    net.compile(silent=True)
