"""A function that is called like a built-in one."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("r = 1.0", functions="exp(x) = x", name="Functions")
