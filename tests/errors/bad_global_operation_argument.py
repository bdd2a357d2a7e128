"""A mean of an expression, and a maximum of two values."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "v = 1.0\nr = mean(v + 1.0)\nx = max(v, r)", name="Mean")
