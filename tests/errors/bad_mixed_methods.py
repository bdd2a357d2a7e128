"""Two coupled methods in one model."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "dv/dt = -r : midpoint\ndr/dt = v : rk4", name="Mixed")
