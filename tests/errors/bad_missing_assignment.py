"""A line that assigns nothing, and a parameter without a value."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("tau", "r = 1.0 ; + 2.0", name="Nothing")
