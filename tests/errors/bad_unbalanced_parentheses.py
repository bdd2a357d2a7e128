"""A parenthesis too few, and one too many."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = (1.0 + 2.0\nv = 1.0)", name="Open")
