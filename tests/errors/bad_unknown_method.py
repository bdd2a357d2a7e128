"""A method that does not exist."""

from annarchy_lab.language.declare import Neuron, Variable


def declare() -> None:
    Neuron("", Variable("dr/dt = -r", method="euler"), name="Method")
