"""Implicit systems without a solution in closed form."""

import annarchy_lab as ann

CUBIC = ann.Neuron(
    "",
    "dv/dt = v - v^3/3 - w : implicit\ndw/dt = 0.08*(v + 0.7 - w) : implicit\nr = v",
    name="Cubic",
)
CURVED = ann.Neuron(
    "",
    "dv/dt = exp((v + 50.0)/2.0) - v - w : implicit\ndw/dt = 0.1*(v - w) : implicit\nr = v",
    name="Curved",
)
CHOICE = ann.Neuron(
    "", "dr/dt = if u > 0.0: -r else: u : implicit\ndu/dt = -r : implicit", name="Choice"
)
ROUND = ann.Neuron("", "dr/dt = 1.0 - u^2 - r^2 : implicit\ndu/dt = r : implicit", name="Round")


def declare() -> None:
    net = ann.Network()
    net.config(backend="reference")
    for neuron in (CUBIC, CURVED, CHOICE, ROUND):
        net.create(1, neuron)
    net.compile(silent=True)
