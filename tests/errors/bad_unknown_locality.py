"""A locality that does not exist."""

from annarchy_lab.language.declare import Neuron, Parameter


def declare() -> None:
    Neuron({"tau": Parameter(10.0, locality="globl")}, "r = tau", name="Where")
