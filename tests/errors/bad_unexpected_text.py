"""Operators and operands that are missing."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "v = 2 r\nx = v +\nr = np.exp(v)", name="Gap")
