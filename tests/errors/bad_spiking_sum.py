"""A spiking neuron that sums rates."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "dv/dt = sum(exc) - sum() - v", spike="v > 1.0", reset="v = 0.0", name="Sums")
