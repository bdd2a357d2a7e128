"""A comparison of a comparison."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "v = 1.0", spike="0 < v < 1", name="Chain")
