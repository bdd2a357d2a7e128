"""Functions of other languages."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("a = 2.0", "v = relu(1.0)\nr = tahn(v) + a (1 + v) + relu(2.0)", name="Calls")
