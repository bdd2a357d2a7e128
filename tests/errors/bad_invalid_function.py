"""Functions that are not written as functions."""

from annarchy_lab.language.declare import Neuron


def declare() -> None:
    Neuron("", "r = h(1.0)", functions="f = 2.0\ng(x, x) = x\nh(x) = x : double", name="Functions")
