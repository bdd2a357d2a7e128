"""A reset that never runs."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = 1.0", reset="r = 0.0", refractory=2.0, name="Reset")
